"""Reads TOML more closely than tomllib does: where each value stands, and what an error means."""

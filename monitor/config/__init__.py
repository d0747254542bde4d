"""Reads config.toml: finds, validates, resolves, compares and edits it."""

"""Fetches over HTTP: guarded, polite and conditional. Parses nothing and writes nothing."""

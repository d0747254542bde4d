"""Patterns: actors and topics as sequences of words that the search looks for."""

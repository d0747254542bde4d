"""Searches patterns in a text: which ones are worth a look, and where they align."""

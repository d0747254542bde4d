"""Checks rules that load: what is wrong with them, and the way out."""

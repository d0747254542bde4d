"""Checks rules that load: what is wrong with them, and how to mend it."""

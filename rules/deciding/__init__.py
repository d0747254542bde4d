"""Decides which watches fire for an entry, and what each of them does."""

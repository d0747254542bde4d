"""Judges whether two entries report the same event."""

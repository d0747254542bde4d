"""Runs parsers in worker processes, which are killed when they take too long."""

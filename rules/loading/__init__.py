"""Loads YAML and actor lists as rules; every error has a file and a line. The one place that opens files."""

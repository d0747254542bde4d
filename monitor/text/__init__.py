"""Handles strangers' text: decodes, sanitizes and shows it. Pure."""

"""Decides: matches rules in entries, joins stories, decides for each watch. Pure.

No network, database or clock; files are opened in `rules/loading/load.py` alone.
"""

"""Decides: matches rules in entries, joins stories, decides for each watch. Pure.

It has no network, database or clock; only `rules/loading/load.py` opens files.
"""

"""Parses documents into entries, in processes that can be killed. Knows no config, store or network."""

"""Matches, replays and joins archives: files of entries, read in processes beside each other."""

"""Kills the daemon a thousand times and counts what arrived."""

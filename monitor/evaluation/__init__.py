"""Evaluates entries under the rules in force. Reads the store, or a replay's memory; writes nothing."""

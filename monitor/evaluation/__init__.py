"""Evaluates entries under the rules in force. Asks a memory (the store's, or a replay's); writes nothing."""

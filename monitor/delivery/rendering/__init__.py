"""Renders alerts and digests as messages. Contacts nobody and asks no store."""

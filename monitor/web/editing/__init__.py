"""Edits by a person on the page: drafts of rules judged in a process that can be killed, and files written whole.

Files are written in the rules folder only. Nothing here knows a request or a template.
"""

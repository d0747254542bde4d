"""Drains the outbox: plans, renders, sends, and records how each delivery ended.

Polling and delivery meet in the store and nowhere else.
"""

"""Delivers: plans, renders and sends what is in the outbox, and records how each delivery ended.

Polling and delivery meet in the store and nowhere else.
"""

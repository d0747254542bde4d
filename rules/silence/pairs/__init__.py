"""Pairs of reports: what two of them say of each other, whatever else was told or learned."""

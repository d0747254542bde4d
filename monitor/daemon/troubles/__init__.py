"""Troubles that the operator is told of once, and of their ends: feeds, watches, rules, destinations, disk, clock."""

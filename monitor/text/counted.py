"""Numbers with the word for what they count: 1 entry, 2 entries."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its word, in the plural unless it is one; `many` where the plural takes more than an `s`."""
    return f"{number} {one if number == 1 else many or one + 's'}"

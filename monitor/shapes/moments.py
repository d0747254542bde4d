"""Moments as JSON has them. Imports no store: commands that need none show moments, too."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def iso(moment: datetime | None, zone: tzinfo = UTC) -> str | None:
    """A moment in ISO 8601 to the second, with the offset of `zone`."""
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None

"""Stored silences that tests begin with: an entry that stayed silent in the story of another, under the watch `w`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from support.makers import entry, judged

from rules.model import Decision, Reason
from storage import Judged

SAID = {"class": "same", "told": "e1", "score": 0.82}


def silent(
    name: str,
    *,
    action: str = "threaded",
    told: str = "e1",
    due: datetime | None = None,
    version: int = 1,
    **more: object,
) -> Judged:
    """An entry of story `e1` that was not told, as the next to be recorded."""
    reason = Reason("told_already", "told already, 82 %", {**SAID, "told": told})
    state = "new" if version == 1 else "changed"
    made = judged(entry(name, **more), story="e1", state=state, version=version)
    decision = Decision(watch="w", action=action, reason=reason, due=due)
    return replace(made, decisions=(decision,), alert=None, tell=())

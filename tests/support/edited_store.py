"""A watch folder whose store holds a history, for edits of its rules."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path

from monitor.config.load import load
from monitor.config.schema import Config
from monitor.workshop.edits.exact_run import NAME
from rules.model import Join, Reason
from storage import Judged, Recalled, Seen, Store

CONFIG = '[storage]\nurl = "wirewatch.db"\n[destinations]\ndesk.url = "console:"\n'
REASON = Reason("r", "why")


def exact_runs() -> list[BaseProcess]:
    """The processes of exact comparisons that live."""
    return [child for child in active_children() if child.name == NAME]


def folder_with(folder: Path, history: Sequence[Recalled]) -> Config:
    """Stores a history, indexed, as a daemon would whose rules find nothing. Returns the config."""
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(CONFIG)
    (folder / "rules").mkdir(exist_ok=True)
    config = load(folder / "config.toml")
    store = Store.open(config.store_location(), create=True)
    store.search.prepare(wanted=True)
    for recalled in history:
        store.record([as_stored(recalled)], recalled.at)
    store.close()
    return config


def as_stored(recalled: Recalled) -> Judged:
    entry, state = recalled.entry, "new" if recalled.version == 1 else "changed"
    story = recalled.same_as if recalled.version == 1 else entry.id
    join = Join(
        story=story, level=recalled.level, same_as=recalled.same_as, score=recalled.score, reason=REASON
    )
    seen = Seen(entry=entry, state=state, version=recalled.version, story=story)
    return Judged(seen=seen, matches=(), join=join, decisions=(), quiet=recalled.quiet, rules_version="")

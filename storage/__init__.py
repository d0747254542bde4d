"""Remembers everything: `Store` is the only door to it; rows and SQL stay inside.

A Store is synchronous and belongs to one thread. The daemon calls it on its writer thread, never on the event loop, and
`Feeds.beside` on a thread of their own; a command calls it directly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from storage.model import (
    DELIVERY_STATES,
    LEAST_KEPT,
    QUIETLY,
    BadRowError,
    Delivery,
    FeedState,
    LostFeedError,
    LostStoreError,
    NoStoreError,
    Outcome,
    Payload,
    PollCounts,
    RulesEdition,
    SetAside,
    StoreError,
    Trouble,
)

if TYPE_CHECKING:
    from storage.alerts import AlertDelivery, AlertQuery, StoredDecision
    from storage.audit import Act, NotedAct
    from storage.convert import match_json, reason_json, to_match
    from storage.daemons import DaemonFacts, KnownDaemon
    from storage.database.backup import SET_ASIDE, restore
    from storage.entries import Candidates, Seen
    from storage.entry_spool import EntrySpool
    from storage.feeds import Feeds, FeedSetting
    from storage.gauges import ALERT_OVERLAP
    from storage.history import FormerVersion, Recalled
    from storage.match_file import MatchFile, MatchFileError
    from storage.record import Judged
    from storage.retention import Purged
    from storage.script_tokens import ScriptToken
    from storage.search import SearchFilter
    from storage.silence_verdicts import SILENT, GivenSilenceVerdict, SilentEntry
    from storage.store import Store
    from storage.stories import Link, Split
    from storage.verdicts import GivenVerdict

# The module of each name that is imported when it is first asked for: SQLAlchemy and all of them take longer than a
# command that reads, and some commands need no store.
_MODULES = {
    "ALERT_OVERLAP": "gauges",
    "Act": "audit",
    "AlertDelivery": "alerts",
    "AlertQuery": "alerts",
    "Candidates": "entries",
    "DaemonFacts": "daemons",
    "EntrySpool": "entry_spool",
    "FeedSetting": "feeds",
    "Feeds": "feeds",
    "FormerVersion": "history",
    "GivenSilenceVerdict": "silence_verdicts",
    "GivenVerdict": "verdicts",
    "Judged": "record",
    "KnownDaemon": "daemons",
    "Link": "stories",
    "MatchFile": "match_file",
    "MatchFileError": "match_file",
    "NotedAct": "audit",
    "Purged": "retention",
    "Recalled": "history",
    "SET_ASIDE": "database.backup",
    "SILENT": "silence_verdicts",
    "ScriptToken": "script_tokens",
    "SearchFilter": "search",
    "Seen": "entries",
    "SilentEntry": "silence_verdicts",
    "Split": "stories",
    "Store": "store",
    "StoredDecision": "alerts",
    "match_json": "convert",
    "reason_json": "convert",
    "restore": "database.backup",
    "to_match": "convert",
}

__all__ = [
    "ALERT_OVERLAP",
    "DELIVERY_STATES",
    "LEAST_KEPT",
    "QUIETLY",
    "SET_ASIDE",
    "SILENT",
    "Act",
    "AlertDelivery",
    "AlertQuery",
    "BadRowError",
    "Candidates",
    "DaemonFacts",
    "Delivery",
    "EntrySpool",
    "FeedSetting",
    "FeedState",
    "Feeds",
    "FormerVersion",
    "GivenSilenceVerdict",
    "GivenVerdict",
    "Judged",
    "KnownDaemon",
    "Link",
    "LostFeedError",
    "LostStoreError",
    "MatchFile",
    "MatchFileError",
    "NoStoreError",
    "NotedAct",
    "Outcome",
    "Payload",
    "PollCounts",
    "Purged",
    "Recalled",
    "RulesEdition",
    "ScriptToken",
    "SearchFilter",
    "Seen",
    "SetAside",
    "SilentEntry",
    "Split",
    "Store",
    "StoreError",
    "StoredDecision",
    "Trouble",
    "match_json",
    "reason_json",
    "restore",
    "to_match",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"storage.{_MODULES[name]}"), name)
        globals()[name] = found  # asked for once
        return found

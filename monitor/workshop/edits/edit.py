"""The alerts that an edit of the rules changes in a store: about at once, then exactly. Sends and stores nothing.

`about_alerts` replays the stories that the edit touches, `exact_alerts` the whole history. Both give a `Difference`.
`monitor.workshop.edits.exact_run` runs the latter in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from platformdirs import user_cache_path

from monitor.config.paths import APP
from monitor.config.schema import Config
from monitor.evaluation.semantic import make_criteria
from monitor.workshop.archives.past import Past
from monitor.workshop.archives.workers import Workers
from monitor.workshop.backtest import Difference, compare
from monitor.workshop.match_changes import MatchChanges
from rules.deciding.defaults import with_defaults
from rules.matching.entry_query import Vocabulary
from rules.matching.rule_changes import RuleChanges
from rules.model import RuleSet
from storage import Recalled, Store

ABOUT = 300  # changed entries that are judged at once, the newest


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of the rules of a watch folder. Only alerts that were decided after `since` are compared."""

    config: Config
    old: RuleSet
    new: RuleSet
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class AboutAlerts:
    """The alerts that change, by the touched stories alone: of `touched` entries the newest were judged.

    Where `judged` is less than `touched`, the true numbers are about `touched / judged` times as large.
    """

    difference: Difference
    judged: int
    touched: int


def about_alerts(store: Store, edit: Edit, found: MatchChanges, most: int = ABOUT) -> AboutAlerts:
    """Judges the entries whose matches change among the entries of their stories, as these are stored.

    Soon done, and seldom all right: the words that few reports share are learnt from the whole history.
    """
    changes = [change for change in found.changes if edit.since is None or change.recalled.at >= edit.since]
    ids = {change.recalled.entry.id for change in changes[-most:]}
    past = Past(tuple(store.history.beside(ids)))
    return AboutAlerts(_compare(edit, past), min(len(changes), most), len(changes))


def exact_alerts(
    edit: Edit,
    past: Past,
    *,
    jobs: Workers = 1,
    step: Callable[[int], None] = lambda _count: None,
) -> Difference:
    """Replays entries under both rule sets: those that `stored` gives, or others.

    `step` is called with the number of entries taken since it was last called. Errors: StoreError, WirewatchError if a
    worker process dies.
    """
    kept = kept_folder(edit.config) if isinstance(past.entries, StoredEntries) else None
    return _compare(edit, past, jobs, step, kept)


def _compare(
    edit: Edit,
    past: Past,
    jobs: Workers = 1,
    step: Callable[[int], None] = lambda _count: None,
    kept: Path | None = None,
) -> Difference:
    defaults = edit.config.of_watches()
    return compare(
        past,
        with_defaults(edit.old, defaults),
        with_defaults(edit.new, defaults),
        feeds=edit.config.feeds,
        criteria=make_criteria(edit.config),
        zone=edit.config.zone(),
        since=edit.since,
        jobs=jobs,
        step=step,
        kept=kept,
    )


def stored(config: Config) -> Past:
    """All entries of the store, read as they are needed. Errors: StoreError."""
    entries = StoredEntries(config.store_location())
    return Past(entries, links=entries.references, touched=entries.touched)


def kept_folder(config: Config) -> Path:
    """The folder in which replays of the store's history are kept."""
    digest = blake2b(config.store_location().encode(), digest_size=8).hexdigest()
    return user_cache_path(APP, appauthor=False) / "replays" / digest


class StoredEntries(Collection[Recalled]):
    """All entries of a store, which is opened each time that they are read."""

    def __init__(self, location: str) -> None:
        self._location = location

    def __len__(self) -> int:
        with closing(Store.open(self._location)) as store:
            return len(store.history)

    def __iter__(self) -> Iterator[Recalled]:
        with closing(Store.open(self._location)) as store:
            yield from store.history.recall()

    def __contains__(self, recalled: object) -> bool:
        return any(recalled == each for each in self)

    def references(self) -> Mapping[str, int]:
        with closing(Store.open(self._location)) as store:
            return store.history.references()

    def touched(self, old: RuleSet, new: RuleSet) -> set[str]:
        """The entries in which some of these rules may be found."""
        with closing(Store.open(self._location)) as store:
            vocabulary = Vocabulary(store.entry_tokens.vocabulary())
            nothing = RuleSet()
            queries = [RuleChanges(nothing, rules).query(vocabulary) for rules in (old, new)]
            return {entry for query in queries for entry in store.entry_tokens.ids(query)}

"""Gathers the input of a backtest: the entries to replay, and the rules to compare."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

from platformdirs import user_cache_path

from monitor.cli import output
from monitor.cli.workplace import Workplace
from monitor.config.paths import APP
from monitor.workshop.archives.archive import BadLine, lines, open_lines, read_entry
from monitor.workshop.archives.archive_copies import in_order, linked
from monitor.workshop.archives.past import Past
from rules.checking.check import check
from rules.loading.load import Loaded, load
from rules.model import RuleSet, RuleSource
from storage import Recalled, Store

MOST_SHOWN = 20
Opened: TypeAlias = Callable[[], AbstractContextManager[Store]]


class _StoredEntries(Collection[Recalled]):
    """All entries of a store, which is opened each time that they are read."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def __len__(self) -> int:
        with self._opened() as store:
            return len(store.history)

    def __iter__(self) -> Iterator[Recalled]:
        with self._opened() as store:
            yield from store.history.recall()

    def __contains__(self, recalled: object) -> bool:
        return any(recalled == each for each in self)

    def references(self) -> Mapping[str, int]:
        with self._opened() as store:
            return store.history.references()


def stored(opened: Opened) -> Past:
    """All entries of the store that `opened` opens, read as they are needed. Errors: StoreError."""
    entries = _StoredEntries(opened)
    return Past(entries, links=entries.references)


def kept_folder(place: Workplace) -> Path:
    """The folder in which replays of the store's history are kept."""
    digest = blake2b(place.config.store_location().encode(), digest_size=8).hexdigest()
    return user_cache_path(APP, appauthor=False) / "replays" / digest


def archived(path: Path, now: datetime) -> tuple[Past, int]:
    """Reads an archive: its entries as they came, undated ones last, and the number of lines that are no entries."""
    entries, bad = [], 0
    with open_lines(path) as file:
        for number, line in lines(file):
            entry = read_entry(number, line, now=now)
            if isinstance(entry, BadLine):
                bad += 1
                if bad <= MOST_SHOWN:
                    output.warn(f"{path}: {entry}: skipped")
                continue
            entries.append(entry)
    return Past(tuple(linked(in_order(entries, now)))), bad


def edited(place: Workplace, path: Path | None) -> RuleSet:
    """Loads the edited rules. Problems from lint and examples are printed, but stop no backtest. Errors: RulesError."""
    where = path or place.config.rules_folder
    loaded = load(where, destinations=place.config.addressees())
    languages = {feed.lang for feed in place.config.feeds if feed.lang}
    output.show_problems([*loaded.warnings, *check(loaded.rules, where, languages)])
    return loaded.rules


def rules_in_force(place: Workplace, store: Store, before: datetime | None = None) -> Loaded | None:
    """The rules that the daemon loaded last, or last before a moment, from the store; None if it has loaded none.

    Lists are read from the rules folder as they are now, because the store keeps only the text of the rules.
    """
    sources = store.rules_in_force(before)
    if not sources:
        return None
    with tempfile.TemporaryDirectory(prefix="wirewatch-rules-") as folder:
        _write_sources(Path(folder), sources, place.config.rules_folder)
        return load(Path(folder))


def _write_sources(folder: Path, sources: list[RuleSource], rules: Path) -> None:
    for source in sources:
        (folder / source.name).write_text(source.content, encoding="utf-8")
    if rules.is_dir():
        for path in rules.iterdir():
            if path.suffix not in {".yaml", ".yml"} and not (folder / path.name).exists():
                (folder / path.name).symlink_to(path.absolute())

"""Gathers the input of a backtest: the entries to replay, and the rules to compare."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from monitor.cli import output
from monitor.cli.workplace import Workplace
from monitor.workshop.archives.archive import Archive, BadRow
from monitor.workshop.archives.archive_copies import spooled
from monitor.workshop.archives.past import Past
from rules.checking.check import check
from rules.loading.load import Loaded, load
from rules.model import Entry, RuleSet, RuleSource
from storage import Store

MOST_SHOWN = 20


def archived(source: str, now: datetime) -> tuple[Past, int]:
    """Reads an archive: its entries as they came, undated ones last, and the number of rows that are no entries."""
    archive = Archive(source)
    skipped = SkippedRows(archive)
    entries = spooled(skipped.without(archive.entries(now)), now)
    skipped.name_rest()
    return Past(entries), skipped.count


class SkippedRows:
    """Counts the rows of an archive that are no entries, and names the first of them."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self.count = archive, 0

    def __call__(self, bad: BadRow) -> None:
        """Counts a row."""
        self.count += 1
        if self.count <= MOST_SHOWN:
            output.warn(f"{self._archive}: {bad}: skipped")

    def without(self, rows: Iterable[Entry | BadRow]) -> Iterator[Entry]:
        """Yields the entries alone."""
        for row in rows:
            if isinstance(row, BadRow):
                self(row)
            else:
                yield row

    def name_rest(self) -> None:
        """Says how many more there were."""
        if self.count > MOST_SHOWN:
            output.warn(f"{self._archive}: {self.count - MOST_SHOWN} more {self._archive.kind}s skipped")


def edited(place: Workplace, path: Path | None) -> RuleSet:
    """Loads the edited rules. Problems from lint and examples stop no backtest; of the folder's, warnings are counted.

    Errors: RulesError.
    """
    where = path or place.config.rules_folder
    loaded = load(where, destinations=place.config.addressees())
    languages = {feed.lang for feed in place.config.feeds if feed.lang}
    show = output.note_problems if path is None else output.show_problems
    show([*loaded.warnings, *check(loaded.rules, where, languages)])
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

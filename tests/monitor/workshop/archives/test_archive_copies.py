"""An archive's entries are linked to the earlier entries that they copy (against a real store: test_backtest)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.workshop.archives.archive_copies import linked
from rules.model import Entry
from storage import Recalled

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TITLE = "Ferry stopped after storm breaks ramp at Puerto Alto"
TEXT = (
    "The ferry between the two harbours was stopped on Monday after a storm broke the ramp at Puerto Alto, the "
    "harbour master said. Repairs will take ten days."
)


def recalled(name: str, title: str, hours: float = 0, **more: str) -> Recalled:
    at = NOW + timedelta(hours=hours)
    return Recalled(entry=Entry(id=name, title=title, published=at, fetched=at, **more), version=1, at=at)


def links(*entries: Recalled) -> list[tuple[str, str, str | None]]:
    return [(one.entry.id, one.level, one.same_as) for one in linked(entries)]


def test_a_copy_is_linked_to_the_first_entry_and_a_stranger_to_none() -> None:
    assert links(
        recalled("a", TITLE, text=TEXT, url="https://one.example/1"),
        recalled("b", "Council votes to plant nine hundred trees", 1),
        recalled("c", "Another headline for it", 2, url="https://www.one.example/1?utm_source=rss"),
        recalled(
            "d", "Ferry halted after storm breaks ramp in Puerto Alto", 3, text=f"{TEXT} More.", outlet="D"
        ),
    ) == [("a", "new", None), ("b", "new", None), ("c", "a", "a"), ("d", "b", "a")]


def test_a_near_copy_after_the_window_is_linked_to_none() -> None:
    later = recalled("b", "Ferry halted after storm breaks ramp in Puerto Alto", 24 * 8, text=f"{TEXT} More.")
    assert links(recalled("a", TITLE, text=TEXT), later)[1] == ("b", "new", None)


def test_the_same_address_links_however_late_it_comes() -> None:
    later = recalled("b", TITLE, 24 * 30, url="https://one.example/1")
    assert links(recalled("a", TITLE, url="https://one.example/1"), later)[1] == ("b", "a", "a")


def test_an_entry_is_never_linked_to_itself() -> None:
    assert links(recalled("a", TITLE), recalled("a", TITLE, 1)) == [("a", "new", None), ("a", "new", None)]


def test_all_else_that_is_recalled_stays_as_it_was() -> None:
    (entry,) = linked([Recalled(entry=Entry(id="a", title=TITLE), version=3, at=NOW, quiet=True)])
    assert (entry.version, entry.at, entry.quiet) == (3, NOW, True)

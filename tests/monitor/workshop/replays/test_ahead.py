"""Reading ahead in another process changes no result; its errors and its end are told, and it ends with its reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.edited_store import folder_with
from support.histories import TEXTS, TITLES, history_of, rules_of

from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import Difference, compare
from monitor.workshop.edits.edit import Edit, exact_alerts, stored
from monitor.workshop.replays.ahead import ReadAhead
from monitor.workshop.replays.kept_matches import matched
from monitor.workshop.replays.recorded_replay import Check
from rules.errors import WirewatchError
from rules.silence.facts import facts
from rules.stories.profile import read_text
from storage import StoreError

OLD = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1, 2), "old")
NEW = rules_of((["ferry"], ["harbour", "quay"], ["strike"]), (0, 1, 3), "new")
HISTORY = history_of([(20, TITLES[n % 10], TEXTS[n % 3], n % 3, n % 7, False) for n in range(60)])


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[ReadAhead]:
    """The readers that are begun, however short the history."""
    readers: list[ReadAhead] = []

    class Noted(ReadAhead):
        def __init__(self, *arguments) -> None:
            super().__init__(*arguments)
            readers.append(self)

    monkeypatch.setattr("monitor.workshop.backtest.ReadAhead", Noted)
    monkeypatch.setattr("monitor.workshop.backtest.AHEAD_FROM", 1)
    return readers


def outcome(found: Difference) -> Difference:
    return replace(found, seconds=0.0, rate=0.0, matcher_rate=0.0)


def compared(history: list, kept: Path | None) -> Difference:
    return outcome(compare(Past(history), OLD, NEW, kept=kept))


def test_alerts_of_a_store_that_is_read_ahead_are_those_of_a_full_replay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: list[ReadAhead]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    config = folder_with(tmp_path / "watch", HISTORY)
    edit = Edit(config, OLD, NEW)
    full = outcome(exact_alerts(edit, Past(tuple(stored(config)))))
    exact_alerts(replace(edit, new=OLD), stored(config))
    assert not begun, "nothing is kept at first"
    steps: list[int] = []
    assert outcome(exact_alerts(edit, stored(config), step=steps.append)) == full
    assert len(begun) == 1
    assert sum(steps) == len(HISTORY)
    assert begun[0]._process.returncode is not None, "the process lives on"


@pytest.mark.parametrize("number", [0, 25, 59])
def test_an_entry_that_reads_otherwise_now_is_noticed(
    tmp_path: Path, begun: list[ReadAhead], number: int
) -> None:
    compared(HISTORY, tmp_path)
    other = list(HISTORY)
    other[number] = replace(other[number], entry=replace(other[number].entry, title=TITLES[3], text=""))
    assert compared(other, tmp_path) == compared(other, None)
    assert len(begun) == 1


def test_what_is_read_ahead_is_what_is_read_here(tmp_path: Path) -> None:
    here = [each for some in matched(OLD, NEW, Past(HISTORY), 1, None) for each in some]
    with ReadAhead(Past(HISTORY), OLD, NEW, tmp_path) as reader:
        there = [item for chunk in reader.chunks() for item in chunk]
    check, words = Check(), 0
    assert len(here) == len(there)
    for (recalled, pair), (read, same_pair, value, found) in zip(here, there, strict=True):
        check.add(recalled)
        assert (same_pair, value) == (pair, check.value())
        assert replace(read, entry=recalled.entry) == recalled
        assert read.entry == recalled.entry if any(pair) else read.entry.id == recalled.entry.id
        if found is not None:
            words += 1
            assert found == (read_text(recalled.entry), facts(recalled.entry))
    assert words


def test_an_error_of_the_store_is_raised_here(tmp_path: Path) -> None:
    config = folder_with(tmp_path / "watch", HISTORY)
    past = stored(config)
    Path(config.store_location()).unlink()
    with ReadAhead(past, OLD, NEW, tmp_path) as reader, pytest.raises(StoreError):
        list(reader.chunks())


def test_a_reader_that_dies_says_so(tmp_path: Path) -> None:
    with ReadAhead(Past(HISTORY), OLD, NEW, tmp_path) as reader:
        reader._process.kill()
        with pytest.raises(WirewatchError, match="start it again"):
            list(reader.chunks())


def test_a_reader_ends_when_nobody_reads_any_more(tmp_path: Path) -> None:
    with ReadAhead(Past(HISTORY * 2_000), OLD, NEW, tmp_path) as reader:
        next(reader.chunks())
        assert reader._process.poll() is None
        assert reader._process.stdout is not None
        reader._process.stdout.close()
        assert reader._process.wait(60) != 0

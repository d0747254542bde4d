"""A kept replay gives what a full one gives, or is not used: another history, engine or file makes it anew."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from support.histories import ITEMS, RULES, TEXTS, TITLES, history_of, rules_of

from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.replay import Replayer
from monitor.evaluation.replay_memory import references
from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import Difference, compare
from monitor.workshop.replays import kept_replays
from monitor.workshop.replays.kept_replays import EDITIONS, file_of, open_kept
from rules.matching import compile as compile_rules
from rules.model import RuleSet
from rules.silence.pairs import pair
from storage import Recalled

OLD = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1, 2), "old")
NEW = rules_of((["ferry"], ["harbour", "quay"], ["strike"]), (0, 1, 3), "new")
LONG = history_of([(20, TITLES[n % 10], TEXTS[n % 3], n % 3, n % 7, False) for n in range(60)])


def outcome(found: Difference) -> Difference:
    return replace(found, seconds=0.0, rate=0.0, matcher_rate=0.0)


def compared(
    history: Sequence[Recalled], folder: Path | None, old: RuleSet = OLD, new: RuleSet = NEW
) -> Difference:
    return outcome(compare(Past(history), old, new, kept=folder))


@cache
def in_full() -> Difference:
    return compared(LONG, None)


@cache
def kept_long() -> tuple[str, bytes]:
    """The name and the bytes of the file that a comparison on LONG leaves."""
    with tempfile.TemporaryDirectory() as folder:
        assert compared(LONG, Path(folder)) == in_full()
        (file,) = Path(folder).glob("*.replay")
        return file.name, file.read_bytes()


def kept_in(folder: Path) -> Path:
    """That file in a folder of the test's own."""
    name, content = kept_long()
    (folder / name).write_bytes(content)
    (folder / name).chmod(0o600)
    return folder / name


def is_used(folder: Path, history: Sequence[Recalled]) -> bool:
    """Whether the only file of the folder opens for that history."""
    (file,) = folder.glob("*.replay")
    named = references(history)
    replayer = Replayer(ActiveRules(OLD, compile_rules(RuleSet())), {}, named)
    return open_kept(file, replayer, named) is not None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items=ITEMS, more=ITEMS, old=RULES, edited=RULES, share=st.floats(0.5, 1))
def test_a_grown_history_is_gone_on_with_as_a_full_replay_would(
    items: list, more: list, old: RuleSet, edited: RuleSet, share: float
) -> None:
    new = replace(edited, version="edited")
    history = history_of([*items, *more])
    before = history[: max(1, int(len(history) * share))]
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.workshop.replays.recorded_replay.EVERY", timedelta(days=2))
        patch.setattr("monitor.workshop.replays.kept_replays.SETTLED", timedelta(days=2))
        folder = Path(name)
        assert compared(before, folder, old) == compared(before, None, old)
        event("used" if is_used(folder, history) else "no state")
        assert compared(history, folder, old, new) == compared(history, None, old, new)


def test_what_was_decided_is_not_decided_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compared(LONG, tmp_path)
    taken = 0
    take = Replayer.take

    def counted(self: Replayer, *arguments) -> object:
        nonlocal taken
        taken += 1
        return take(self, *arguments)

    monkeypatch.setattr(Replayer, "take", counted)
    assert compared(LONG, tmp_path) == first == compared(LONG, None)
    # Once in full, by the new rules; the old ones only from the last state on.
    assert 3 * len(LONG) < taken < 3.5 * len(LONG)


@pytest.mark.parametrize("number", [0, 25, 59])
def test_an_entry_that_reads_otherwise_now_makes_a_kept_replay_anew(tmp_path: Path, number: int) -> None:
    kept_in(tmp_path)
    other = list(LONG)
    other[number] = replace(other[number], entry=replace(other[number].entry, title=TITLES[3], text=""))
    assert compared(other, tmp_path) == compared(other, None)


def test_entries_that_are_gone_make_a_kept_replay_anew(tmp_path: Path) -> None:
    kept_in(tmp_path)
    assert compared(LONG[10:], tmp_path) == compared(LONG[10:], None)
    assert compared(LONG[:9], tmp_path) == compared(LONG[:9], None)


def test_a_late_copy_of_an_entry_that_was_forgotten_is_known_all_the_same(tmp_path: Path) -> None:
    kept_in(tmp_path)
    last = LONG[-1]
    entry = replace(LONG[4].entry, id="late", fetched=last.at)
    late = Recalled(entry=entry, version=1, at=last.at, level="b", same_as=LONG[4].entry.id)
    grown = (*LONG, late)
    assert compared(grown, tmp_path) == compared(grown, None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"x" * 4_000])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    file = kept_in(tmp_path)
    file.write_bytes(content)
    assert compared(LONG, tmp_path) == in_full()
    assert is_used(tmp_path, LONG)


def test_a_file_cut_short_or_flipped_somewhere_changes_no_result(tmp_path: Path) -> None:
    expected, file = in_full(), kept_in(tmp_path)
    whole = file.read_bytes()
    for at in range(100, len(whole), len(whole) // 12):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert compared(LONG, tmp_path) == expected
        file.write_bytes(whole[:at])
        assert compared(LONG, tmp_path) == expected


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    file = kept_in(tmp_path)
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o666)
    assert not is_used(tmp_path, LONG)


def test_another_engine_and_other_rules_have_files_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = file_of(tmp_path, "v1", ())
    assert here != file_of(tmp_path, "v2", ())
    assert here != file_of(tmp_path, "v1", ("other",))
    monkeypatch.setattr(kept_replays, "engine", lambda: "another")
    assert here != file_of(tmp_path, "v1", ())


def test_only_the_files_used_last_are_kept(tmp_path: Path) -> None:
    for number in range(EDITIONS + 2):
        compared(LONG, tmp_path, replace(OLD, version=f"v{number}"))
    assert len(list(tmp_path.glob("*.replay"))) == EDITIONS


PLACES = ("Batangas", "Cebu", "Orsova", "Lowmere", "Varne", "Westerby")


def long_history(count: int, days: int) -> tuple[Recalled, ...]:
    """A history of so many entries in so many days, on places and figures that change."""
    lots, hour = Random(count), 0
    items = []
    for number in range(count):
        before, hour = hour, number * 24 * days // count
        place = PLACES[hour // 60 % len(PLACES)]
        title = lots.choice(TITLES).replace("Batangas", place).replace("12", str(number // 20))
        text = lots.choice(TEXTS).replace("Batangas", place).replace("Twelve", lots.choice(PLACES))
        items.append((hour - before, title, text, lots.randrange(4), lots.randrange(10), False))
    return history_of(items)


def edits() -> tuple[RuleSet, ...]:
    return tuple(
        rules_of(terms, watches, f"edit {number}")
        for number, (terms, watches) in enumerate(
            (
                ((["ferry"], ["harbour"], ["strike", "quay"]), (0, 1, 2)),
                ((["ferry", "overloaded"], ["harbour"], ["strike"]), (0, 1, 2)),
                ((["ferry"], ["harbour"], ["Cebu"]), (0, 2)),
                ((["ferry"], ["quay", "dead"], ["strike"]), (1, 2, 3)),
            )
        )
    )


@pytest.mark.parametrize(("count", "days"), [(70, 21), pytest.param(2_000, 42, marks=pytest.mark.slow)])
def test_what_is_kept_of_pairs_of_reports_changes_no_decision_of_an_edit(
    tmp_path: Path, count: int, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = long_history(count, days)
    compared(history, tmp_path)
    assert is_used(tmp_path, history)
    asked = 0
    conflict = pair.conflict

    def counted(*arguments) -> object:
        nonlocal asked
        asked += 1
        return conflict(*arguments)

    monkeypatch.setattr(pair, "conflict", counted)
    for new in edits()[: 4 if count > 1_000 else 2]:
        asked = 0
        in_full = compared(history, None, OLD, new)
        worked_out, asked = asked, 0
        assert compared(history, tmp_path, OLD, new) == in_full
        assert in_full.before.told
        assert asked < worked_out  # pairs that were kept are not worked out again

"""A kept replay gives what a full one gives, or is not used: another history, engine or file makes it anew."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from support.histories import ITEMS, RULES, TEXTS, TITLES, history_of, rules_of

from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.replay import Replayer
from monitor.evaluation.replay_memory import references
from monitor.workshop import kept_replays
from monitor.workshop.archives.past import Past
from monitor.workshop.backtest import Difference, compare
from monitor.workshop.kept_replays import EDITIONS, file_of, open_kept
from rules.matching import compile as compile_rules
from rules.model import RuleSet
from storage import Recalled

OLD = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1, 2), "old")
NEW = rules_of((["ferry"], ["harbour", "quay"], ["strike"]), (0, 1, 3), "new")
LONG = history_of([(20, TITLES[n % 10], TEXTS[n % 3], n % 3, n % 7, False) for n in range(60)])


def outcome(found: Difference) -> Difference:
    return replace(found, seconds=0.0, rate=0.0, matcher_rate=0.0)


def compared(history: Sequence[Recalled], folder: Path | None, old: RuleSet = OLD) -> Difference:
    return outcome(compare(Past(history), old, NEW, kept=folder))


def is_used(folder: Path, history: Sequence[Recalled]) -> bool:
    """Whether the only file of the folder opens for that history."""
    (file,) = folder.glob("*.replay")
    named = references(history)
    replayer = Replayer(ActiveRules(OLD, compile_rules(RuleSet())), {}, named)
    return open_kept(file, replayer, named) is not None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items=ITEMS, more=ITEMS, old=RULES, share=st.floats(0.5, 1))
def test_a_grown_history_is_gone_on_with_as_a_full_replay_would(
    items: list, more: list, old: RuleSet, share: float
) -> None:
    history = history_of([*items, *more])
    before = history[: max(1, int(len(history) * share))]
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.workshop.recorded_replay.EVERY", timedelta(days=2))
        patch.setattr("monitor.workshop.kept_replays.SETTLED", timedelta(days=2))
        folder = Path(name)
        assert compared(before, folder, old) == compared(before, None, old)
        event("used" if is_used(folder, history) else "no state")
        assert compared(history, folder, old) == compared(history, None, old)


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
    compared(LONG, tmp_path)
    other = list(LONG)
    other[number] = replace(other[number], entry=replace(other[number].entry, title=TITLES[3], text=""))
    assert compared(other, tmp_path) == compared(other, None)


def test_entries_that_are_gone_make_a_kept_replay_anew(tmp_path: Path) -> None:
    compared(LONG, tmp_path)
    assert compared(LONG[10:], tmp_path) == compared(LONG[10:], None)
    assert compared(LONG[:9], tmp_path) == compared(LONG[:9], None)


def test_a_late_copy_of_an_entry_that_was_forgotten_is_known_all_the_same(tmp_path: Path) -> None:
    compared(LONG, tmp_path)
    last = LONG[-1]
    entry = replace(LONG[4].entry, id="late", fetched=last.at)
    late = Recalled(entry=entry, version=1, at=last.at, level="b", same_as=LONG[4].entry.id)
    grown = (*LONG, late)
    assert compared(grown, tmp_path) == compared(grown, None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"x" * 4_000])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    compared(LONG, tmp_path)
    (file,) = tmp_path.glob("*.replay")
    file.write_bytes(content)
    assert compared(LONG, tmp_path) == compared(LONG, None)
    assert is_used(tmp_path, LONG)


def test_a_file_cut_short_or_flipped_somewhere_changes_no_result(tmp_path: Path) -> None:
    expected = compared(LONG, tmp_path)
    (file,) = tmp_path.glob("*.replay")
    whole = file.read_bytes()
    for at in range(100, len(whole), len(whole) // 12):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert compared(LONG, tmp_path) == expected
        file.write_bytes(whole[:at])
        assert compared(LONG, tmp_path) == expected


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    compared(LONG, tmp_path)
    (file,) = tmp_path.glob("*.replay")
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

"""The alerts that a draft changes: runs of exact comparisons that follow the draft, wait for another's, and end."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from support.edited_store import exact_runs, folder_with
from support.histories import TEXTS, TITLES, history_of, rules_of

from monitor.web.editing.alert_changes import UNWANTED, AlertChanges, Exact, ExactRuns
from monitor.workshop.edits.edit import Edit, exact_alerts, stored
from rules.errors import WirewatchError

OLD = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1), "old")
NEW = rules_of((["ferry"], ["harbour", "quay"], ["strike"]), (0, 1), "new")
HISTORY = history_of([(20, TITLES[n % 10], TEXTS[n % 3], n % 3, n % 7, False) for n in range(20)])


def refused() -> Edit:
    raise WirewatchError("it does not load")


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Edit(folder_with(tmp_path / "watch", HISTORY), OLD, NEW)


def result(runs: ExactRuns, owner: str, work: Callable[[], Edit]) -> AlertChanges:
    deadline = time.monotonic() + 60
    while (found := runs.ask(owner, "draft", work).found) is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def test_a_run_is_asked_for_until_its_result_is_there(edit: Edit) -> None:
    runs = ExactRuns()
    found = result(runs, "ana", partial(Edit, edit.config, OLD, NEW))
    here = exact_alerts(edit, stored(edit.config))
    assert (found.appear, found.vanish) == (len(here.appear), len(here.vanish))
    assert (found.before, found.after, found.judged) == (here.old, here.new, len(HISTORY))
    assert found.appear + found.vanish == len(found.shown)
    assert all(alert.watch and alert.why for alert in found.shown)
    assert (
        result(runs, "ana", partial(Edit, edit.config, OLD, NEW)) is not None
    )  # it is kept for who asks again
    runs.close()
    assert exact_runs() == []


def test_another_draft_of_the_same_browser_ends_a_run_and_another_browser_waits(edit: Edit) -> None:
    now = 0.0
    runs = ExactRuns(lambda: now)
    work = partial(Edit, edit.config, OLD, NEW)
    runs.ask("ana", "one", work)
    (first,) = exact_runs()
    assert runs.ask("bo", "other", work) == Exact(waits=True)
    runs.ask("ana", "two", work)
    (second,) = exact_runs()
    assert (first.is_alive(), second.is_alive()) == (False, True)
    runs.end_unwanted()
    assert second.is_alive()
    now = UNWANTED + 1
    assert not runs.ask("bo", "other", work).waits
    assert not second.is_alive()
    now *= 3
    runs.end_unwanted()
    assert exact_runs() == []


def test_an_error_of_the_work_is_raised_once_and_the_next_ask_begins_anew(edit: Edit) -> None:
    runs = ExactRuns()
    with pytest.raises(WirewatchError, match="does not load"):
        result(runs, "ana", refused)
    assert result(runs, "ana", partial(Edit, edit.config, OLD, NEW))
    runs.close()

"""An exact comparison in a process of its own: its result, its progress, its errors, and its end."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from support.edited_store import exact_runs, folder_with
from support.histories import TEXTS, TITLES, history_of, rules_of

from monitor.config.schema import Config
from monitor.workshop.edits.edit import Edit, exact_alerts, stored
from monitor.workshop.edits.exact_run import ExactRun
from rules.errors import WirewatchError
from storage import StoreError

OLD = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1), "old")
NEW = rules_of((["ferry"], ["harbour", "quay"], ["strike"]), (0, 1), "new")
HISTORY = history_of([(20, TITLES[n % 10], TEXTS[n % 3], n % 3, n % 7, False) for n in range(20)])


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return folder_with(tmp_path / "watch", HISTORY)


def test_a_run_gives_what_the_same_work_gives_here(config: Config) -> None:
    edit = Edit(config, OLD, NEW)
    with ExactRun(edit) as run:
        assert run.result() is None
        found = run.result(60)
        assert run.result() is found
    assert found is not None
    here = exact_alerts(edit, stored(config))
    assert (found.appear, found.vanish, found.entries) == (here.appear, here.vanish, here.entries)
    assert (run.taken, run.total) == (len(HISTORY), len(HISTORY))


def test_a_run_is_killed_when_it_is_not_wanted_any_more(config: Config) -> None:
    run = ExactRun(Edit(config, OLD, NEW))
    (child,) = exact_runs()
    run.close()
    assert not child.is_alive()
    with pytest.raises(WirewatchError, match="start it again"):
        run.result(60)


def test_a_run_whose_process_dies_says_so(config: Config) -> None:
    with ExactRun(Edit(config, OLD, NEW)) as run:
        (child,) = exact_runs()
        os.kill(child.pid, signal.SIGKILL)
        with pytest.raises(WirewatchError, match="start it again"):
            run.result(60)


def test_an_error_of_the_work_is_raised_here(config: Config) -> None:
    Path(config.store_location()).unlink()
    began = time.monotonic()
    with ExactRun(Edit(config, OLD, replace(NEW, version="other"))) as run, pytest.raises(StoreError):
        run.result(60)
    assert time.monotonic() - began < 60

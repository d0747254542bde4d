"""The guard that notices when the machine's clock is set."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler
from support.makers import NOW

from monitor.daemon.clock import JUMP_SECONDS, ClockGuard, Every, steady_time


def test_a_set_clock_is_noticed_and_drift_is_not() -> None:
    wall, steady = [1000.0], [5.0]
    guard = ClockGuard(lambda: wall[0], lambda: steady[0])
    for _ in range(100):
        wall[0] += 1.01
        steady[0] += 1
        assert guard.jumped() == 0
    wall[0] -= 3600
    steady[0] += 1
    assert guard.jumped() == pytest.approx(-3601)
    wall[0] += 1
    steady[0] += 1
    assert guard.jumped() == 0


@pytest.mark.parametrize("by", [JUMP_SECONDS, -JUMP_SECONDS])
def test_the_smallest_jump_is_noticed_in_both_directions(by: float) -> None:
    wall = [1000.0]
    guard = ClockGuard(lambda: wall[0], lambda: 5.0)
    wall[0] += by / 2
    assert guard.jumped() == 0
    wall[0] += by
    assert guard.jumped() == by


def test_a_jump_waits_until_the_guard_is_asked_for_it() -> None:
    wall = [1000.0]
    guard = ClockGuard(lambda: wall[0], lambda: 5.0)
    assert not guard.jump_waits()
    wall[0] += 3600
    assert guard.jump_waits()
    assert guard.jump_waits()
    assert guard.jumped() == 3600
    assert not guard.jump_waits()


def test_a_machine_that_slept_did_not_jump() -> None:
    wall, steady = [1000.0], [5.0]
    guard = ClockGuard(lambda: wall[0], lambda: steady[0])
    wall[0] += 8 * 3600
    steady[0] += 8 * 3600
    assert guard.jumped() == 0


def test_the_steady_clock_goes_on() -> None:
    before = steady_time()
    time.sleep(0.01)
    assert steady_time() > before


def test_a_job_that_missed_millions_of_its_times_is_due_once() -> None:
    scheduler = BackgroundScheduler()
    scheduler.start(paused=True)
    job: Job = scheduler.add_job(print, Every(1.0), next_run_time=NOW)
    for late in (timedelta(0), timedelta(seconds=0.5), timedelta(days=730)):
        assert job._get_run_times(NOW + late) == [NOW]
    assert job.trigger.get_next_fire_time(NOW, NOW) == NOW + timedelta(seconds=1)
    scheduler.shutdown(wait=False)

"""Whatever happens and in whatever order: each update is told exactly once, and no delivery is without a state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.dispatching import NOW, Office, watch

from storage import Delivery, Store
from storage.model import Mute

STORIES = st.sampled_from(["s1", "s2"])
WATCHES = st.sampled_from([("ships",), ("ports",), ("ports", "ships")])
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "group_wait": st.sampled_from(["5m", "1h"]),
        "cooldown": st.sampled_from(["2h", "1d"]),
        "max_updates_a_day": st.integers(1, 3),
        "max_per_hour": st.integers(1, 3),
        "digest": st.sampled_from(["13:00", "every 2h"]),
        "quiet_hours": st.just({"from": "11:00", "to": "14:30"}),
    },
)
STEPS = st.one_of(
    st.tuples(
        st.just("alert"),
        STORIES,
        WATCHES,
        st.sampled_from(["new", "update"]),
        st.sampled_from(["normal", "urgent"]),
    ),
    st.tuples(st.just("pass"), st.integers(0, 300), st.booleans()),
    st.tuples(st.just("die"), st.integers(0, 300)),
    st.tuples(st.just("mute"), st.sampled_from(["ships", "ports"]), st.integers(1, 48)),
    st.tuples(st.just("unmute"), st.sampled_from(["ships", "ports"])),
)


@dataclass
class World:
    """A store that outlives its processes, a clock, and how often each headline was told."""

    location: str
    watches: tuple[Any, ...]
    now: datetime = NOW
    made: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.store = Store.open(self.location)
        self.begin()

    def restart(self) -> None:
        """Another process goes on with the store's file; what the former one had claimed was not sent."""
        self.store.close()
        self.store = Store.open(self.location)
        self.begin()

    def begin(self) -> None:
        self.office = Office(self.store, *self.watches, cap=4)
        self.office.number = len(self.made)
        self.store.outbox.reclaim(self.now)

    def take(self, step: tuple[Any, ...]) -> None:
        match step:
            case ("alert", story, watches, kind, severity):
                self.office.alert(1, self.now, story=story, watches=watches, kind=kind, severity=severity)
                self.made.append(f"Ferry» {self.office.number} stopped")
            case ("pass", minutes, flush):
                self.now += timedelta(minutes=minutes)
                self.read(self.office.send(self.now, flush=flush))
            case ("die", minutes):
                self.now += timedelta(minutes=minutes)
                self.office.claim(self.now)
                self.restart()
            case ("mute", name, hours):
                mute = Mute(kind="watch", name=name, until=self.now + timedelta(hours=hours))
                self.store.holds.mute(mute, self.now)
            case ("unmute", name):
                self.store.holds.unmute("watch", name, self.now)
        self.check()

    def read(self, sent: list[Delivery]) -> None:
        for delivery in sent:
            assert delivery.payload is not None
            # A line under its story in a digest has no marks, and what an update says of the one before has none.
            text = delivery.payload.text.replace("update · Ferry", "update · Ferry»")
            self.told.update(title for title in self.made if title in text)

    def check(self) -> None:
        assert set(self.office.states()) <= {"pending", "held", "sent"}
        assert all(held.held_for for held in self.store.outbox.all(["held"]))
        assert set(self.told.values()) <= {1}


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's file to copy: to make one takes half a second."""
    path = tmp_path_factory.mktemp("empty") / "w.db"
    Store.open(str(path), create=True).close()
    return path


@settings(max_examples=30, deadline=None)
@given(SETTINGS, SETTINGS, st.lists(STEPS, min_size=1, max_size=25))
def test_every_update_is_told_exactly_once(
    empty_store: Path, ships: Any, ports: Any, steps: list[tuple[Any, ...]]
) -> None:
    with TemporaryDirectory() as folder:
        location = copy(empty_store, folder)
        world = World(location, (watch("ships", **ships), watch("ports", **ports)))
        for step in steps:
            world.take(step)
        for _ in range(200):
            if set(world.office.states()) <= {"sent"}:
                break
            world.take(("pass", 7 * 60, False))
        assert world.told == dict.fromkeys(world.made, 1)
        assert set(world.office.states()) <= {"sent"}
        world.store.close()

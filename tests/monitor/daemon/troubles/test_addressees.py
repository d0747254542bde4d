"""Deliveries that wait for a destination which the config does not name: the operator hears once, and when it is over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from support.makers import NOW, entry, judged

from monitor.config.load import load
from monitor.config.schema import Config
from monitor.daemon.troubles.addressees import settle_addressees, stranded
from monitor.daemon.troubles.operator_alerts import Operator
from storage import Store


def config(folder: Path, *, formerly: str = "") -> Config:
    path = folder / "config.toml"
    path.write_text(f'[monitor]\noperator = "office"\n[destinations.office]\nurl = "console:"\n{formerly}\n')
    return load(path)


def subjects(store: Store) -> list[str]:
    return [d.payload.subject for d in reversed(store.outbox.all()) if d.payload and d.alert is None]


def test_the_operator_hears_once_how_many_wait_and_when_it_is_over(store: Store, tmp_path: Path) -> None:
    store.record([judged(entry("e1"), tell=("hook",)), judged(entry("e2"), tell=("hook",))], NOW)
    plain = config(tmp_path)
    operator = Operator(store, "office", ("office",))
    for hours in range(3):
        settle_addressees(store, operator, plain, NOW + timedelta(hours=hours))
    assert stranded(store, plain) == {"hook": 2}
    assert subjects(store) == ["wirewatch: 2 deliveries wait for hook, which config.toml does not name"]
    store.addressees.move("hook", "office", (), NOW)
    settle_addressees(store, operator, plain, NOW + timedelta(hours=4))
    assert len(subjects(store)) == 2
    assert subjects(store)[1].startswith("wirewatch: over: 2 deliveries wait for hook")


def test_what_waits_for_a_former_name_follows_its_destination(store: Store, tmp_path: Path) -> None:
    store.record([judged(entry("e1"), tell=("hook",))], NOW)
    renamed = config(tmp_path, formerly='formerly = ["hook"]')
    assert stranded(store, renamed) == {}
    settle_addressees(store, Operator(store, "office", ("office",)), renamed, NOW)
    assert [d.destination for d in store.outbox.all()] == ["office"]
    assert subjects(store) == []

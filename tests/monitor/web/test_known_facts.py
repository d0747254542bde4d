"""Facts of alerts that are kept between pages: the same for the same alert, and never those of what it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.makers import NOW, entry, judged

from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.web import known_facts
from monitor.web.known_facts import KnownFacts
from rules.model import Acknowledgement, Alert
from storage import Store


@pytest.fixture
def alert(store: Store) -> Alert:
    store.record([judged(entry(title="Brine leak"))], NOW)
    (found,) = store.alerts.find()
    return found


def test_an_alert_that_is_read_again_has_the_facts_that_it_had(store: Store, alert: Alert) -> None:
    known = KnownFacts()
    first = known.of(alert, Setting())
    (again,) = store.alerts.find()
    assert again is not alert
    assert known.of(again, Setting()) is first


def test_an_alert_that_changed_has_new_facts(alert: Alert) -> None:
    known = KnownFacts()
    known.of(alert, Setting())
    for changed in (
        replace(alert, acknowledged=Acknowledgement("ana", NOW)),
        replace(alert, entry=replace(alert.entry, title="Brine leak stopped")),
        replace(alert, silent=(entry("e2"),)),
    ):
        assert known.of(changed, Setting()) == facts_of(changed, Setting())


def test_a_title_that_changed_is_shown(alert: Alert) -> None:
    known = KnownFacts()
    known.of(alert, Setting(titles={"w": "Ports"}))
    assert known.of(alert, Setting(titles={"w": "Harbours"})).watches == (("w", "Harbours"),)


def test_only_so_many_are_kept(alert: Alert, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_facts, "MOST", 2)
    known = KnownFacts()
    for number in range(5):
        assert known.of(replace(alert, id=number), Setting()).alert.id == number
    assert len(known._known) <= 2

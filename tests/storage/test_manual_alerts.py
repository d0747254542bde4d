"""Alerts by hand: what stayed silent joins them, and the silence is kept as a wrong one."""

from __future__ import annotations

from datetime import timedelta

from support.makers import NOW, entry, judged, match
from support.silences import silent

from rules.model import Alert, Entry, Reason
from storage import Store

LATER = NOW + timedelta(hours=1)


def by_hand(first: Entry, *lines: Entry) -> Alert:
    return Alert(
        kind="update",
        story="e1",
        entry=first,
        watches=("w",),
        severity="high",
        matches=(match(),),
        reason=Reason("told_by_hand", "told by hand"),
        created=LATER,
        lines=lines,
    )


def test_a_silent_entry_joins_the_alert_and_keeps_its_former_reason(store: Store) -> None:
    store.record([judged(entry("e1")), silent("e2"), silent("e3", action="waiting")], NOW)
    alert = store.manual_alerts.tell(
        by_hand(entry("e2"), entry("e3")), ["desk"], note="another ferry", now=LATER
    )
    for name, before in (("e2", "threaded"), ("e3", "waiting")):
        (decision,) = store.alerts.decisions(name)
        assert (decision.action, decision.alert, decision.due) == ("alerted", alert, None)
        assert decision.reason.text == "told by hand"
        assert decision.reason.data["before"]["action"] == before
        assert decision.reason.data["before"]["text"] == "told already, 82 %"
    assert {d.destination: d.state for d in store.alerts.deliveries([alert])[alert]} == {"desk": "pending"}
    pairs = store.alerts.accounts()["pairs"]
    assert pairs == {"matched": 3, "alerted": 3, "threaded": 0, "waiting": 0, "held": 0, "suppressed": 0}


def test_the_silence_of_what_was_told_by_hand_is_kept_as_wrong(store: Store) -> None:
    store.record([judged(entry("e1")), silent("e2")], NOW)
    store.manual_alerts.tell(by_hand(entry("e2")), ["desk"], note="another ferry", now=LATER)
    (silence,) = store.silence_verdicts.silences()
    assert (silence.entry.id, silence.action, silence.correct, silence.note) == (
        "e2",
        "alerted",
        False,
        "another ferry",
    )
    assert silence.told is not None


def test_an_entry_that_was_told_before_is_not_judged_anew(store: Store) -> None:
    [first] = store.record([judged(entry("e1")), silent("e2")], NOW)
    store.manual_alerts.tell(by_hand(entry("e2"), entry("e1")), [], note="", now=LATER)
    (decision,) = store.alerts.decisions("e1")
    assert decision.alert == first
    assert [verdict.entry for verdict in store.silence_verdicts.all()] == ["e2"]

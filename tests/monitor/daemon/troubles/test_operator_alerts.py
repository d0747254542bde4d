"""What the operator hears of wirewatch's own troubles, and where."""

from __future__ import annotations

from datetime import timedelta

from structlog.testing import capture_logs
from support.makers import NOW

from monitor.daemon.troubles.operator_alerts import Operator
from monitor.delivery.circuit_breaker import OperatorNotice
from storage import Store


def subjects(store: Store) -> list[str]:
    """The subjects in the outbox, oldest first."""
    return [delivery.payload.subject for delivery in reversed(store.outbox.all()) if delivery.payload]


def test_a_trouble_is_told_once_and_so_is_its_end_with_how_long_it_lasted(store: Store) -> None:
    operator = Operator(store, "desk", ("desk",))
    assert operator.begin("reload", "an edit was refused", "line 3", NOW)
    assert not operator.begin("reload", "an edit was refused", "line 3", NOW + timedelta(hours=1))
    assert operator.end("reload", NOW + timedelta(hours=2))
    assert not operator.end("reload", NOW + timedelta(hours=3))
    assert subjects(store) == ["wirewatch: an edit was refused", "wirewatch: over: an edit was refused"]
    assert "It lasted 2:00:00" in store.outbox.all()[0].payload.text


def test_the_log_says_what_is_wrong_for_those_who_have_no_operator(store: Store) -> None:
    with capture_logs() as said:
        Operator(store, None, ()).begin(
            "template:desk", "the template of desk fails", "there is no `titel`", NOW
        )
    (line,) = said
    assert (line["event"], line["what"]) == ("trouble", "the template of desk fails")
    assert line["details"] == "there is no `titel`"


def test_other_news_is_told_once_a_key(store: Store) -> None:
    operator = Operator(store, "desk", ("desk",))
    for _ in range(2):
        operator.say("heartbeat:1", "12 feeds", "all well", NOW)
    operator.say("heartbeat:2", "12 feeds", "all well", NOW)
    assert len(store.outbox.all()) == 2
    assert store.troubles.open() == []


def test_control_characters_of_a_trouble_are_shown_not_sent(store: Store) -> None:
    Operator(store, "desk", ("desk",)).begin("x", "feed \x1b[31m fails", "a\x07b", NOW)
    (delivery,) = store.outbox.all()
    assert "\x1b" not in delivery.payload.subject
    assert "\x07" not in delivery.payload.text


def test_a_notice_of_the_delivery_opens_and_ends_the_trouble_of_its_destination(store: Store) -> None:
    operator = Operator(store, "desk", ("desk", "chat"))
    operator.pass_on(OperatorNotice("chat", True, "destination chat cannot be reached", "timeout"), NOW)
    assert operator.troubled_destinations() == {"chat"}
    operator.pass_on(OperatorNotice("chat", False, "", "It works again."), NOW + timedelta(minutes=20))
    assert operator.troubled_destinations() == set()
    assert {delivery.destination for delivery in store.outbox.all()} == {"desk"}


def test_later_messages_go_where_an_edit_of_the_config_says(store: Store) -> None:
    operator = Operator(store, "desk", ("desk",))
    operator.begin("a", "a", "a", NOW)
    operator.set_destinations("chat", ("chat",))
    operator.begin("b", "b", "b", NOW)
    assert [delivery.destination for delivery in reversed(store.outbox.all())] == ["desk", "chat"]


def test_a_trouble_of_the_operators_own_destination_is_told_to_another(store: Store) -> None:
    operator = Operator(store, "desk", ("desk", "console"))
    operator.begin("destination:desk", "destination desk refused", "550", NOW, about="desk")
    operator.begin("destination:console", "destination console refused", "x", NOW, about="console")
    assert {delivery.destination for delivery in store.outbox.all()} == {"console", "desk"}
    only = Operator(store, "desk", ("desk",))
    assert only.begin("destination:x", "x", "x", NOW, about="desk")
    assert len(store.outbox.all()) == 2, "nobody is left to tell; the trouble is still kept"
    assert len(store.troubles.open()) == 3


def test_nobody_is_told_where_no_operator_is_named(store: Store) -> None:
    operator = Operator(store, None, ("desk",))
    assert operator.begin("x", "x", "x", NOW)
    assert store.outbox.all() == []

"""A destination's own words on a real store: what fails costs its own template only, and the operator hears once."""

from __future__ import annotations

import random
import time

import pytest
from support.makers import NOW, Clock, entry, judged
from support.sending import HOST, LOOP, mail, section
from support.smtp_sink import SmtpSink

from monitor.config.destination import DestinationSection
from monitor.delivery.circuit_breaker import OperatorNotice
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import open_senders
from monitor.threads import OneThread
from rules.model import RuleSet
from storage import Store

LOOPING = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"


def told(store: Store, sections: dict[str, DestinationSection], drains: int = 1) -> list[OperatorNotice]:
    """Drains, and returns the notices to the operator."""
    notices: list[OperatorNotice] = []

    async def work() -> None:
        write = OneThread("store")
        in_force = InForce(Preparer(store, RuleSet(), NOW.tzinfo), open_senders(sections, HOST))
        deliverer = Deliverer(store, write, in_force, Clock(), random.Random(1), tell=notices.append)
        try:
            for _ in range(drains):
                await deliverer.drain()
        finally:
            await deliverer.close()
            write.close()

    LOOP.run(work())
    return notices


def alert(store: Store, *names: str, tell: tuple[str, ...] = ("desk",)) -> None:
    store.record([judged(entry(name), tell=tell) for name in names], NOW)


def test_a_destination_is_told_in_its_own_words_and_every_recipient_once(store: Store) -> None:
    with SmtpSink() as sink:
        alert(store, "e1")
        url = mail(sink.port, "a@example.org,b@example.org")
        notices = told(
            store, {"desk": section(url, subject="{{ severity|upper }}: {{ headline }}")}, drains=2
        )
        assert [message["Subject"] for message in sink.messages] == ["HIGH: Title of e1"] * 2
    assert {d.recipient for d in store.outbox.all(["sent"])} == {"a@example.org", "b@example.org"}
    assert [(notice.begins, notice.key) for notice in notices] == [(False, "template:desk")]


def test_what_was_frozen_is_not_put_into_words_again(store: Store) -> None:
    alert(store, "e1")
    down = section(mail(9), subject="First: {{ headline }}")
    told(store, {"desk": down})
    assert [d.state for d in store.outbox.all()] == ["retry"]
    told(store, {"desk": section(mail(9), subject="Second: {{ headline }}")})
    (delivery,) = store.outbox.all()
    assert delivery.payload
    assert delivery.payload.subject == "First: Title of e1"


@pytest.mark.parametrize("body", ["{{ headline|truncate(2) }}", "{{ nobody }}", "{{ 'x' * 10**15 }}"])
def test_a_template_that_fails_costs_its_destination_its_own_words_only(store: Store, body: str) -> None:
    with SmtpSink() as sink:
        alert(store, "e1", "e2", "e3", tell=("bad", "desk"))
        sections = {
            "bad": section(mail(sink.port, "bad@example.org"), body=body),
            "desk": section(mail(sink.port, "desk@example.org"), body="Own: {{ headline }}"),
        }
        notices = told(store, sections)
        texts = {
            to: [t for s, t in texts_of(sink) if s == to] for to in ("bad@example.org", "desk@example.org")
        }
    assert len(texts["bad@example.org"]) == len(texts["desk@example.org"]) == 3
    assert all("The destination's template failed" in text for text in texts["bad@example.org"])
    assert all(text.startswith("Own: Title of") for text in texts["desk@example.org"])
    begun = [notice for notice in notices if notice.begins]
    assert [(n.key, n.subject) for n in begun] == [("template:bad", "the template of destination bad fails")]


def test_a_template_that_loops_delays_no_other_destination(store: Store) -> None:
    with SmtpSink() as sink:
        alert(store, "e1", "e2", "e3", tell=("bad", "desk"))
        sections = {
            "bad": section(mail(sink.port, "bad@example.org"), body=LOOPING),
            "desk": section(mail(sink.port, "desk@example.org")),
        }
        began = time.monotonic()
        told(store, sections)
        assert time.monotonic() - began < 20, "one of three messages waits for its template"
        recipients = [to for to, _ in texts_of(sink)]
        assert recipients[:3] == ["desk@example.org"] * 3
    assert recipients[3:] == ["bad@example.org"] * 3
    assert {delivery.state for delivery in store.outbox.all()} == {"sent"}


def texts_of(sink: SmtpSink) -> list[tuple[str, str]]:
    """Recipient and plain text of each mail, in the order in which they came."""
    found = []
    for message in sink.messages:
        part = message.get_body(("plain",))
        assert part is not None
        found.append((str(message["To"]), str(part.get_content())))
    return found

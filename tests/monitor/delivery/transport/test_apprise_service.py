"""HTTP services that answer, refuse and hang up: how an attempt ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fault_server import FaultyHttp
from support.makers import NOW
from support.sending import send

from monitor.delivery.transport.apprise_service import retry_after


@pytest.mark.parametrize(
    ("path", "state", "words"),
    [
        ("ok", "sent", "200"),
        ("429-after", "retry", "429"),
        ("500", "retry", "500"),
        ("503-after", "retry", "503"),
        ("400", "dead", "400"),
        ("401", "dead", "401"),
        ("403", "dead", "403"),
        ("404", "dead", "404"),
        ("410", "dead", "410"),
        ("413", "dead", "413"),
        ("loop", "dead", "redirects are not followed"),
        ("drop", "unknown", "the connection was closed after the request was sent"),
        ("reset", "unknown", "the connection was cut after the request was sent"),
    ],
)
def test_an_http_services_answer_is_classed_by_what_it_means(path: str, state: str, words: str) -> None:
    with FaultyHttp() as server:
        outcome = send(f"json://127.0.0.1:{server.port}/{path}")
        assert len(server.accepted) == 1, "one request an attempt"
    assert outcome.state == state, outcome
    assert words in outcome.reason
    assert outcome.retry_after == (120 if path.endswith("-after") else None)


def test_a_service_that_cannot_be_reached_has_not_got_the_message() -> None:
    for url in ("json://127.0.0.1:9/x", "json://no-such-host.invalid/x", "jsons://127.0.0.1:9/x"):
        outcome = send(url)
        assert (outcome.state, outcome.concerns_service) == ("retry", True), outcome


def test_a_webhook_gets_the_key_of_the_delivery_at_every_attempt() -> None:
    with FaultyHttp() as server:
        for _ in range(2):
            send(f"json://127.0.0.1:{server.port}/ok", key="the-key")
        assert [headers["idempotency-key"] for _, headers, _ in server.accepted] == ["the-key"] * 2


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("1.5", 1.5),
        ("-3", 0),
        ("99999999", 86_400),
        ("Tue, 24 Nov 2026 12:02:00 GMT", 120),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("inf", 86_400),
        ("nan", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_a_number_or_a_date_and_a_day_at_most(
    value: str | None, seconds: float | None
) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_header_breaks_anything(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= 86_400


def test_a_service_is_asked_before_it_may_deliver_and_not_before_it_reads() -> None:
    marks: list[str] = []
    with FaultyHttp() as server:
        assert send(f"json://127.0.0.1:{server.port}/ok", marks=marks).state == "sent"
        assert marks == ["handed over"]
        assert send("json://127.0.0.1:9/x", marks=marks).state == "retry"
        assert len(server.accepted) == 1
    assert len(marks) == 2, "the mark is made before the connection: it costs a look, never a message"

"""Sessions begin with a link that works once, and end."""

from __future__ import annotations

from monitor.web.security.sessions import MOST_SESSIONS, SESSION_SECONDS, Sessions


def test_a_key_opens_one_session_and_the_next_key_is_announced() -> None:
    keys: list[str] = []
    sessions = Sessions(keys.append)
    session = sessions.open(keys[0])
    assert session is not None
    assert sessions.is_open(session)
    assert len(keys) == 2
    assert sessions.open(keys[0]) is None
    assert sessions.open("") is None
    assert sessions.open("é") is None


def test_a_session_ends_by_itself_and_by_logging_out() -> None:
    keys: list[str] = []
    now = [0.0]
    sessions = Sessions(keys.append, lambda: now[0])
    first, second = sessions.open(keys[-1]), sessions.open(keys[-1])
    assert first
    assert second
    sessions.close(first)
    assert not sessions.is_open(first)
    assert sessions.is_open(second)
    now[0] = SESSION_SECONDS + 1.0
    assert not sessions.is_open(second)


def test_sessions_are_bounded() -> None:
    keys: list[str] = []
    sessions = Sessions(keys.append)
    first = sessions.open(keys[-1])
    for _ in range(MOST_SESSIONS):
        sessions.open(keys[-1])
    assert first
    assert not sessions.is_open(first)


def test_a_form_token_belongs_to_one_session_of_one_process() -> None:
    ours, other = Sessions(lambda key: None), Sessions(lambda key: None)
    token = ours.form_token("a")
    assert ours.is_form_token("a", token)
    assert not ours.is_form_token("b", token)
    assert not other.is_form_token("a", token)

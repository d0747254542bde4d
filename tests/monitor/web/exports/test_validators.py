"""Validators: a document that changed is never taken for the one before, not even within one second."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from support.makers import NOW

from monitor.web.exports.validators import Validators, has


def test_who_has_a_document_is_told_so_by_tag_or_by_time() -> None:
    headers = Validators().headers("a", b"body", NOW)
    tag, time = headers["etag"], headers["last-modified"]
    for asked in ({"if-none-match": tag}, {"if-none-match": f'"x", W/{tag}'}, {"if-none-match": "*"}):
        assert has(asked, headers)
    assert has({"if-modified-since": time}, headers)
    assert not has({"if-none-match": '"x"', "if-modified-since": time}, headers), "the tag goes first"
    for asked in ({}, {"if-modified-since": "yesterday"}, {"if-modified-since": ""}):
        assert not has(asked, headers)


@given(st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.floats(0, 2.5)), min_size=2, max_size=12))
def test_a_reader_that_knows_times_only_misses_no_change(steps: list[tuple[bytes, float]]) -> None:
    validators, now = Validators(), NOW
    read: tuple[bytes, str] | None = None
    for body, seconds in steps:
        now += timedelta(seconds=seconds)
        headers = validators.headers("a", body, now)
        asked = {"if-modified-since": read[1]} if read else {}
        if not has(asked, headers):
            read = body, headers["last-modified"]
        assert read is not None
        assert read[0] == body


def test_documents_of_other_names_have_times_of_their_own() -> None:
    validators = Validators()
    first = validators.headers("a", b"body", NOW)
    validators.headers("b", b"other", NOW)
    assert validators.headers("a", b"body", NOW + timedelta(hours=1)) == first
    assert isinstance(NOW, datetime)

"""The protocol of parse workers: what one side writes, the other reads, whatever strangers wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.workers.protocol import (
    BATCH,
    LENGTH,
    SHORT,
    article_request,
    entry_of,
    frame,
    parsed_of,
    reply,
    request,
)
from rules.model import Entry
from rules.stories.keys import KeyMemory

fuzz = tries(60)
NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
entries = st.builds(
    Entry,
    id=texts,
    feed=st.just("wire"),
    guid=st.none() | texts,
    url=st.none() | texts,
    title=texts,
    text=texts,
    lang=st.none() | texts,
    outlet=st.none() | texts,
    published=st.none() | st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    fetched=st.just(NOW),
)


def frames(data: bytes) -> list[Any]:
    values = []
    while data:
        (length,) = LENGTH.unpack(data[: LENGTH.size])
        values.append(json.loads(data[LENGTH.size : LENGTH.size + length]))
        data = data[LENGTH.size + length :]
    return values


def sent(parts: Iterable[bytes]) -> list[Any]:
    return frames(b"".join(parts))


@fuzz
@given(
    st.lists(entries, max_size=3),
    st.lists(st.binary(min_size=8, max_size=8), max_size=3),
    st.none() | texts,
    st.booleans(),
)
def test_a_document_comes_back_as_it_was_sent(
    found: list[Entry], digests: list[bytes], title: str | None, more: bool
) -> None:
    parsed = Parsed(
        entries=tuple(found), format="rss20", items=7, digests=tuple(digests), more=more, title=title, ttl=60.0,
        note="odd", parts=("https://news.example/1",),
    )  # fmt: skip
    *rows, end = sent(reply(parsed))
    received = [entry_of(row, "wire", NOW, KeyMemory()) for batch in rows for row in batch["entries"]]
    assert parsed_of(end, received) == parsed


def test_many_entries_come_in_frames_of_a_hundred() -> None:
    many = tuple(Entry(id=str(n), feed="f", title="t", fetched=NOW) for n in range(2 * BATCH + 1))
    *rows, _ = sent(reply(Parsed(entries=many, format="rss20")))
    assert [len(batch["entries"]) for batch in rows] == [BATCH, BATCH, 1]


def test_keys_come_with_short_texts_only() -> None:
    short, long = (
        Entry(id=str(size), feed="f", title="t", text="x" * size, fetched=NOW) for size in (SHORT, SHORT + 1)
    )
    (rows, _) = sent(reply(Parsed(entries=(short, long), format="rss20")))
    assert [row[-1] is None for row in rows["entries"]] == [False, True]


def test_an_error_and_an_article_are_one_frame_each() -> None:
    error = ParseError(kind="html", text="This is a web page.", links=("https://news.example/feed",))
    assert sent(reply(error)) == [{"error": ["html", error.text, list(error.links)]}]
    assert sent(reply("The text of a page.")) == [{"article": "The text of a page."}]


@given(st.binary(max_size=50), st.binary(max_size=24), st.none() | texts)
def test_a_job_is_a_frame_that_describes_it_and_the_body_as_it_is(
    body: bytes, known: bytes, content_type: str | None
) -> None:
    origin = Origin(feed="wire", url="https://news.example/", outlet="Mine", selector=".card")
    head, sent_body = request(body, origin, content_type, NOW, known)
    (job,) = frames(head)
    assert sent_body == body
    assert job["origin"] == ["wire", "https://news.example/", "Mine", None, ".card"]
    assert (bytes.fromhex(job["known"]), job["size"], job["content_type"]) == (known, len(body), content_type)
    assert datetime.fromisoformat(job["fetched"]) == NOW
    assert frames(next(iter(article_request(body, content_type))))[0]["article"] is True


def test_what_cannot_be_written_as_utf8_is_replaced() -> None:
    assert frames(frame({"text": "\ud800"})) == [{"text": "?"}]

"""The marks of chat services: ours are read, and no stranger's are."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.rendering.document import Block, Run, block
from monitor.delivery.rendering.markup import DISCORD, MARKDOWN, MATRIX, SLACK, TELEGRAM, Marks, as_markup

LINK = "https://news.example/a?x=1&y=(2)|3"
BLOCKS: list[Block] = [
    block("label", Run("High", strong=True), " · Ships"),
    block("title", Run("Ferry", LINK, mark=True), Run(" stopped", LINK)),
    block("source", Run("Wire, 12:00", LINK)),
    block("passage", "The", Run(" ferry ", mark=True), "left."),
    block("item", Run("Other", LINK), " (Post)"),
    block("note", "Why: names ferry"),
    block("note", "Alert 1"),
]
TELEGRAM_TAGS = {"b", "i", "a", "blockquote"}


@pytest.mark.parametrize(
    ("marks", "lines"),
    [
        (
            SLACK,
            [
                "*<https://news.example/a?x=1&amp;y=(2)%7C3|Ferry stopped>*",
                "*High* · Ships · Wire, 12:00",
                "> The *ferry* left.",
                "• <https://news.example/a?x=1&amp;y=(2)%7C3|Other> (Post)",
                "_Why: names ferry · Alert 1_",
            ],
        ),
        (
            TELEGRAM,
            [
                '<b><a href="https://news.example/a?x=1&amp;y=(2)|3">Ferry stopped</a></b>',
                "<b>High</b> · Ships · Wire, 12:00",
                "<blockquote>The <b>ferry</b> left.</blockquote>",
                '• <a href="https://news.example/a?x=1&amp;y=(2)|3">Other</a> (Post)',
                "<i>Why: names ferry · Alert 1</i>",
            ],
        ),
        (
            DISCORD,
            [
                "**[Ferry stopped](<https://news.example/a?x=1&y=(2)|3>)**",
                "**High** · Ships · Wire, 12:00",
                "> The **ferry** left.",
                "• [Other](<https://news.example/a?x=1&y=(2)|3>) \\(Post\\)",
                "*Why: names ferry · Alert 1*",
            ],
        ),
        (
            MARKDOWN,
            [
                "**[Ferry stopped](https://news.example/a?x=1&y=%282%29|3)**",
                "**High** · Ships · Wire, 12:00",
                "> The **ferry** left.",
                "• [Other](https://news.example/a?x=1&y=%282%29|3) \\(Post\\)",
                "*Why: names ferry · Alert 1*",
            ],
        ),
    ],
    ids=["slack", "telegram", "discord", "markdown"],
)
def test_a_document_in_the_marks_of_a_service(marks: Marks, lines: list[str]) -> None:
    assert as_markup(BLOCKS, marks).split("\n") == lines


def test_lines_of_matrix_end_with_a_break() -> None:
    assert (
        as_markup(BLOCKS, MATRIX).split("\n")[2]
        == "<blockquote>The <strong>ferry</strong> left.</blockquote><br>"
    )


class Tags(HTMLParser):
    """The tags of a text, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open.append(tag)
        assert all(name == "href" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def written(text: str, marks: Marks) -> str:
    kinds = ("title", "passage", "item", "note", "story", "heading")
    return as_markup(
        [block(kind, Run(text, mark=True), f" {text}", Run(text, LINK)) for kind in kinds], marks
    )


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=80))
def test_telegram_gets_only_tags_that_it_knows_each_closed_in_its_line(text: str) -> None:
    for line in written(text, TELEGRAM).split("\n"):
        tags = Tags()
        tags.feed(line)
        assert tags.open == []
        assert tags.seen <= TELEGRAM_TAGS


@given(st.text(alphabet="@<>!|&*_~`#channel here everyone[]()C0U1 ", max_size=60))
def test_nobody_is_mentioned_and_no_mark_of_strangers_counts(text: str) -> None:
    shown = written(text, SLACK)
    assert not re.search(r"<(?!https://news\.example/)", shown)
    assert not re.search(r"[~`]", shown)
    for marks in (SLACK, DISCORD, MARKDOWN, TELEGRAM, MATRIX):
        assert not re.search(r"@(everyone|here|channel)\b", written(text, marks))
    for marks in (DISCORD, MARKDOWN):
        ours = (
            written(text, marks).replace("](<https://news.example", "").replace("](https://news.example", "")
        )
        assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", ours)

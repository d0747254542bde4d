"""Plain text: a line a sentence, paragraphs apart, and nothing wrapped."""

from __future__ import annotations

from monitor.delivery.rendering.document import Block, Run, block
from monitor.delivery.rendering.plain import as_plain

LONG = "word " * 60
BLOCKS: list[Block] = [
    block("label", Run("High", strong=True), " · Ships"),
    block("title", Run("Ferry", "https://a.example", mark=True), Run(" stopped", "https://a.example")),
    block("source", Run("Wire, 12:00", "https://a.example")),
    block("passage", "The ", Run("ferry", mark=True), f" {LONG}"),
    block("others", "Also reported by ", Run("Post", "https://b.example"), Run(", "), Run("Mail"), " and 3 more"),
    block("actions", Run("Right", "https://c.example")),
    block("note", "Why: names ferry"),
    block("note", "Alert 1"),
]  # fmt: skip


def test_a_line_is_as_long_as_its_sentence() -> None:
    assert as_plain(BLOCKS) == (
        "High · Ships\n\n"
        "«Ferry» stopped\n"
        "Wire, 12:00\n"
        "https://a.example\n\n"
        f"The «ferry» {LONG}\n\n"
        "Also reported by:\n- Post: https://b.example\n- Mail\n- and 3 more\n\n"
        "Right: https://c.example\n\n"
        "Why: names ferry\nAlert 1\n"
    )


def test_what_a_service_shows_by_itself_is_left_out() -> None:
    assert as_plain(BLOCKS, headline=False, marks=False, links=False) == (
        "Wire, 12:00\n\n"
        f"The ferry {LONG}\n\n"
        "Also reported by Post, Mail and 3 more\n\n"
        "Why: names ferry\nAlert 1\n"
    )


def test_nothing_is_no_line() -> None:
    assert as_plain([]) == ""

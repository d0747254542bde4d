"""page_text: the article of a page without what is around it, or why there is none."""

from __future__ import annotations

import pytest

from monitor.parsing.article import page_text
from monitor.parsing.model import ParseError
from monitor.text.sanitize import TEXT_CAP

STORY = "La oficina del puerto dijo el lunes que el transbordador a la isla se detiene por reparaciones. " * 6
PAGE = f"<html><head><title>T</title></head><body><nav>Menú horarios</nav><article><h1>Diálogo</h1><p>{STORY}</p></article></body></html>"


def text_of(page: bytes, content_type: str | None = "text/html") -> str:
    text = page_text(page, content_type)
    assert isinstance(text, str), text
    return text


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=utf-8", "application/xhtml+xml", "TEXT/HTML", None]
)
def test_the_text_of_an_article_is_read_without_the_menu(content_type: str | None) -> None:
    text = text_of(PAGE.encode(), content_type)
    assert "transbordador a la isla" in text
    assert "Menú" not in text


def test_a_page_that_declares_its_encoding_is_read() -> None:
    page = '<?xml version="1.0" encoding="windows-1252"?>' + PAGE
    assert "Diálogo" in text_of(page.encode("cp1252"), "application/xhtml+xml")


def test_plain_text_is_taken_as_it_is_and_capped() -> None:
    assert text_of(b" A ferry\x00 sails. ", "text/plain") == "A ferry sails."
    assert len(text_of(b"x" * (TEXT_CAP + 10), "text/plain")) == TEXT_CAP


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [(b"%PDF-1.7", "application/pdf", "no page: 'application/pdf'"), (b"\x89PNG", "image/png; x=y", "'image/png'"),
     (b" \n", "text/plain", "page is empty"), (b"<html><body></body></html>", "text/html", "no text that reads"),
     (b"", "text/html", "no text that reads")],
)  # fmt: skip
def test_where_there_is_no_article_the_error_says_why(body: bytes, content_type: str, words: str) -> None:
    error = page_text(body, content_type)
    assert isinstance(error, ParseError)
    assert error.kind == "no_article"
    assert words in error.text

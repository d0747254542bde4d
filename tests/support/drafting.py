"""Sentences of short texts, for tests of drafting."""

from __future__ import annotations

from rules.seeding.sentences import Document, Sentence, sentences


def cut(text: str, title: str = "") -> list[Sentence]:
    """The sentences of a document with this text."""
    return sentences(Document("text.txt", title, text))


def sentence(text: str) -> Sentence:
    """The one sentence of a text."""
    (only,) = cut(text)
    return only

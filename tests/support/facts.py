"""Facts of made entries, and the words that a watch looks for, as the tests of silence ask for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rules.model import Entry
from rules.silence import Facts, facts
from rules.text.tokens import tokens
from rules.text.word_frequency import stem

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def facts_of(
    title: str, text: str = "", *, hours: float = 0, lang: str | None = "en", name: str = "", **more: object
) -> Facts:
    """The facts of an entry that was published so many hours after `NOW`."""
    published = NOW + timedelta(hours=hours)
    return facts(Entry(id=name or title, title=title, text=text, lang=lang, published=published, **more))  # type: ignore[arg-type]


def watched(words: str, code: str = "en") -> frozenset[str]:
    """The folded words and stems of a watch that looks for these words."""
    return frozenset(form for word in tokens(words) for form in (word, stem(word, code)))

"""Signs of one entry: feed, guid, address, headline, text, figures, date, place in one document, and what follows from them.

No sign alone makes two entries one where title, text or figures disagree: sites give one address to many
articles, feeds reuse guids, and a headline comes again each week. `TABLE` says what follows, the first row that
fits; docs/stories.md shows it. It is read for an item that bears the id of a known entry (`rules.stories.identity`) and
for an entry that may be a stored one (`rules.stories.join`). Pure: how far two entries agree is found from them alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from rules.model import Entry
from rules.stories.likeness import Likeness, liken
from rules.stories.signatures import lede, numbers, signature
from rules.text.tokens import tokens
from rules.text.urls import article_key

# "same": nothing changed but a sign; "version": one entry, changed, to be judged against what was told of it;
# "other": two entries.
Outcome = Literal["same", "version", "other"]
SIGNS = ("feed", "guid", "address", "headline", "text", "figures", "date", "place")

# Headlines agree from so much likeness on without conflict, and disagree below so little.
HEADLINE_AGREES, HEADLINE_DISAGREES = 0.47, 0.3
# Texts too short to compare as texts: so many words, of which so few are shared, disagree.
SHORT_WORDS = 5
SHORT_SHARED = 0.34
# A headline of fewer words ("Daily brief") is no sign.
MIN_TITLE_WORDS = 4
ONE_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Signs:
    """How far two entries agree: True agree, False disagree, None where one of them does not say (or only in part).

    `feed` is True where one feed brought both. `address` counts the number of an article too. `place` is False where one
    document lists both, at two places.
    """

    feed: bool | None = None
    guid: bool | None = None
    address: bool | None = None
    headline: bool | None = None
    text: bool | None = None
    figures: bool | None = None
    date: bool | None = None
    place: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: the signs it asks for ("=" agree, "x" disagree, "!" do not disagree, "?" do not say)."""

    asks: Mapping[str, str]
    outcome: Outcome
    code: str
    reason: str


TABLE: tuple[Row, ...] = (
    Row(
        {"place": "x", "headline": "=", "text": "!", "figures": "!", "date": "!"},
        "same",
        "listed_twice",
        "one document lists the same headline and text twice",
    ),
    Row({"place": "x"}, "other", "two_places", "one document lists both, so they are two"),
    Row(
        {"guid": "=", "headline": "=", "text": "!", "figures": "!"},
        "same",
        "same_guid",
        "same guid, and headline and text agree",
    ),
    Row(
        {"address": "=", "headline": "=", "text": "!", "figures": "!"},
        "same",
        "same_url",
        "same address, and headline and text agree",
    ),
    Row({"headline": "=", "text": "=", "figures": "!"}, "same", "same_content", "same headline and text"),
    Row(
        {"guid": "=", "headline": "=", "text": "x", "date": "x"},
        "other",
        "form_again",
        "one headline again with another text on another day: the guid is reused",
    ),
    Row(
        {"address": "=", "headline": "=", "text": "x", "date": "x"},
        "other",
        "form_again",
        "one headline again with another text on another day: the address is a series'",
    ),
    Row({"guid": "=", "text": "="}, "version", "same_guid", "same guid and text under another headline"),
    Row({"address": "=", "text": "="}, "version", "same_url", "same address and text under another headline"),
    Row(
        {"headline": "x", "text": "x"},
        "other",
        "nothing_agrees",
        "headline and text disagree, whatever the guid or address",
    ),
    Row(
        {"headline": "x", "text": "?", "date": "x"},
        "other",
        "nothing_agrees",
        "headline and date disagree, and no text says otherwise",
    ),
    Row({"guid": "=", "address": "="}, "version", "same_guid", "same guid and address: an edited entry"),
    Row(
        {"guid": "=", "headline": "x", "text": "?"},
        "other",
        "reused_guid",
        "the guid is reused: headline and address differ",
    ),
    Row(
        {"feed": "=", "address": "=", "headline": "x", "text": "?"},
        "other",
        "reused_url",
        "the feed gives the address to another report: headline and guid differ",
    ),
    Row({"guid": "="}, "version", "same_guid", "same guid, and headline or text agree in part"),
    Row(
        {"address": "=", "headline": "?", "figures": "x", "date": "x"},
        "other",
        "form_again",
        "other figures on another day: the address is a series'",
    ),
    Row({"address": "="}, "version", "same_url", "same address, and headline or text agree in part"),
    Row(
        {"headline": "=", "text": "?", "figures": "!", "date": "="},
        "same",
        "same_title",
        "the same headline from one source within hours",
    ),
)
NOTHING = Row({}, "other", "no_sign", "no sign agrees")


def follows(signs: Signs) -> Row:
    """The first row of the table that fits."""
    return next((row for row in TABLE if _fits(row, signs)), NOTHING)


def _fits(row: Row, signs: Signs) -> bool:
    allowed = {"=": (True,), "x": (False,), "!": (True, None), "?": (None,)}
    return all(getattr(signs, sign) in allowed[ask] for sign, ask in row.asks.items())


def compare(entry: Entry, other: Entry, *, address: bool | None, place: bool | None = None) -> Signs:
    """The signs of two entries; their place, and whether their addresses lead to one article, the caller knows."""
    likeness = liken(signature(entry), signature(other))
    text = _text(entry, other, likeness)
    return Signs(
        feed=True if entry.feed and entry.feed == other.feed else None,
        guid=_guid(entry, other),
        address=address,
        headline=_headline(entry, other, likeness, text),
        text=text,
        figures=_figures(entry, other),
        date=_date(entry, other),
        place=place,
    )


def one_page(key: str | None, other: str | None) -> bool:
    """Whether two addresses, given by their keys, lead to one page that is no home page."""
    return key is not None and key == other and (bool(key.partition("/")[2]) or "?" in key)


def two_places(entry: Entry, other: Entry) -> bool:
    """Whether two entries of one feed lead to two places in one page. A fragment with `=` is a tracker, or text to show."""
    ours, theirs = ((e.url or "").partition("#")[2] for e in (entry, other))
    return entry.feed == other.feed and ours != theirs and bool(ours and theirs) and "=" not in ours + theirs


def _guid(entry: Entry, other: Entry) -> bool | None:
    """A guid is unique within its feed only."""
    if not entry.guid or not other.guid or not entry.feed or entry.feed != other.feed:
        return None
    return entry.guid == other.guid


def _headline(entry: Entry, other: Entry, likeness: Likeness, text: bool | None) -> bool | None:
    """Where neither has a headline the text counts for it. Figures alone make no headline another: they are a sign."""
    ours, theirs = signature(entry).title, signature(other).title
    if not ours or not theirs:
        return text if ours == theirs else None
    if ours == theirs:
        return True if len(ours.split()) >= MIN_TITLE_WORDS else None
    if likeness.title < HEADLINE_DISAGREES or likeness.names_conflict:
        return False
    return True if likeness.title >= HEADLINE_AGREES and not likeness.conflict else None


def _text(entry: Entry, other: Entry, likeness: Likeness) -> bool | None:
    if likeness.texts_alike is not None:
        return likeness.texts_alike
    ours, theirs = set(tokens(lede(entry.text))), set(tokens(lede(other.text)))
    if min(len(ours), len(theirs)) < SHORT_WORDS:
        return None
    shared = len(ours & theirs) / min(len(ours), len(theirs))
    return False if shared < SHORT_SHARED else True if shared == 1 else None


def _figures(entry: Entry, other: Entry) -> bool | None:
    """False where each counts something that the other does not: headline and first paragraphs together."""
    ours, theirs = (numbers(f"{e.title}\n{lede(e.text)}") | signature(e).figures for e in (entry, other))
    if not ours or not theirs:
        return None
    return not (ours - theirs and theirs - ours)


def _date(entry: Entry, other: Entry) -> bool | None:
    if entry.published is None or other.published is None:
        return None
    return abs(entry.published - other.published) < ONE_DAY


def place_of(entry: Entry, other: Entry) -> bool | None:
    """False for two entries of one feed that were fetched at one moment: its document listed both."""
    one_document = (
        entry.feed and entry.feed == other.feed and entry.fetched and entry.fetched == other.fetched
    )
    return False if one_document else None


def same_article(entry: Entry, other: Entry) -> bool:
    """Whether two addresses of one site hold the same number of an article."""
    article = article_key(entry.url)
    return article is not None and article == article_key(other.url)

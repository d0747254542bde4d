"""Finds capitalised spans: the places of a sentence where names may stand. Pure.

A span is a run of capitalised words, held together by the small words that names have inside ("de la",
"of the", "van"). `mentions` decides what a span names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rules.matching import lexicon
from rules.seeding import place_names as places
from rules.seeding import vocabulary as words
from rules.seeding.sentences import Sentence, Word

_OPENERS = frozenset("\"'“‘«(¿¡—–-:;•*…[")
_LONGEST_LINK = 3


@dataclass(frozen=True, slots=True)
class Span:
    """The words [start, end) of a sentence. `opening`: at this place any word would have a capital."""

    sentence: Sentence
    start: int
    end: int
    opening: bool = False

    @property
    def words(self) -> tuple[Word, ...]:
        return self.sentence.words[self.start : self.end]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(word.key for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def part(self, start: int, end: int | None = None) -> Span:
        """The words [start, end) of this span, counted within it."""
        stop = self.end if end is None else self.start + end
        return Span(self.sentence, self.start + start, stop, self.opening and start == 0)

    def before(self, count: int) -> tuple[Word, ...]:
        """At most `count` words before the span."""
        return self.sentence.words[max(0, self.start - count) : self.start]

    def after(self, count: int) -> tuple[Word, ...]:
        """At most `count` words after the span."""
        return self.sentence.words[self.end : self.end + count]


def spans(sentence: Sentence, lowered: Collection[str]) -> Iterator[Span]:
    """Finds the spans of a sentence, in order. `lowered`: keys that the document also has in lower case."""
    cut = sentence.words
    at = 0
    while at < len(cut):
        if not _is_name_word(cut[at]) or _is_month(cut, at):
            at += 1
            continue
        end = _end(cut, at)
        span = _without_opening(Span(sentence, at, end, _opens(cut, at)), lowered)
        if span is not None:
            yield span
        at = end


def _is_name_word(word: Word) -> bool:
    return word.capital and word.key not in words.of(words.MONTHS_AND_DAYS) - lexicon.given_names()


def _is_month(cut: Sequence[Word], at: int) -> bool:
    """Whether a word that is also a given name stands in a date: "May 31", "Jan. 9", "31 May"."""
    if cut[at].key not in words.of(words.MONTHS_AND_DAYS):
        return False
    around = (*cut[max(0, at - 1) : at], *cut[at + 1 : at + 2])
    return cut[at].text.endswith(".") or any(word.key[:1].isdigit() for word in around)


def _end(cut: Sequence[Word], start: int) -> int:
    """The end of the span that starts at `start`."""
    end = start + 1
    while end < len(cut) and not cut[end - 1].owner:
        if _is_name_word(cut[end]) or _is_numeral(cut[end]):
            end += 1
            continue
        after = _over_link(cut, start, end)
        if after is None:
            break
        end = after
    return end


def _is_numeral(word: Word) -> bool:
    return word.text.isdigit() and len(word.text) <= 2


def _over_link(cut: Sequence[Word], start: int, end: int) -> int | None:
    """The end of the next capitalised word, if small words link it to the span; else None."""
    after = end
    while after < len(cut) and after - end < _LONGEST_LINK and _is_link(cut[after]):
        after += 1
    if after == end or after >= len(cut) or not _is_name_word(cut[after]):
        return None
    so_far = [word.key for word in cut[start:end]]
    link = [word.key for word in cut[end:after]]
    held = _holds(so_far, link, cut[after].key) or (link in (["and"], ["&"]) and _double(so_far, cut[after:]))
    return after + 1 if held else None


def _double(so_far: list[str], rest: Sequence[Word]) -> bool:
    """Whether a body's name continues after "and": "Food and" + "Drug Administration"."""
    run = [word.key for word in takewhile(_is_name_word, rest)]
    fields = words.of(words.PORTFOLIOS) | words.of(words.FIELDS)
    return so_far[-1] in fields and len(run) > 1 and run[-1] in words.of(words.INSTITUTIONS) | fields


def _is_link(word: Word) -> bool:
    link = words.of(words.NAME_LINKS) | words.of(words.TITLE_LINKS)
    return word.text == "&" or (word.kind == "word" and word.text.islower() and word.key in link)


def _holds(so_far: list[str], link: list[str], after: str) -> bool:
    bodies, roles = words.of(words.INSTITUTIONS), words.of(words.ROLES)
    is_body = any(key in bodies for key in so_far)
    is_title = any(key in roles for key in so_far)
    starts_anew = after in lexicon.given_names() | bodies | roles
    if link[0] in {"and", "y", "e", "&"}:
        linked = is_body and len(so_far) > 2 and not starts_anew and after not in places.places()
        return link[0] == "&" or linked
    if link[0] in {"for", "to", "para", "en"}:
        return is_body and not starts_anew
    if is_body and link[0] in {"de", "del", "of"} and after in lexicon.given_names():
        return is_title  # "the Administration of" + "Joe Biden"
    if is_body or is_title:
        return True
    if link[0] == "of" or after in bodies or after in roles:
        return False
    return link[-1] in words.of(words.NAME_LINKS) and _may_be_person(so_far) and after not in places.places()


def _may_be_person(keys: list[str]) -> bool:
    names = lexicon.given_names() | lexicon.common_surnames()
    return any(key in names for key in keys) or len(keys) == 1


def _opens(cut: Sequence[Word], at: int) -> bool:
    return at == 0 or cut[at - 1].text in _OPENERS or cut[at - 1].text in {".", "!", "?"}


def _without_opening(span: Span, lowered: Collection[str]) -> Span | None:
    """Drops first words that are capitalised only by their place; None if no word is left."""
    common = words.of(words.STARTERS) | words.of(words.TITLE_LINKS)
    while span.start < span.end:
        if any(" ".join(span.keys[:wide]) in places.places() for wide in (2, 3, span.end - span.start)):
            return span
        word = span.words[0]
        ordinary = word.key in common or word.key.endswith(("mente", "ly")) or _is_link(word)
        ordinary |= span.opening and word.key in lowered and word.key not in lexicon.given_names()
        ordinary |= not word.capital
        kept = word.acronym or (word.key in words.of(words.ROLES) and span.end - span.start > 1)
        if not ordinary or kept:
            return _without_trade(span)
        span = Span(span.sentence, span.start + 1, span.end, False)
    return None


def _without_trade(span: Span) -> Span:
    """Drops a trade that starts the sentence from a name: "Gymnast Simone Biles"."""
    keys, given = span.keys, lexicon.given_names()
    known = given | words.of(words.ROLES) | words.of(words.COURTESY) | lexicon.common_surnames()
    trade = span.opening and len(keys) > 2 and keys[0] not in known and keys[1] in given
    return span.part(1) if trade else span

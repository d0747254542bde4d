"""Finds capitalised spans: the places of a sentence where names may stand. Pure.

A span is a run of capitalised words, held together by the small words that names have inside ("de la",
"of the", "van"). `mentions` decides what a span names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rules.matching import lexicon
from rules.seeding.lexicon import place_names as places
from rules.seeding.lexicon import vocabulary as words
from rules.seeding.sentences import Sentence, Word

_OPENERS = frozenset("\"'“‘«(¿¡—–-:;•*…[")
_LONGEST_LINK = 3
_GERMAN_ADJECTIVE = re.compile(
    r"\w{3,}(?:isch|lich|deutsch|zentral)e[rsnm]?|deutsche[rsnm]?|rote[rsn]?|grune[rsn]?"
)
_RUSSIAN_ADJECTIVES = ("ая", "ыи", "ии", "ое", "ои")
_FRENCH_HEADS = frozenset(
    ["cour", "conseil", "caisse", "chambre", "haut-commissariat", "comite", "office", "tribunal"]
)
_FRENCH_ADJECTIVES = (
    "al",
    "ale",
    "ien",
    "ienne",
    "een",
    "eenne",
    "ique",
    "ais",
    "aise",
    "aire",
    "el",
    "elle",
    "ier",
)


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
        if not _is_name_word(cut[at], sentence.language) or _is_month(cut, at):
            at += 1
            continue
        end = _end(cut, at, sentence.language)
        span = _without_opening(Span(sentence, at, end, _opens(cut, at)), lowered)
        if span is not None:
            yield span
        at = end


def _is_name_word(word: Word, language: str) -> bool:
    if not word.capital or word.key in words.dates() - lexicon.given_names():
        return False
    if (
        language != "de"
        or is_german_adjective(word.key)
        or word.acronym
        or words.is_given(word.key)
        or words.role_of(word.key, language)
    ):
        return True
    return not words.is_german_noun(word.key)


def _is_month(cut: Sequence[Word], at: int) -> bool:
    """Whether a word that is also a given name stands in a date: "May 31", "Jan. 9", "31 May"."""
    if cut[at].key not in words.dates():
        return False
    around = (*cut[max(0, at - 1) : at], *cut[at + 1 : at + 2])
    return cut[at].text.endswith(".") or any(word.key[:1].isdigit() for word in around)


def _end(cut: Sequence[Word], start: int, language: str) -> int:
    """The end of the span that starts at `start`."""
    end = start + 1
    while end < len(cut) and not cut[end - 1].owner:
        if _is_name_word(cut[end], language) or _is_numeral(cut[end]) or _goes_on(cut, end, language):
            end += 1
            continue
        after = _over_link(cut, start, end, language)
        if after is None:
            break
        end = after
    return _with_low_words(cut, start, end, language)


def is_german_adjective(key: str) -> bool:
    """Whether a folded word is an adjective of a kind that institutions bear: Europäische, Deutscher."""
    return bool(_GERMAN_ADJECTIVE.fullmatch(key))


def _with_low_words(cut: Sequence[Word], start: int, end: int, language: str) -> int:
    """The end of an institution's name that goes on in lower case: Центральная избирательная комиссия."""
    head, last = cut[end - 1].key, end
    if language == "ru" and (closed := _end_of_quoted(cut, start, end)):
        return closed
    if language == "ru" and head.endswith(_RUSSIAN_ADJECTIVES):
        for at in range(end, min(end + 3, len(cut))):
            if not cut[at].text.islower():
                break
            if cut[at].key in words.institutions():
                return at + 1
    if language == "fr" and head in words.institutions():
        if end + 1 < len(cut) and cut[end].key in {"des", "de", "du"} and cut[end + 1].text.islower():
            return end + 2 if head in _FRENCH_HEADS else end
        while (
            end < min(last + 3, len(cut))
            and cut[end].text.islower()
            and cut[end].key.endswith(_FRENCH_ADJECTIVES)
        ):
            end += 1
    return end


def _end_of_quoted(cut: Sequence[Word], start: int, end: int) -> int:
    """The end of a Russian name in quotes right behind a word: банк «Северный мост»; 0 if there is none."""
    if start < 2 or cut[start - 1].text != "«" or cut[start - 2].kind != "word":
        return 0
    return next((at for at in range(end, min(end + _LONGEST_LINK, len(cut))) if cut[at].text == "»"), 0)


def _goes_on(cut: Sequence[Word], end: int, language: str) -> bool:
    """Whether a German noun belongs to the name before it: after a given name, an acronym, an ampersand, "Herr"."""
    before = cut[end - 1]
    held = (
        before.acronym or before.text == "&" or words.is_given(before.key) or before.key in words.courtesy()
    )
    held = held or (is_german_adjective(before.key) and before.capital)
    return language == "de" and cut[end].capital and cut[end].key not in words.dates() and held


def _is_numeral(word: Word) -> bool:
    return word.text.isdigit() and len(word.text) <= 2


def _over_link(cut: Sequence[Word], start: int, end: int, language: str) -> int | None:
    """The end of the next capitalised word, if small words link it to the span; else None."""
    after = end
    while after < len(cut) and after - end < _LONGEST_LINK and _is_link(cut[after]):
        after += 1
    joined = after > end and cut[after - 1].text == "&"
    if after == end or after >= len(cut) or not (joined or _is_name_word(cut[after], language)):
        return None
    so_far = [word.key for word in cut[start:end]]
    link = [word.key for word in cut[end:after]]
    held = _holds(so_far, link, cut[after].key) or (link in (["and"], ["&"]) and _double(so_far, cut[after:]))
    return after + 1 if held else None


def _double(so_far: list[str], rest: Sequence[Word]) -> bool:
    """Whether a body's name continues after "and": "Food and" + "Drug Administration"."""
    run = [word.key for word in takewhile(lambda word: _is_name_word(word, "en"), rest)]
    fields = words.of(words.PORTFOLIOS) | words.of(words.FIELDS)
    return so_far[-1] in fields and len(run) > 1 and run[-1] in words.institutions() | fields


def _is_link(word: Word) -> bool:
    link = words.of(words.NAME_LINKS) | words.links()
    return word.text == "&" or (word.kind == "word" and word.text.islower() and word.key in link)


def _holds(so_far: list[str], link: list[str], after: str) -> bool:
    bodies, roles = words.institutions(), words.roles()
    is_body = any(key in bodies for key in so_far)
    is_title = any(key in roles for key in so_far)
    starts_anew = words.is_given(after) or after in bodies or after in roles
    if link[0] in {"and", "y", "e", "&"}:
        linked = is_body and len(so_far) > 2 and not starts_anew and after not in places.places()
        return link[0] == "&" or linked
    if link[0] in {"for", "to", "para", "en"}:
        return is_body and not starts_anew
    if is_body and link[0] in {"de", "del", "of"} and words.is_given(after):
        return is_title  # "the Administration of" + "Joe Biden"
    of_office = words.roles() | words.of(words.PORTFOLIOS) | words.of(words.DEMONYMS) | words.courtesy()
    if is_title and not is_body and link == ["of"] and so_far[-1] not in of_office:
        return False  # "Rep. John Katko" + "of New York"
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
    language = span.sentence.language
    common = words.openers(language) | words.links()
    while span.start < span.end:
        if any(" ".join(span.keys[:wide]) in places.places() for wide in (2, 3, span.end - span.start)):
            return span
        word = span.words[0]
        ordinary = word.key in common or word.key.endswith(("mente", "ly")) or _is_link(word)
        ordinary |= span.opening and word.key in lowered and not words.is_given(word.key)
        ordinary |= not word.capital
        kept = word.acronym or (bool(words.role_of(word.key, language)) and span.end - span.start > 1)
        if not ordinary or kept:
            return _without_trade(span)
        span = Span(span.sentence, span.start + 1, span.end, False)
    return None


def _without_trade(span: Span) -> Span:
    """Drops a trade that starts the sentence from a name: "Gymnast Simone Biles"."""
    keys, language = span.keys, span.sentence.language
    if len(keys) < 3 or not (span.opening or language == "de"):
        return span
    known = words.is_given(keys[0]) or keys[0] in words.courtesy() | lexicon.common_surnames()
    trade = not known and not words.role_of(keys[0], language) and words.is_given(keys[1])
    return span.part(1) if trade else span

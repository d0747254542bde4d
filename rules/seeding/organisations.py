"""Evidence that a capitalised span names an organisation: a company form, its kind beside it, an apposition. Pure.

A name with such evidence is proposed even if the document has it once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.seeding.lexicon import more_languages as more
from rules.seeding.lexicon import place_names as places
from rules.seeding.lexicon import vocabulary as words
from rules.seeding.name_spans import Span, is_german_adjective
from rules.seeding.sentences import Word

_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|La|Le|Van|Fitz|O)(?=\w+\Z)[^\W\d_]+[a-z][A-Z]\w+")
_QUOTES = frozenset("«\"“„‚‘'")
_BREAKS = frozenset(",;.:!?()—–")
_APPOSED = 8  # words of an apposition that are looked at
_ROMANCE = frozenset({"es", "fr", "pt"})  # there a person's name has no article
_NO_FORMS = frozenset(
    [
        "company",
        "corporation",
        "limited",
        "est",
        "as",
        "com",
        "sc",
        "ud",
        "ev",
        "pt",
        "fa",
        "firma",
        "groupe",
        "ma",
        "ba",
        "compania",
    ]
)


@cache
def _forms() -> frozenset[str]:
    after = {form for (form,) in (f for f in lexicon.forms_after() if len(f) == 1) if len(form) > 1}
    return frozenset(after) - _NO_FORMS


@cache
def _forms_before() -> frozenset[str]:
    return frozenset(form for (form,) in (f for f in lexicon.forms_before() if len(f) == 1)) - _NO_FORMS


def signs(span: Span) -> set[str]:
    """The evidence of a span: `form`, `kind`, `apposed`, `article`, or `camel` for LockNova."""
    before, after = span.before(_APPOSED), span.after(_APPOSED)
    quoted = bool(before) and before[-1].text in _QUOTES
    near = before[:-1] if quoted else before
    found = set()
    if _has_form(span, near, after, quoted=quoted):
        found.add("form")
    if near and not _is_person(span) and _is_kind(near[-1], span):
        found.add("kind")
    if not _is_person(span) and (_apposed_after(after) or _apposed_before(before, after)):
        found.add("apposed")
    if len(span.keys) == 1 and (_has_article(span, near) or _is_compound(span)):
        found.add("article")
    if _has_adjective(span):
        found.add("article")
    if len(span.keys) == 1 and _CAMEL.fullmatch(span.text) and span.keys[0] not in words.of(words.NO_ACTORS):
        found.add("camel")
    return found


def _is_compound(span: Span) -> bool:
    return span.sentence.language == "de" and words.is_german_body(span.keys[0])


def _has_adjective(span: Span) -> bool:
    """Whether a German adjective with a capital begins a name: die Europäische Kommission, Deutsche Bahn."""
    return (
        span.sentence.language == "de"
        and len(span.keys) > 1
        and not span.opening
        and is_german_adjective(span.keys[0])
    )


def _is_person(span: Span) -> bool:
    return len(span.keys) > 1 and words.is_given(span.keys[0])


def _has_form(span: Span, near: Sequence[Word], after: Sequence[Word], *, quoted: bool) -> bool:
    if len(span.keys) > 1 and span.keys[-1] in words.of(more.TRADES) and not _is_person(span):
        return not any(key in words.roles() or key in words.of(words.DEMONYMS) for key in span.keys)
    if len(span.keys) > 1 and (is_form(span.words[-1]) or span.keys[0] in _forms_before() - {"groupe"}):
        return True
    if len(after) > 1 and after[0].text == "," and is_form(after[1]):
        return True
    return (
        quoted
        and bool(near)
        and (near[-1].key in _forms_before() or is_kind(near[-1].key, span.sentence.language))
    )


def is_form(word: Word) -> bool:
    """Whether a word is a company form: GmbH, S.A., Inc."""
    return word.capital and word.key in _forms() and len(word.text) > 1


def _is_kind(word: Word, span: Span) -> bool:
    written_low = word.text.islower() or span.sentence.language == "de" or word is span.sentence.words[0]
    return (
        word.kind == "word" and not word.owner and written_low and is_kind(word.key, span.sentence.language)
    )


def is_kind(key: str, language: str) -> bool:
    """Whether a folded word says what an organisation is: company, lender; in German also at the end of a compound."""
    if key in words.kinds():
        return True
    if language == "ru" and len(key) > 3:
        return any(
            key.removesuffix(ending) in _russian_kinds()
            for ending in ("", "а", "у", "ом", "е", "и", "ы", "ои")
        )
    return language == "de" and len(key) > 9 and any(key[i:] in words.kinds() for i in range(3, len(key) - 5))


@cache
def _russian_kinds() -> frozenset[str]:
    return frozenset(key.rstrip("аяоеи") for key in words.kinds() if not key.isascii())


def _apposed_after(after: Sequence[Word]) -> bool:
    """Whether an apposition after the name says that it is an organisation: "Enova, a lender based in Lima,"."""
    if len(after) < 3 or after[0].text not in {",", "—", "–", "("}:
        return False
    if after[1].key not in words.of(more.ARTICLES):
        return False
    for word in after[2:]:
        if word.kind == "mark" or word.key in words.speech():
            return False
        if word.key in words.kinds():
            return True
    return False


def _apposed_before(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether the name follows what it stands for: "the energy ministry, SENER, said"; "el ministerio, el Minem,"."""
    if not after or after[0].text not in _BREAKS:
        return False
    if before and before[-1].key in words.of(more.ARTICLES):
        before = before[:-1]
    if not before or before[-1].text not in {",", "—", "–"}:
        return False
    for word in reversed(before[:-1]):
        if word.kind == "mark" or word.key in words.speech():
            return False
        if word.key in words.kinds() or word.key in words.institutions():
            return True
    return False


def is_telling_acronym(word: Word) -> bool:
    """Whether a word is an acronym that may be an organisation's."""
    return word.acronym and len(word.key) > 2 and word.key not in words.of(words.NO_ACTORS)


def _has_officer(span: Span) -> bool:
    """Whether an acronym stands before a word of office: "NIAID director"."""
    after = span.after(1)
    return (
        span.sentence.language == "en"
        and bool(after)
        and after[0].text.islower()
        and after[0].key in words.roles()
    )


def _is_bracketed(span: Span) -> bool:
    """Whether an acronym stands in brackets behind a name that is no event's: "Prosecutor Against Impunity (FECI)"."""
    before, after = span.before(2), span.after(1)
    bracketed = len(before) == 2 and before[1].text == "(" and bool(after) and after[0].text == ")"
    return bracketed and before[0].capital and before[0].key not in words.of(words.EVENTS)


def _has_article(span: Span, near: Sequence[Word]) -> bool:
    """Whether an article shows that a single word is no person: "the DEA said", "o Ibama", "el Minem"."""
    word, language = span.words[0], span.sentence.language
    if word.key in words.of(words.NO_ACTORS) or word.key in places.places() or not word.key.isalpha():
        return False
    if is_telling_acronym(word):
        if _is_bracketed(span) or _has_officer(span):
            return True
        articles = bool(near) and near[-1].key in words.of(more.ARTICLES) | {
            "del",
            "al",
            "do",
            "da",
            "du",
            "vom",
            "beim",
        }
        return articles or (language == "ru" and not lexicon.is_ordinary(word.key))
    if language not in _ROMANCE or not near or len(word.key) < 4:
        return False
    if (
        near[-1].key not in {"el", "la", "l", "le", "o", "a", "do", "da", "du", "pelo", "pela"}
        or span.opening
    ):
        return False
    return not (lexicon.is_ordinary(word.key) or known_words.figure(word.key) or lexicon.is_name(word.key))

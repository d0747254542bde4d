"""Splits a document into sentences and words that keep their case and punctuation. Pure.

Matching ignores case, but drafting needs it, so it does not use the tokens of `rules.text`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from rules.seeding.lexicon import more_languages as more
from rules.seeding.lexicon import vocabulary as words
from rules.silence.words import small_words

Language = str  # ISO 639-1: en, es, de, fr, pt, ru, ar, zh

_SHORT = (
    r"(?:Mrs?|Ms|Dr|Dra|Sra?|Srta|Gen|Gral|Gov|Sen|Sens|Rep|Reps|Lt|Col|Capt|Sgt|Prof|St|Ste|Jr|Lic|Ing|Mtro|Mtra|Amb"
    r"|Hon|Rev|Fr|Inc|Corp|Co|Ltd|No|Núm|Art|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|vs|etc)"
)
_WORD = re.compile(
    rf"(?P<handle>@\w+)|(?P<web>(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+)"
    rf"|(?P<word>(?:[^\W\d_]{{1,2}}\.){{2,}}|[^\W\d_]\.(?=\s?[^\W\d_])|\b{_SHORT}\.(?!\w)"
    rf"|[^\W_]+(?:['’‘&\-‐‑][^\W_]+)*)|(?P<mark>\S)"
)
_ELIDED = re.compile(r"(?:[ldLjnsc]|[Qq]u)['’](?=[^\W\d_a-z])")  # l'Anssi, d'Amélie; not D'Angelo
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])\Z", re.I)
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++(?=[\"'“‘«(¿¡—–-]*+\s*+[^\W_])")
_SHORTENED = re.compile(rf"(?:\b{_SHORT}|\b[A-ZÁÉÍÓÚÑ])\.\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}\Z")
_LONGEST = 40  # characters before a stop that may belong to a shortened word
_FIRST = re.compile(r"[^\W_]+")
_NEW_ITEM = re.compile(r"\s*(?:[—–•*\-“\"«]|\d+[.)])")
_WIDEST = 160  # a text with a longer line has a paragraph a line; a text without was wrapped by a program
_FULL = 0.6  # the least share of its width that a wrapped line fills, unless it ends a paragraph
_ENDED = frozenset('.”"»')
_SAMPLE, _SMALL = 4_000, 400  # characters and words that tell the language
_SPOKEN = ("en", "es", "fr", "de", "pt")
_SCRIPTS = (("ru", "\u0400", "\u04ff"), ("ar", "\u0600", "\u06ff"), ("zh", "\u4e00", "\u9fff"))
_LONGEST_FOOTER = 160
_MOST = 200_000  # the most characters of a document that are read


@dataclass(frozen=True, slots=True)
class Document:
    """A document to draft rules from; `name` is shown to the person."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number, handle or mark of a sentence. `key` is folded; `owner`: a possessive ending was dropped."""

    text: str
    key: str
    kind: Literal["word", "handle", "mark"]
    owner: bool = False

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.kind == "word" and self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        """Whether the word is of two to six capitals."""
        letters = self.text.replace("-", "")
        return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document. In a `headline` every word is capitalised, so capitals mean nothing."""

    document: str
    number: int
    text: str
    words: tuple[Word, ...]
    language: Language = "en"
    headline: bool = False


@lru_cache(50_000)
def fold(word: str) -> str:
    """Folds a word: lower case, without accents and full stops."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c) and c != ".")


def sentences(document: Document) -> list[Sentence]:
    """Splits a document into sentences: the title first, then the text, in order."""
    numbered: list[Sentence] = []
    title = " ".join(document.title.split())
    texts = [title] if title else []
    texts += [part for block in _paragraphs(document.text[:_MOST]) for part in _split(block)]
    cuts = [(text, tuple(_words(text))) for text in texts]
    spoken = language(title, document.text[:_SAMPLE])
    for text, cut in cuts:
        if any(word.kind == "word" for word in cut) and not is_boilerplate(text):
            number = len(numbered) + 1
            numbered.append(Sentence(document.name, number, text, cut, spoken, _is_headline(cut)))
    return numbered


def language(title: str, text: str) -> Language:
    """Guesses the language of a text: by its script, else one of six by its small words; English in doubt."""
    sample = f"{title} {text}"
    letters = max(1, sum(char.isalpha() for char in sample))
    for code, low, high in _SCRIPTS:
        if sum(low <= char <= high for char in sample) > letters / 2:
            return code
    small = Counter(
        code
        for word in _FIRST.findall(fold(sample))[:_SMALL]
        for code in _SPOKEN
        if word in small_words(code)
    )
    return max(_SPOKEN, key=lambda code: small[code])


def is_boilerplate(text: str) -> bool:
    """Whether a short sentence belongs to the site, not to the text: a footer, an invitation to subscribe."""
    return len(text) < _LONGEST_FOOTER and bool(_boilerplate().search(text))


@cache
def _boilerplate() -> re.Pattern[str]:
    return re.compile(more.BOILERPLATE, re.IGNORECASE | re.VERBOSE)


def _paragraphs(text: str) -> Iterator[str]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    full = _FULL * width if width <= _WIDEST else width + 1
    block: list[str] = []
    for line, after in pairwise([*lines, ""]):
        if line:
            block.append(line)
        goes_on = len(line) >= full and line[-1:] not in '.!?…:”"»' and not _NEW_ITEM.match(after)
        if block and not (goes_on and after):
            yield " ".join(block)
            block = []


def _split(paragraph: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(paragraph):
        last = paragraph[max(start, stop.start() - _LONGEST) : stop.end()].rstrip()
        after = _FIRST.search(paragraph, stop.end())
        follows = after.group() if after else ""
        if _SHORTENED.search(last) or not (follows[:1].isupper() or follows[:1].isdigit()):
            continue
        if _DOTTED.search(last) and fold(follows) not in words.of(words.STARTERS):
            continue
        yield paragraph[start : stop.end()].rstrip()
        start = stop.end()
    if paragraph[start:].strip():
        yield paragraph[start:].strip()


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        kind, written = match.lastgroup, match.group()
        if kind == "web":
            continue
        if kind == "word":
            elided = _ELIDED.match(written)
            if elided:
                yield Word(elided.group(), fold(elided.group()[:-1]), "word")
                written = written[elided.end() :]
            plain = _POSSESSIVE.sub("", written) or written
            yield Word(plain, fold(plain), "word", plain != written)
        else:
            yield Word(written, fold(written), "handle" if kind == "handle" else "mark")


def _is_headline(cut: Sequence[Word]) -> bool:
    long = [word for word in cut if word.kind == "word" and len(word.text) > 3 and word.text[0].isalpha()]
    shouted = bool(long) and all(word.text.isupper() for word in long)
    stopped = bool(cut) and cut[-1].text in _ENDED
    return shouted or (len(long) >= 4 and not stopped and sum(w.capital for w in long) > 0.8 * len(long))

"""Folds and tokenises text as feeds publish it, and keeps the positions of the published characters.

Two paths give the same tokens: `tokens` is fast and for every entry, `tokenize` is slow and for texts that
matched, with spans into the text as published. Both run the same substitutions; only the bookkeeping differs.
Must not know of rules, languages or scores.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, overload

from rules.text import markup
from rules.text.barriers import barrier_of
from rules.text.markup import JOINT, Mapped, Substitute, T

_TAGGED = re.compile(r"[#@＃][^\W_]\w*")
_HUMPS = re.compile(
    r"(?<=[a-z0-9\u00df-\u00f6\u00f8-\u00ff])(?=[A-Z\u00c0-\u00d6\u00d8-\u00de])"
    r"|(?<=[A-Z][A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)"
)
# These patterns begin with a rare character, so that a search skips most of a text.
_GLUED = re.compile(
    r"[A-Z\u00c0-\u00d6\u00d8-\u00de](?<=[a-z\u00df-\u00f6\u00f8-\u00ff]{3}.)(?=[a-z\u00df-\u00f6\u00f8-\u00ff]{3})"
)
# The full stops in U.S., and in EE. UU.: Spanish doubles the letters of a plural.
_DOTTED = re.compile(
    r"\.(?<=(?<!\w)[^\W\d_]\.)(?=[^\W\d_]\.)|\.(?<=\.[^\W\d_]\.)"
    r"|\.(?<=(?<!\w)(?:EE|FF|RR|CC|DD|JJ)\.)\s?(?=(?:UU|AA|HH|OO|PP)(?!\w))|\.(?<=(?<!\w)(?:UU|AA|HH|OO|PP)\.)"
)
# Sa'id, Sana'a, O'Brannon are one word; Ebrard's, l'ambassadeur and dell'arte are two.
_APOSTROPHE = re.compile(
    r"['\u2018\u2019`\u00b4](?:(?<=(?<![^\W\d_])[Oo].)|(?<=[^\W\d_]{2}.))(?=[^\W\d_])(?!(?:s|S|re|ve|ll|d|t|m)(?!\w))"
)
_PREFIX = re.compile(r"[^\W\d_]+\Z")
_LONGEST_PREFIX = 24
# What French, Italian, Dutch and English write before an apostrophe.
_ELIDED = frozenset(
    [
        "qu",
        "un",
        "dr",
        "st",
        "dell",
        "all",
        "nell",
        "sull",
        "dall",
        "coll",
        "quell",
        "quest",
        "bell",
        "sant",
        "vent",
        "grand",
        "cent",
        "tutt",
        "senz",
        "mezz",
        "anch",
        "com",
        "dov",
        "lorsqu",
        "jusqu",
        "puisqu",
        "quelqu",
        "presqu",
        "quoiqu",
        "aujourd",
        "entr",
        "prud",
        "rock",
    ]
)

# A mark may follow a letter of ASCII: rare, and slower to look for.
_RUN = re.compile(r"[^\x00-\x7f]+")
_RUN_WITH_MARKS = re.compile(r"[A-Za-z]?[^\x00-\x7f]+")
_MARK = re.compile(r"[\u0300-\u036f]")
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f\u0483-\u0487\u3099\u309a]*|.", re.S)
# Marks that writers leave out at will (accents, harakat, niqqud, tatweel) and characters without a shape.
_DROPPED = re.compile(
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0640\u00ad\u02bb-\u02bf\u02c8\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]"
)
# Scripts without spaces between words: every character is a token of its own.
# In Thai, Lao, Khmer and Burmese a character keeps the vowel signs and tones that stand on it.
_UNSPACED = re.compile(
    r"([\u0e00-\u0e7f][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|[\u0e80-\u0eff][\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece]*"
    r"|[\u1780-\u17ff](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3])*"
    r"|[\u1000-\u109f](?:\u1039[\u1000-\u102a]|[\u102b-\u1038\u103a-\u103e\u1056-\u1059])*"
    r"|[\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f])"
)
# Letters that NFKD leaves whole though readers take them for the plain one.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {
        "ŋ": "n",
        "ک": "ك",
        "ی": "ي",
        "ى": "ي",
        "ة": "ه",
        "ٱ": "ا",
    }  # Persian and Arabic write these for each other
)
_WORD_ASCII = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f\W]")
_SPACED = bytes(c if chr(c).isalnum() and c < 128 else 32 for c in range(256))
_INDIC = re.compile(r"[\u0900-\u0eff\u0f00-\u109f\u1780-\u17ff]")
# The vowel signs of these scripts carry the word; their signs of punctuation and of the calendar end it.
_INDIC_MARKS = "".join(
    chr(c) for c in (*range(0x900, 0x10A0), *range(0x1780, 0x1800)) if unicodedata.category(chr(c))[0] == "M"
)
_WORD_INDIC = re.compile(rf"(?:[^\W_]|[{_INDIC_MARKS}])+")
_RUNS_KEPT = 100_000
_RUN_LENGTH = 24

_HYPHENS = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d")


class Token(NamedTuple):
    """A word of a text.

    `text` is folded, `raw` as written (markup and entities resolved), `start` and `end` are code points of
    the text as published. `barrier` is what separates this token from the token before it: 0 (nothing),
    COMMA, CLAUSE (a colon, dash or bracket) or SENTENCE (the end of a sentence or paragraph).
    `hyphen`: joined to the token before it by a hyphen; `tagged`: part of a #hashtag or @handle;
    `dotted`: a full stop follows at once; `glued`: written in one word with the token before it (PowerShell).
    """

    text: str
    raw: str
    start: int
    end: int
    barrier: int
    hyphen: bool
    tagged: bool
    dotted: bool
    glued: bool = False


def _humps(m: re.Match[str]) -> str:
    return _HUMPS.sub(JOINT, m[0])


def _close(m: re.Match[str]) -> str:
    before = _PREFIX.search(m.string[max(0, m.start() - _LONGEST_PREFIX) : m.start()])
    return m[0] if before is None or before[0].lower() in _ELIDED else ""


def _unglue(m: re.Match[str]) -> str:
    return JOINT + m[0]


def _part(s: T, sub: Substitute[T]) -> T:
    """Splits glued words (#HashTags, ManuelLópez) and joins dotted words (U.S.)."""
    if "#" in s or "@" in s or "＃" in s:
        s = sub(_TAGGED, _humps, s)
    s = sub(_GLUED, _unglue, s)
    if "'" in s or "’" in s or "‘" in s or "`" in s or "´" in s:
        s = sub(_APOSTROPHE, _close, s)
    if "." in s:
        s = sub(_DOTTED, "", s)
    return s


def _fold_characters(s: str) -> str:
    s = _DROPPED.sub("", unicodedata.normalize("NFKD", s)).casefold()
    s = unicodedata.normalize("NFC", s).lower().translate(_PLAIN)
    return _UNSPACED.sub(r" \1 ", s)


class _Runs(dict[str, str]):
    """A cache of folded runs of characters outside ASCII: words repeat."""

    def __missing__(self, run: str) -> str:
        folded = _fold_characters(run)
        if len(run) <= _RUN_LENGTH:
            if len(self) >= _RUNS_KEPT:
                self.clear()
            self[run] = folded
        return folded


_runs = _Runs()


def _fold_run(m: re.Match[str]) -> str:
    return _runs[m[0]]


def resolve(text: str) -> str:
    """The text that a reader sees: without markup, with entities resolved and blank lines between blocks."""
    return markup.resolve(text, markup.substitute)


def fold(text: str) -> str:
    """Folds a text: lower case, without accents, marks, markup and invisible characters; separators stay."""
    s = _part(markup.resolve(text, markup.substitute), markup.substitute)
    return s.lower() if s.isascii() else _runs_in(s).sub(_fold_run, s).lower()


def _runs_in(s: str) -> re.Pattern[str]:
    return _RUN_WITH_MARKS if _MARK.search(s) else _RUN


def _words(folded: str) -> re.Pattern[str]:
    if folded.isascii():
        return _WORD_ASCII
    return _WORD_INDIC if _INDIC.search(folded) else _WORD


def is_unspaced(word: str) -> bool:
    """Whether a folded word is a character of a script without spaces, with its marks."""
    return bool(_UNSPACED.match(word))


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order."""
    s = fold(text)
    if s.isascii() or not (_FOREIGN.search(s) or _INDIC.search(s)):
        # The same result as by `_WORD`, several times faster.
        return s.encode("ascii", "replace").translate(_SPACED).decode("ascii").split()
    return _words(s).findall(s)


def tokenize(text: str) -> list[Token]:
    """The same words as `tokens`, each with its span in `text` and its barrier to the word before."""
    return list(Tokens(text))


class Tokens(Sequence[Token]):
    """The tokens of a text as a sequence. Each is made when it is read: of a long text few are.

    `plain`: the text with markup and entities resolved.
    """

    def __init__(self, text: str) -> None:
        mapped = _part(markup.resolve(Mapped.of(text), markup.substitute_mapped), markup.substitute_mapped)
        self.plain = mapped.text
        self._mapped = mapped
        self._folded, self._first, self._last = _fold_mapped(mapped.text)
        self._spans = [m.span() for m in _words(self._folded).finditer(self._folded)]
        self._cache: dict[int, Token] = {}

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, i: int) -> Token: ...
    @overload
    def __getitem__(self, i: slice) -> list[Token]: ...
    def __getitem__(self, i: int | slice) -> Token | list[Token]:
        if isinstance(i, slice):
            return [self._token(n) for n in range(*i.indices(len(self)))]
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        return self._token(i % len(self))

    def place(self, first: int, last: int) -> tuple[int, int]:
        """The [start, end) of the words from `first` to `last` in the text as published, without making their tokens."""
        start, end = self._spans[first][0], self._spans[last][1]
        return self._mapped.starts[self._first[start]], self._mapped.ends[self._last[end - 1] - 1]

    def _token(self, i: int) -> Token:
        token = self._cache.get(i)
        if token is None:
            token = self._cache[i] = self._make(i)
        return token

    def _make(self, i: int) -> Token:
        a, b = self._spans[i]
        lo, hi = self._first[a], self._last[b - 1]
        between = self._before(i)
        hyphen = i > 0 and len(between) == 1 and between in _HYPHENS
        barrier = 0
        if i and not hyphen and between not in {" ", JOINT, ""}:
            barrier = barrier_of(between, self._word(i - 1), self.plain[lo])
        return Token(
            text=self._folded[a:b],
            raw=self.plain[lo:hi],
            start=self._mapped.starts[lo],
            end=self._mapped.ends[hi - 1],
            barrier=barrier,
            hyphen=hyphen,
            tagged=self._is_tagged(i),
            dotted=self._folded[b : b + 1] == ".",
            glued=i > 0 and between in {JOINT, "_"},
        )

    def _before(self, i: int) -> str:
        """The text between a word and the word before it, as written: folding puts spaces between some scripts."""
        a = self._first[self._spans[i][0]]
        return self.plain[self._last[self._spans[i - 1][1] - 1] if i else 0 : a]

    def _word(self, i: int) -> tuple[str, str]:
        """A word as (folded, as written), without the rest of its token."""
        a, b = self._spans[i]
        return self._folded[a:b], self.plain[self._first[a] : self._last[b - 1]]

    def _is_tagged(self, i: int) -> bool:
        """Whether a # or @ stands before the word, or before the glued word that it is part of."""
        while True:
            between = self._before(i)
            if between.endswith(("#", "@")):
                return True
            if not i or between not in {JOINT, "_"}:
                return False
            i -= 1


def _fold_mapped(plain: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """`plain` folded, and for each folded character the [first, last) characters of `plain`."""
    if plain.isascii():
        return plain.lower(), range(len(plain)), range(1, len(plain) + 1)
    parts: list[str] = []
    first: list[int] = []
    last: list[int] = []
    done = 0
    for m in _runs_in(plain).finditer(plain):
        a, b = m.span()
        parts.append(plain[done:a].lower())
        first += range(done, a)
        last += range(done + 1, a + 1)
        done = b
        for piece, lo, hi in _pieces(m[0], a):
            parts.append(piece)
            first += [lo] * len(piece)
            last += [hi] * len(piece)
    parts.append(plain[done:].lower())
    first += range(done, len(plain))
    last += range(done + 1, len(plain) + 1)
    return "".join(parts), first, last


def _pieces(run: str, offset: int) -> list[tuple[str, int, int]]:
    """A folded run in pieces as small as can be mapped: by character with its marks, else as a whole."""
    folded = _runs[run].lower()
    if len(run) == 1:  # an accented letter, as most are
        return [(folded, offset, offset + 1)]
    pieces = [
        (_fold_characters(m[0]).lower(), offset + m.start(), offset + m.end()) for m in _CLUSTER.finditer(run)
    ]
    if "".join(p for p, _, _ in pieces) == folded:
        return pieces
    return [(folded, offset, offset + len(run))]

"""What of an entry is compared with other entries: folded text, keys, shingles, the numbers in a title.

Pure functions of the text. Everything here may be stored, so a change of any of it needs a new
`SIGNATURE_VERSION`; nothing here decides what is the same (that is `rules.stories`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from hashlib import blake2b

from rules.model import Entry

SIGNATURE_VERSION = 1
MIN_TEXT = 80

_TAGS = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_WORDS = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…)\s*$")
_OUTLET = re.compile(r"\s+(?:[-–—|·»]|::|//)\s+([^-–—|·»]{2,60})$")
_LABEL = re.compile(
    r"\s*(?:update(?:\s*\d+)?|\d+(?:st|nd|rd|th)? lead|breaking(?: news)?|exclusive|watch|video|live|"
    r"last minute|última hora|urgente|video|en vivo|exclusiva)\s*[:|–—-]\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def plain(text: str) -> str:
    """Text without markup and entities."""
    if "<" in text:
        text = _TAGS.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
        if "<" in text:
            text = _TAGS.sub(" ", text)
    return text


def fold(text: str) -> str:
    """Words of `text`, case and accents folded, joined by single spaces."""
    text = plain(text).replace("'", "").replace("’", "")
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(_WORDS.findall(text.casefold()))


def headline(title: str) -> str:
    """A title without the outlet at its end and the label ("UPDATE 2-", "BREAKING:") at its start."""
    title = _ELLIPSIS.sub("", plain(title))
    rest = title[found.end() :] if (found := _LABEL.match(title)) else title
    if len(rest.split()) >= 3:
        title = rest
    while (found := _OUTLET.search(title)) and _is_outlet(found[1], title[: found.start()]):
        title = title[: found.start()]
    return title


def _is_outlet(name: str, rest: str) -> bool:
    """An outlet's name is short, starts with a capital, holds no number, and leaves a whole headline."""
    words = name.split()
    return len(words) <= 5 and not name[0].islower() and not _NUMBER.search(name) and len(rest.split()) >= 4


def title_key(title: str) -> str:
    """The folded headline; "" where a title holds no word."""
    return fold(headline(title))


def content_key(entry: Entry) -> str | None:
    """Digest of folded title and text; None where the text is too short to tell entries apart."""
    text = fold(entry.text)
    if len(text) < MIN_TEXT:
        return None
    return blake2b(f"{title_key(entry.title)}\n{text}".encode(), digest_size=16).hexdigest()


def numbers(title: str) -> frozenset[str]:
    """Figures of a headline; thousands separators do not count."""
    return frozenset(re.sub(r"[.,](?=\d{3}\b)", "", n) for n in _NUMBER.findall(headline(title)))


def characters(text: str, n: int = 4) -> frozenset[str]:
    """Character n-grams of a folded text."""
    return frozenset(text[i : i + n] for i in range(max(1, len(text) - n + 1)))


def word_runs(text: str, n: int = 3) -> frozenset[str]:
    """Runs of n words of a folded text."""
    words = text.split()
    return frozenset(" ".join(words[i : i + n]) for i in range(max(1, len(words) - n + 1)))


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / (len(a | b) or 1)

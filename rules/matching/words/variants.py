"""Other right spellings of a word: Zelenskyy for Zelensky, labour for labor. They are no slips and spend no edits.

Asked once for each word of a rule, when it is filed; texts are never respelt. Pure functions of folded words.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from rules.matching.lexicon import spelling_families

# Slavic surnames, by the habits of English, German, French, Polish and the passports of several countries.
_SLAVIC = (
    ("sky", "ski", "skiy", "skyy", "skyi", "skii", "skij", "skyj"),
    ("skaya", "skaia", "skaja"),
    ("alny", "alnyy", "alnyi", "alnyj", "alniy"),
    ("ov", "off", "ow"),
    ("ev", "yev", "iev", "eff", "ew"),
    ("ova", "owa"),
    ("enko", "ienko"),
)
_LEAST_STEM = 3
_SUFFIXES = (
    (re.compile(r"(?<=[a-z]{4})iz(?=(?:e[drs]?|ing|ations?|ers)$)"), "is"),
    (re.compile(r"(?<=[a-z]{4})is(?=(?:e[ds]?|ing|ations?)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})yz(?=(?:e[drs]?|ing)$)"), "ys"),
    (re.compile(r"(?<=[a-z]{3})ys(?=(?:e[drs]?|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3}[aeiou])ll(?=(?:ed|ing|ers?)$)"), "l"),
    (re.compile(r"(?<=[a-z]{3}[aeiou])l(?=(?:ed|ing|ers?)$)"), "ll"),
)


def of_name(word: str) -> list[str]:
    """Returns the other spellings of a personal name in Latin letters."""
    found = set(_families().get(word, ()))
    for endings in _SLAVIC:
        # The longest ending first: -skiy before -iy.
        for ending in sorted(endings, key=len, reverse=True):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= _LEAST_STEM:
                found.update(stem + other for other in endings)
                break
    return sorted(found - {word})


def of_word(word: str) -> list[str]:
    """Returns the other usual spellings of a common word, such as the British or the American."""
    found = {pattern.sub(other, word) for pattern, other in _SUFFIXES}
    root = next(((here, there) for here, there in _roots() if word.startswith(here)), None)
    if root is not None:
        found.add(root[1] + word[len(root[0]) :])
    return sorted(found - {word})


@cache
def _families() -> dict[str, tuple[str, ...]]:
    return {member: tuple(line.split()) for line in spelling_families.NAMES for member in line.split()}


@cache
def _roots() -> tuple[tuple[str, str], ...]:
    pairs = [
        tuple(pair.split())
        for line in spelling_families.ROOTS.strip().splitlines()
        for pair in line.split("|")
    ]
    both = [(a, b) for pair in pairs for a, b in pairwise((*pair, pair[0]))]
    # The longest first: programme is not program with an ending.
    return tuple(sorted(both, key=lambda p: -len(p[0])))

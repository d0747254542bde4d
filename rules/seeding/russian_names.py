"""Russian names of persons: told by given names and the endings of surnames, and put into the nominative. Pure."""

from __future__ import annotations

import re
from functools import cache

from rules.seeding.lexicon import more_languages as more
from rules.seeding.lexicon import vocabulary as words
from rules.seeding.sentences import fold

_SURNAME = re.compile(
    r"[а-я]{2}(?:[оеи]в(?:а|у|ым|е|ои)?|[иы]н(?:а|у|ым|е|ои)?|[сц]к(?:ии|ая|ого|ому|им|ую|ои)|енко|чук|ук|юк|ян|швили|дзе|[иы]х|ич)"
)
_SURNAME_AT_END = re.compile(rf"{_SURNAME.pattern}$")
_MALE = re.compile(r"(?<=[ое]в|[иы]н)(?:а|у|ым|е)$|(?<=[сц]к)(?:ого|ому|им)$")
_FEMALE = re.compile(r"(?<=[ое]в|[иы]н)(?:ои|ой|у)$|(?<=[сц]к)(?:ой|ую)$")
_ENDINGS = ("", "а", "у", "ом", "е", "я", "ю", "ем", "ы", "и", "ои", "еи")
_SHORTEST = 3


@cache
def _stems() -> dict[str, str]:
    """The given names by their stems: алексе, алексеи."""
    return {
        (name[:-1] if name[-1] in "аяиь" else name): name
        for name in words.of(more.GIVEN_NAMES)
        if not name.isascii()
    }


def given_name(key: str) -> str:
    """Returns the given name, folded, of which this is a case; "" if it is of none."""
    if key in words.of(more.GIVEN_NAMES):
        return key
    stems = (key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending))
    return next((_stems()[stem] for stem in stems if len(stem) >= _SHORTEST and stem in _stems()), "")


def signs(keys: tuple[str, ...]) -> set[str]:
    """The evidence that two words are a given name and a surname."""
    if not _SURNAME_AT_END.search(keys[-1]):
        return set()
    return {"given name"} if given_name(keys[0]) else {"surname"}


def nominative(name: str) -> str:
    """Puts a given name and surname into the nominative: Дмитрия Корчагина is Дмитрий Корчагин."""
    given, _, surname = name.partition(" ")
    known = given_name(fold(given))
    if not surname or not known or known == fold(given):
        return name
    female = known[-1] in "ая"
    if female:
        restored = given[: len(known) - 1] + known[-1]
        return f"{restored} {_FEMALE.sub(lambda m: 'ая' if m.group() in {'ой', 'ую'} and m.string[m.start() - 1] == 'к' else 'а', surname)}"
    ending = "й" if known.endswith("и") else ""
    restored = given[: len(known) - bool(ending)] + ending
    return f"{restored} {_MALE.sub(lambda m: 'ий' if len(m.group()) > 1 and m.string[m.start() - 1] == 'к' else '', surname)}"

"""Acts: what a report says happened, as classes that hold across wordings and languages.

Classes come from `rules.silence.lexicon.acts`. A class marked as news is told when no report told it before: "resigns" after
a leak, "charged" after an arrest. Roles (mayor, chief executive) are read in the same way from a table of their own.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rules.silence.lexicon.acts import KINDRED, TABLE
from rules.silence.lexicon.roles import ROLES
from rules.text.folding import fold

# Between the two words of a phrase so many others may stand ("tritt nach der Wahl zurück").
PHRASE_REACH = 8
# Words of a phrase so near to each other tell of nothing else ("strikes down", "falls far short").
BESIDE = 2
# A beginning matches words that are longer by so many letters.
ENDING = 7
# Languages of the tables; a text of another one is read with all of them.
LANGUAGES = ("en", "es", "fr", "de", "pt", "ru")


@dataclass(frozen=True, slots=True)
class Act:
    """`at` is the place of its first word among the words of the text, `also` those of the others."""

    name: str
    at: int
    also: tuple[int, ...] = ()


@dataclass(slots=True)
class _Table:
    """The words of one language: whole ones, beginnings, endings, and phrases of two by their first word.

    Phrases bear their number, so that those that a word begins stay in the order of the table.
    """

    whole: dict[str, list[str]] = field(default_factory=dict)
    beginnings: dict[str, list[str]] = field(default_factory=dict)
    endings: list[tuple[str, str]] = field(default_factory=list)
    phrases: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)

    def add(self, word: str, name: str) -> None:
        if "+" in word:
            first, second = word.split("+", 1)
            self.phrases.setdefault(first, []).append((sum(map(len, self.phrases.values())), second, name))
        elif word.endswith("*"):
            self.beginnings.setdefault(word[:-1], []).append(name)
        elif word.startswith("*"):
            self.endings.append((word[1:], name))
        else:
            self.whole.setdefault(word, []).append(name)

    def classes(self, word: str) -> tuple[str, ...]:
        found = list(self.whole.get(word, ()))
        if not found:
            for end in range(len(word), max(0, len(word) - ENDING - 1), -1):
                if names := self.beginnings.get(word[:end]):
                    found += names
                    break
        found += [name for end, name in self.endings if word.endswith(end)]
        return tuple(dict.fromkeys(found))

    def begun_by(self, word: str) -> tuple[tuple[str, str], ...]:
        """(second word, class) of the phrases that begin with a word."""
        patterns = (word, *(f"{word[:end]}*" for end in range(len(word) + 1)))
        found = sorted(phrase for pattern in patterns for phrase in self.phrases.get(pattern, ()))
        return tuple((second, name) for _, second, name in found)


def acts(words: Sequence[str], code: str) -> list[Act]:
    """The acts that folded words tell of. A word may tell of two, but inside a phrase ("strikes down") of that one only."""
    single, phrases = [], []
    for at, word in enumerate(words):
        names, seconds = _read(word, code)
        single += [Act(name, at) for name in names]
        phrases += [
            Act(name, at, (place,))
            for second, name in seconds
            if (place := _place(words, at, second)) is not None
        ]
    near = (act for act in phrases if act.also[0] <= act.at + BESIDE)
    beside = {place for act in near for place in (act.at, *act.also)}
    return [act for act in single if act.at not in beside] + phrases


def _place(words: Sequence[str], at: int, second: str) -> int | None:
    """Where the second word of a phrase stands behind its first; right behind it where it is written with ++."""
    reach = BESIDE if second.startswith("+") else PHRASE_REACH
    places = range(at + 1, min(len(words), at + 1 + reach))
    return next((i for i in places if _fits(words[i], second.removeprefix("+"))), None)


@lru_cache(maxsize=8_192)
def _read(word: str, code: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The classes of acts that a word stands for, and (second word, class) of the phrases that it begins."""
    table = _tables()[0].get(code)
    return classes(word, code), table.begun_by(word) if table else ()


@lru_cache(maxsize=8_192)
def classes(word: str, code: str) -> tuple[str, ...]:
    """The classes of acts that one folded word stands for."""
    tables = _tables()[0]
    if code in tables:
        return tables[code].classes(word)
    if len(word) < 5:
        return ()
    return tuple(dict.fromkeys(name for table in tables.values() for name in table.classes(word)))


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def is_news(name: str) -> bool:
    """Whether an act of this class is told wherever it was not told before."""
    return name in _tables()[1]


@cache
def kindred(name: str) -> frozenset[str]:
    """The class and those whose words may tell of the same act."""
    return frozenset({name}.union(*(set(pair.split()) for pair in KINDRED if name in pair.split())))


def all_kindred(names: Set[str]) -> frozenset[str]:
    return frozenset().union(*(kindred(name) for name in names))


@cache
def _tables() -> tuple[dict[str, _Table], frozenset[str]]:
    """Tables by language, and the classes that are news."""
    tables = {code: _Table() for code in LANGUAGES}
    news = set()
    for row in _rows(fold(TABLE)):
        name, _, languages = row.partition("|")
        name = name.strip()
        if name.endswith("!"):
            news.add(name := name[:-1])
        for language in languages.split("|"):
            code, _, words = language.strip().partition(" ")
            for word in words.split():
                tables[code].add(word, name)
    return tables, frozenset(news)


def _rows(table: str) -> list[str]:
    """Rows of a table, whose further lines begin with a space."""
    return table.strip().replace("\n ", " ").splitlines()


@lru_cache(maxsize=4_096)
def roles(word: str, code: str) -> tuple[str, ...]:
    """The roles (classes of `lexicon.roles`) that one folded word stands for."""
    tables = _roles()
    known = [tables[code]] if code in tables else list(tables.values())
    return tuple(dict.fromkeys(name for table in known for name in table.classes(word)))


@cache
def _roles() -> dict[str, _Table]:
    tables = {code: _Table() for code in LANGUAGES}
    for row in _rows(fold(ROLES)):
        name, _, languages = row.partition("|")
        for language in languages.split("|"):
            code, _, words = language.strip().partition(" ")
            for word in words.split():
                tables[code].add(word, name.strip())
    return tables

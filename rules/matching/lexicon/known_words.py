"""Knows how common words of nine languages are, and further given names, surnames and places, all folded.

The table beside this file is generated (`benchmarks/lexicon_figures.py`; sources and licences stand in its head). A figure
is the logarithm (base 10) of how often a word stands in a billion words, in steps of a half. Read at first use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

COMMON = 3.5  # a word that every reader of the language knows
NAMES = ("given", "surnames", "places")

# Everyday words of Ukrainian, for which the sources have no count: closed classes and the commonest others, folded.
_UKRAINIAN = """
потім тому також проте однак коли якщо якии яка яке які який чому тільки лише вже ще дуже можна треба було була
були буде будуть бути мати може можуть після перед через проти серед біля поки доки щоб або але ніж ними нами вами
собі себе своі своім своїх свого своєму свою своя наш наша наші ваш ваша іх ii його йому неі нього ними них цього
цьому ціи цих цими тоі того тому тих тими інші інших іншим один одна одне одні двох трьох чотири пять сім вісім
девять десять сто тисяч тисячі мільионів рік року роки років місяць день дня днів тиждень година годин час часу
люди людеи людям людина життя світ світу краіна краіни краін держава держави закон закону влада влади суд суду
справа справи справ робота роботи слово слова діло місто міста вулиця дім дому школа діти дітеи жінка жінки чоловік
мати батько син дочка друг друзі рука руки голова голови око очі вода води земля землі сила сили силами силу сил
віина віини віині мир миру армія зброя зброі ворог удар удари наступ місце місця частина питання відповідь причина
право права правда новина новини газ світло тепло великии велика великі малии новии нова нове нові старии добрии
сказав сказала каже кажуть заявив заявила повідомив повідомила розповів пише став стала стали зробив робити знати
знає хоче хочуть треба йде ідуть прииняв приинято отримав отримали дав дати взяв узяти перша першии другии третіи
потрібно необхідно відомо зараз тепер сьогодні вчора завтра там тут сюди туди звідки завжди ніколи іноді часто разом
"""


@cache
def _sections() -> Mapping[str, Mapping[str, str]]:
    """Returns the table by section (`en 4.5`, `given`), then by the first two letters: words between spaces."""
    sections: dict[str, dict[str, list[str]]] = {}
    table = (files(__package__) / "known_words.txt").read_text(encoding="utf-8")
    shelf: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line.startswith("["):
            shelf = sections.setdefault(line.strip("[]"), defaultdict(list))
        elif not line.startswith("#"):
            for word in line.split():
                shelf[word[:2]].append(word)
    for word in _UKRAINIAN.split():
        sections.setdefault(f"uk {COMMON}", defaultdict(list))[word[:2]].append(word)
    return {
        name: {head: f" {' '.join(words)} " for head, words in shelf.items()}
        for name, shelf in sections.items()
    }


@cache
def _by_language() -> Mapping[str, list[tuple[float, Mapping[str, str]]]]:
    """Returns for each language its (figure, words by their first two letters), the commonest first."""
    out: dict[str, list[tuple[float, Mapping[str, str]]]] = defaultdict(list)
    for name, shelf in _sections().items():
        if name not in NAMES:
            language, figure = name.split()
            out[language].append((float(figure), shelf))
    return out


def languages() -> tuple[str, ...]:
    return tuple(_by_language())


@lru_cache(100_000)
def figure(word: str, language: str = "") -> float:
    """Returns how common a folded word is in a language, or in the one that has it most; 0.0 if it is not listed."""
    spaced, head = f" {word} ", word[:2]
    by_language = _by_language()
    asked = [by_language.get(language, [])] if language else by_language.values()
    figures = (next((f for f, shelf in shelves if spaced in shelf.get(head, "")), 0.0) for shelves in asked)
    return max(figures, default=0.0)


def beginning_with(prefix: str, most: int) -> list[str]:
    """Returns the commonest words of the table that begin so, at most so many."""
    found: dict[str, float] = {}
    for shelves in _by_language().values():
        for value, shelf in shelves:
            for word in shelf.get(prefix[:2], "").split():
                if word.startswith(prefix):
                    found[word] = max(value, found.get(word, 0.0))
    return sorted(found, key=lambda word: (-found[word], word))[:most]


def is_common(word: str, language: str = "") -> bool:
    """Whether every reader of some language (or of this one) knows the word."""
    return figure(word, language) >= COMMON


@lru_cache(100_000)
def is_listed(word: str, *sections: str) -> bool:
    """Whether a word is among these names: `given`, `surnames`, `places`."""
    spaced, head = f" {word} ", word[:2]
    return any(spaced in _sections().get(section, {}).get(head, "") for section in sections)

"""Knows how common words of ten languages are, and further given names, surnames and places, all folded.

The table beside this file is generated (`benchmarks/lexicon_figures.py`; sources and licences stand in its head). A figure
is the logarithm (base 10) of how often a word stands in a billion words, in steps of a half. In the table a word is followed
by a colon and its marks: the letter of a language with twice the figure in hexadecimal, the letter of a kind of name. Read
at first use.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

COMMON = 3.5  # a word that every reader of the language knows
LANGUAGES: Mapping[str, str] = {
    "en": "e", "es": "s", "de": "d", "fr": "f", "it": "i", "nl": "n", "pt": "p", "ru": "r", "ar": "a", "uk": "u",
}  # fmt: skip
NAMES: Mapping[str, str] = {"given": "G", "surnames": "S", "places": "P"}
_FIGURE = re.compile(r"([a-z])([0-9a-f])")

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
def _shelves() -> Mapping[str, str]:
    """Returns the table by the first three letters of its words: ` word:marks word:marks `."""
    shelves: dict[str, list[str]] = defaultdict(list)
    for line in (files(__package__) / "known_words.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            shelves[line[:3].partition(":")[0]].append(line)
    for word in _UKRAINIAN.split():
        shelves[word[:3]].append(f"{word}:{LANGUAGES['uk']}{int(COMMON * 2):x}")
    return {head: f" {' '.join(lines)} " for head, lines in shelves.items()}


@lru_cache(8_192)
def _marks(word: str) -> str:
    """Returns all marks of a word, "" if it is not listed. (A word of two scripts may stand there twice.)"""
    shelf = _shelves().get(word[:3], "")
    found, start = "", 0
    while (at := shelf.find(f" {word}:", start)) >= 0:
        start = at + len(word) + 2
        found += shelf[start : shelf.index(" ", start)]
    return found


@lru_cache(8_192)
def figure(word: str, language: str = "") -> float:
    """Returns how common a folded word is in a language, or in the one that has it most; 0.0 if it is not listed."""
    wanted = LANGUAGES.get(language, "") if language else None
    figures = [int(value, 16) / 2 for mark, value in _FIGURE.findall(_marks(word)) if wanted in (None, mark)]
    return max(figures, default=0.0)


def languages() -> tuple[str, ...]:
    return tuple(LANGUAGES)


def beginning_with(prefix: str, most: int) -> list[str]:
    """Returns the commonest words of the table that begin so, at most so many."""
    words = [entry.partition(":")[0] for entry in _shelves().get(prefix[:3], "").split()]
    found = {word: figure(word) for word in words if word.startswith(prefix) and figure(word)}
    return sorted(found, key=lambda word: (-found[word], word))[:most]


def is_common(word: str, language: str = "") -> bool:
    """Whether every reader of some language (or of this one) knows the word."""
    return figure(word, language) >= COMMON


def is_listed(word: str, *kinds: str) -> bool:
    """Whether a word is among these names: `given`, `surnames`, `places`."""
    marks = _marks(word)
    return bool(marks) and any(NAMES[kind] in marks for kind in kinds)

"""Finds the authors of quoted posts: "— Display Name (@handle) May 31, 2023". Pure.

An author may sign with given names only and keep the surname for the handle; a handle alone may be a name
in CamelCase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.matching import lexicon
from rules.seeding.sentences import Sentence, fold

_POSTED = re.compile(
    r"(?:^|[—–\-•|:.]\s?|[\"”»]\s?)(?P<name>(?:[^—–()@:;.,\"“”«»]|(?<=\b\w)\.){2,60}?)\s?\(@(?P<handle>\w{2,30})\)"
)
_CAMEL = re.compile(r"@(?P<handle>[A-Z][a-z]+(?:[A-Z][a-z]+){1,3})\b")
_HUMP = re.compile(r"[A-Z][a-z]+")
# The Spanish spelling of given names and surnames that are often written without accents.
_ACCENTED = """
Andrés José Jesús María Ángel Ángela Álvaro Adrián Agustín Belén César Cristóbal Damián Efraín Fabián Fermín
Germán Héctor Inés Iván Joaquín Julián Julio León Lucía Martín Mónica Moisés Nicolás Óscar Ramón Raúl Rocío
Rubén Sebastián Simón Sofía Tomás Verónica Víctor Álvarez Bárcena Cárdenas Calderón Chávez Díaz Domínguez
Fernández García Gálvez Gómez González Gutiérrez Guzmán Hernández Jiménez Juárez López Márquez Martínez
Méndez Muñoz Núñez Ordóñez Ortíz Pérez Ramírez Ríos Rodríguez Sánchez Suárez Vázquez Velázquez Yáñez Ibáñez
Peña Ávila
"""


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a post: the name as far as it is known, and the sentence that shows it."""

    name: str
    sentence: Sentence


def authors(sentence: Sentence) -> Iterator[Author]:
    """Finds the authors of posts that a sentence quotes, and persons named by a handle in CamelCase."""
    for found in _POSTED.finditer(sentence.text):
        name = _full_name(found["name"].strip(), found["handle"])
        if name is not None:
            yield Author(name, sentence)
    for found in _CAMEL.finditer(sentence.text):
        parts = _HUMP.findall(found["handle"])
        if fold(parts[0]) in lexicon.given_names():
            yield Author(_accented(parts), sentence)


def _full_name(display: str, handle: str) -> str | None:
    """The display name, with a surname from the handle where it has none; None if it names no person."""
    parts = [part for part in display.split() if part[:1].isupper() and fold(part).isalpha()]
    while len(parts) > 1 and len(fold(parts[-1])) == 1:
        parts.pop()
    given = [part for part in parts if fold(part) in lexicon.given_names()]
    if not given or not parts or parts[0] != given[0]:
        return None
    if len(given) == len(parts):
        surnames = _surnames(handle, [fold(part) for part in parts])
        return _accented([*parts, *surnames]) if surnames else None
    return " ".join(parts)


def _surnames(handle: str, shown: list[str]) -> list[str]:
    """The surnames in a handle: its words or humps, or a known surname and the rest."""
    for piece in (p for p in re.split(r"[_\d.]+", handle) if len(p) > 2):
        humps = _HUMP.findall(piece)
        words = humps if len(humps) > 1 else [piece]
        rest = [word for word in words if fold(word) not in shown]
        key = fold("".join(rest))
        for name in shown:
            key = key.removeprefix(name)
        if len(rest) > 1 and all(len(word) > 2 for word in rest):
            return rest
        split = _known_surnames(key)
        if split:
            return split
    return []


def _known_surnames(key: str) -> list[str]:
    """Splits `lopezobrador` into Lopez and Obrador: a known surname, and at most one more."""
    for first in sorted(lexicon.common_surnames(), key=len, reverse=True):
        rest = key.removeprefix(first)
        if len(first) > 2 and rest != key and (not rest or len(rest) > 3):
            return [part.capitalize() for part in (first, rest) if part]
    return []


def _accented(parts: list[str]) -> str:
    spelled = {fold(word): word for word in _ACCENTED.split()}
    return " ".join(spelled.get(fold(part), part) for part in parts)

"""Turns the variants and terms of rules into patterns: slots to fill, and how strictly.

A pattern says what must be found; `align` says where it is. Must not look at any text of an entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from rules import text
from rules.matching import keys, lexicon
from rules.matching.index import FAMILY, INFLECTED, LONE, SPOKEN, Spec
from rules.schema import Actor, Context, MatchMode, Near, Topic, Variant


class Style(IntEnum):
    NAME = 0  # a name of several words
    BARE = 1  # a surname by itself, or a whole name of one word
    LISTED = 2  # a name from a list of thousands: fewer liberties
    PHRASE = 3  # the words of a topic's term
    NEAR = 4  # groups of words near each other
    LITERAL = 5  # as written, word for word
    ASIDE = 6  # a veto or context phrase: finds nothing by itself


NAME_GAP, PHRASE_GAP, PHRASE_GAP_LONG = 2, 3, 5
CONNECTORS_WITHIN = 4  # connectors are free, but not without end


@dataclass(frozen=True, slots=True)
class Pattern:
    """One variant, compiled.

    slots: for every word the specs that may fill it (several only in NEAR); words: the word of each slot;
    units: slots of one unit (a double surname) stand together and in order; need: how many slots must be
    filled; must: a slot that may not be empty (-1: none in particular); givens: how many first slots are
    given names, which an initial may stand for; alone: refused where another given name precedes.
    """

    rule: str
    text: str
    style: Style
    slots: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]
    units: tuple[int, ...]
    need: int
    must: int = -1
    gap: int = 0
    ordered: bool = False
    modified: bool = False
    givens: int = 0
    alone: bool = False
    cased: bool = False
    own: frozenset[str] = frozenset()
    context: Context | None = None

    @property
    def reach(self) -> int:
        """The most tokens that a match can span."""
        return self.gap + 1 if self.style == Style.NEAR else len(self.slots) + self.gap + CONNECTORS_WITHIN


class Book:
    """Collects the specs that patterns ask for; equal ones are one."""

    def __init__(self) -> None:
        self.specs: dict[Spec, int] = {}

    def spec(self, word: str, edits: int, flags: int) -> int:
        return self.specs.setdefault(Spec(word, edits, flags), len(self.specs))


def _core(tokens: list[text.Token]) -> list[text.Token]:
    """The words that carry a name: no particles, company forms or initials, if two others are left."""
    light = lexicon.connectors() | lexicon.legal_forms()
    core = [t for t in tokens if t.text not in light and not (len(t.text) == 1 and t.text.isascii())]
    return core if len(core) >= 2 else tokens


def _units(core: list[text.Token], compounds: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    units: list[int] = []
    for t in core:
        units.append(units[-1] if units and t.hyphen else (units[-1] + 1 if units else 0))
    words = tuple(t.text for t in core)
    for compound in compounds:
        n = len(compound)
        for i in range(len(words) - n + 1):
            if words[i : i + n] == compound:
                units[i : i + n] = [units[i]] * n
    return tuple(units)


def _compounds(variants: list[list[text.Token]]) -> list[tuple[str, ...]]:
    """Double surnames: written with a hyphen somewhere, or the end of a longer variant of the same actor."""
    found: set[tuple[str, ...]] = set()
    words = [tuple(t.text for t in v) for v in variants]
    for v in variants:
        run: list[str] = []
        for i, t in enumerate(v):
            run = [*run, t.text] if t.hyphen else [t.text]
            if len(run) > 1 and (i + 1 == len(v) or not v[i + 1].hyphen):
                found.add(tuple(run))
    for w in words:
        if len(w) >= 2 and any(len(o) > len(w) and o[-len(w) :] == w for o in words):
            found.add(w)
    return sorted(found)


def actor(rule: Actor, book: Book) -> list[Pattern]:
    """Patterns of an actor: its name, its aliases, its surname alone."""
    variants = [Variant(text=rule.name), *rule.aliases]
    cores = [_core(text.tokenize(v.text)) for v in variants]
    compounds = _compounds(cores)
    surnames = {c[-1].text for c in cores if len(c) > 1} | {c for t in compounds for c in t}
    own = frozenset(t.text for c in cores for t in c)
    out = []
    for variant, core in zip(variants, cores, strict=True):
        out.append(_name(rule, variant, core, compounds=compounds, surnames=surnames, own=own, book=book))
    if rule.surname_alone is not None:
        core = _core(text.tokenize(rule.surname_alone))
        out.append(_surname(rule, rule.surname_alone, core, own, book))
    return out


def _name(
    rule: Actor,
    variant: Variant,
    core: list[text.Token],
    *,
    compounds: list[tuple[str, ...]],
    surnames: set[str],
    own: frozenset[str],
    book: Book,
) -> Pattern:
    words = tuple(t.text for t in core)
    if variant.match == "exact" or _unspaced(words):
        return _literal(rule.id, variant.text, book)
    units = _units(core, compounds)
    alone = len(words) == 1
    edits = [0 if variant.match == "stem" else keys.budget(w, alone=alone) for w in words]
    flags = SPOKEN | LONE if alone else SPOKEN
    slots = tuple((book.spec(w, e, flags),) for w, e in zip(words, edits, strict=True))
    need, must = _required(words)
    one_unit = units[0] == units[-1]
    return Pattern(
        rule=rule.id,
        text=variant.text,
        style=Style.BARE if alone else Style.NAME,
        slots=slots,
        words=words,
        units=units,
        need=need,
        must=must,
        gap=NAME_GAP,
        givens=0 if one_unit else units.index(units[-1]),
        alone=one_unit and words[0] in surnames,
        own=own,
        context=rule.context if alone and words[0] in surnames else None,
    )


def _surname(rule: Actor, surname: str, core: list[text.Token], own: frozenset[str], book: Book) -> Pattern:
    words = tuple(t.text for t in core)
    return Pattern(
        rule=rule.id,
        text=surname,
        style=Style.BARE,
        slots=tuple((book.spec(w, 0, SPOKEN | LONE),) for w in words),
        words=words,
        units=(0,) * len(words),
        need=len(words),
        alone=True,
        cased=True,
        own=own,
        context=rule.context,
    )


def listed(rule: str, name: str, book: Book) -> Pattern | None:
    """The pattern of a name from a list; None if nothing is left of it."""
    core = _core(text.tokenize(name))
    if not core:
        return None
    words = tuple(t.text for t in core)
    if _unspaced(words):
        return _literal(rule, name, book)
    need, must = _required(words)
    alone = len(words) == 1
    return Pattern(
        rule=rule,
        text=name,
        style=Style.LISTED,
        slots=tuple((book.spec(w, keys.budget(w, alone=alone), 0),) for w in words),
        words=words,
        units=_units(core, ()),
        need=need,
        must=must,
        gap=NAME_GAP,
    )


def _required(words: tuple[str, ...]) -> tuple[int, int]:
    """(how many words are needed, which one always): of four and more one may be missing."""
    if len(words) < 4:
        return len(words), -1
    return len(words) - 1, max(range(len(words)), key=lambda i: _distinction(words, i))


def _distinction(words: tuple[str, ...], i: int) -> tuple[int, int]:
    word = words[i]
    weak = word in lexicon.given_names() or word in lexicon.common_surnames() or lexicon.is_word(word)
    late = i >= len(words) - 2
    return (2 if late and not weak else 1 if not weak else 0, len(word))


def _unspaced(words: tuple[str, ...]) -> bool:
    return any(len(w) == 1 and not w.isascii() for w in words)


def _literal(rule: str, variant: str, book: Book) -> Pattern:
    words = tuple(text.tokens(variant))
    return Pattern(
        rule=rule,
        text=variant,
        style=Style.LITERAL,
        slots=tuple((book.spec(w, 0, 0),) for w in words),
        words=words,
        units=(0,) * len(words),
        need=len(words),
        ordered=True,
    )


def topic(rule: Topic, book: Book) -> list[Pattern]:
    """Patterns of a topic, one a term."""
    return [
        _near(rule, term, book) if isinstance(term, Near) else _phrase(rule, term, book)
        for term in rule.terms
    ]


def _topic_edits(word: str, mode: MatchMode, *, alone: bool) -> int:
    return 0 if mode == "stem" else keys.budget(word, alone=alone)


def _phrase(rule: Topic, term: Variant, book: Book) -> Pattern:
    words = tuple(text.tokens(term.text))
    if term.match == "exact" or _unspaced(words):
        return _with_context(_literal(rule.id, term.text, book), rule)
    light = lexicon.connectors()
    core = tuple(w for w in words if w not in light and len(w) > 1)
    words = core if len(core) >= 2 else words
    alone = len(words) == 1
    flags = 0 if term.match == "fuzzy" else INFLECTED | LONE if alone else INFLECTED | FAMILY
    return Pattern(
        rule=rule.id,
        text=term.text,
        style=Style.PHRASE,
        slots=tuple((book.spec(w, _topic_edits(w, term.match, alone=alone), flags | SPOKEN),) for w in words),
        words=words,
        units=tuple(range(len(words))),
        need=len(words),
        gap=PHRASE_GAP if len(words) < 4 else PHRASE_GAP_LONG,
        ordered=any(w in lexicon.modifiers() for w in words),
        modified=words[0] in lexicon.modifiers(),
        context=rule.context,
    )


def _with_context(pattern: Pattern, rule: Topic) -> Pattern:
    return replace(pattern, context=rule.context)


def _near(rule: Topic, term: Near, book: Book) -> Pattern:
    groups = []
    for group in term.near:
        words = [w for alternative in group for w in text.tokens(alternative)]
        groups.append(tuple(book.spec(w, keys.budget(w), INFLECTED | FAMILY) for w in words))
    return Pattern(
        rule=rule.id,
        text=" + ".join("/".join(g) for g in term.near),
        style=Style.NEAR,
        slots=tuple(groups),
        words=tuple(g[0] for g in term.near),
        units=tuple(range(len(groups))),
        need=len(groups),
        gap=term.within,
        context=rule.context,
    )


def aside(rule: str, phrase: str, book: Book) -> Pattern:
    """A phrase that vetoes a match or confirms it: inflected, in order, nothing between."""
    words = tuple(text.tokens(phrase))
    return Pattern(
        rule=rule,
        text=phrase,
        style=Style.ASIDE,
        slots=tuple((book.spec(w, 0, INFLECTED),) for w in words),
        words=words,
        units=(0,) * len(words),
        need=len(words),
        ordered=True,
    )

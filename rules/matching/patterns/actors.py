"""Compiles actors into patterns: which words of a name count, stand together, or may be missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.matching.patterns import spellings
from rules.matching.patterns.name_parts import NameParts, fillers, is_parted, parts
from rules.matching.patterns.pattern import (
    NAME_GAP,
    Book,
    Case,
    Pattern,
    Slot,
    Style,
    case_of,
    is_unspaced,
    literal,
)
from rules.matching.patterns.telling import required
from rules.matching.words import keys
from rules.matching.words.keys import Liberty
from rules.schema import Actor, MatchMode, Variant
from rules.text import tokens as text

JOINED_LENGTH, JOINED_COST = 5, 0.03
LOOSE_JOINED_LENGTH = 8  # where the words do not look like parts of one given name

SYLLABLES = 5  # letters of a part of a given name: Wei-Ming, Jean-Luc
_AND = ("and", "y", "e", "et", "und")  # how & is read out

Core = list[text.Token]
Words = tuple[str, ...]


def actor(rule: Actor, book: Book) -> list[Pattern]:
    """Returns the patterns of an actor: its name, its aliases, its surname alone."""
    return list(_Names(rule, book).patterns())


class _Names:
    """Compiles the variants of one actor, which say something about each other."""

    def __init__(self, rule: Actor, book: Book) -> None:
        self.rule, self.book = rule, book
        self.variants = [Variant(text=rule.name), *rule.aliases]
        self.parts = [parts(text.tokenize(v.text)) for v in self.variants]
        self.cores: list[Core] = [list(p.words) for p in self.parts]
        self.compounds = _compounds(self.cores)
        given = any(len(c) > 1 and _is_given(c[0]) for c in self.cores)
        self.person = rule.surname_alone is not None or (given and not any(p.company for p in self.parts))
        self.surnames = {c[-1].text for c in self.cores if len(c) > 1}
        self.surnames |= {word for compound in self.compounds for word in compound}
        self.own = frozenset(t.text for c in self.cores for t in c)

    def patterns(self) -> Iterator[Pattern]:
        for variant, name_parts in zip(self.variants, self.parts, strict=True):
            words = tuple(t.text for t in name_parts.words)
            if variant.match == "exact" or is_unspaced(words):
                exact = text.tokenize(variant.text) if variant.match == "exact" else name_parts.words
                yield self._as_name(literal(self.rule.id, variant, exact, self.book))
            elif words:
                name = self._name(variant, name_parts, words)
                yield name
                yield from self._joined(name, text.tokenize(variant.text))
        if self.rule.surname_alone is not None:
            yield self._surname(self.rule.surname_alone)

    def _as_name(self, pattern: Pattern) -> Pattern:
        """Returns an exact pattern of one word as a name, if the word is an ordinary one: Apple."""
        single = len(pattern.words) == 1 and pattern.case == Case.FREE
        ordinary = single and self._is_ordinary(pattern.words[0], pattern.raws[0])
        return replace(pattern, case=Case.NAME, own=self.own) if ordinary else replace(pattern, own=self.own)

    def _is_ordinary(self, word: str, raw: str) -> bool:
        return not self.person and raw[:1].isupper() and not raw.isupper() and lexicon.is_ordinary(word)

    def _name(self, variant: Variant, name_parts: NameParts, words: Words) -> Pattern:
        tokens = list(name_parts.words)
        units = (0,) * len(words) if name_parts.together else self._units(tokens, words)
        one_unit, single = units[0] == units[-1], len(words) == 1
        alone = one_unit and words[0] in self.surnames
        case = case_of(variant, tokens)
        if single and case == Case.FREE and self._is_ordinary(words[0], tokens[0].raw):
            case = Case.NAME
        standing_alone = alone or case in {Case.NAME, Case.CAPITALS}
        need, must = required(words)
        return Pattern(
            rule=self.rule.id,
            text=variant.text,
            style=Style.BARE if single else Style.NAME,
            slots=self._slots(tokens, variant.match, together=name_parts.together),
            words=words,
            units=units,
            need=need,
            must=must,
            gap=NAME_GAP,
            givens=0 if one_unit else _givens(words[: units.index(units[-1])]),
            alone=alone,
            ambiguous=alone and single and self._is_shared(words),
            parted=is_parted(tokens),
            case=case,
            raws=tuple(t.raw for t in tokens),
            together=name_parts.together,
            initials=name_parts.initials,
            generation=name_parts.generation,
            person=self.person,
            own=self.own,
            fillers=(*fillers(text.tokens(variant.text), words), *(_AND if "&" in variant.text else ())),
            context=self.rule.context if standing_alone and single else None,
        )

    def _surname(self, surname: str) -> Pattern:
        words = tuple(t.text for t in parts(text.tokenize(surname)).words)
        return Pattern(
            rule=self.rule.id,
            text=surname,
            style=Style.BARE,
            slots=tuple(
                self.book.slot_of(t.text, spellings.others(t.text, t.raw), 0, Liberty.SPOKEN | Liberty.ALONE)
                for t in parts(text.tokenize(surname)).words
            ),
            words=words,
            units=(0,) * len(words),
            need=len(words),
            alone=True,
            ambiguous=self._is_shared(words),
            raws=words,
            person=True,
            own=self.own,
            context=self.rule.context,
        )

    def _is_shared(self, words: Words) -> bool:
        return self.rule.context is not None or any(w in lexicon.common_surnames() for w in words)

    def _slots(self, tokens: Core, mode: MatchMode, *, together: bool) -> tuple[Slot, ...]:
        words = [t.text for t in tokens]
        alone = len(words) == 1 or together
        liberties = Liberty.SPOKEN | Liberty.ALONE if alone else Liberty.SPOKEN
        if all(keys.is_cyrillic(w) for w in words):
            liberties |= Liberty.CYRILLIC
        edits = [0 if mode == "stem" else keys.budget(w, alone=alone) for w in words]
        return tuple(
            self.book.slot_of(t.text, self._others(t), e, liberties)
            for t, e in zip(tokens, edits, strict=True)
        )

    def _others(self, token: text.Token) -> list[Words]:
        others = spellings.others(token.text, token.raw)
        if 2 <= len(token.text) <= 3 and token.raw.isupper() and token.text not in lexicon.function_words():
            others.append(tuple(token.text))  # JD Vance: J. D. Vance
        others += [(form,) for form in lexicon.form_families().get(token.text, ()) if form != token.text]
        return others

    def _units(self, tokens: Core, words: Words) -> tuple[int, ...]:
        units: list[int] = []
        for t in tokens:
            units.append(0 if not units else units[-1] if t.hyphen else units[-1] + 1)
        for compound in self.compounds:
            n = len(compound)
            for i in range(len(words) - n + 1):
                if words[i : i + n] == compound:
                    units[i : i + n] = [units[i]] * n
        return tuple(units)

    def _joined(self, name: Pattern, tokens: Core) -> Iterator[Pattern]:
        """Yields the name with two of its words, or all, written as one: lopezobrador, vandermeer."""
        words, n = name.words, len(name.words)
        joints = {(a, b, "".join(words[a:b])) for a, b in [*((j, j + 2) for j in range(n - 1)), (0, n)]}
        particles = ""
        for t in tokens:
            if t.text in words:
                j = words.index(t.text)
                joints.add((j, j + 1, particles + t.text))
                particles = ""
            else:
                particles = particles + t.text if t.text in lexicon.connectors() else ""
        for a, b, whole in sorted(joints):
            if whole in words or len(whole) < self._least_joined(name, a, b):
                continue
            joined = (*words[:a], whole, *words[b:])
            slots = (*name.slots[:a], self.book.slot(whole), *name.slots[b:])
            units = (*name.units[:a], name.units[b - 1], *name.units[b:])
            need, must = required(joined)
            yield replace(
                name,
                slots=slots,
                words=joined,
                units=units,
                need=need,
                must=must,
                givens=min(name.givens, a),
                raws=(*name.raws[:a], whole.title(), *name.raws[b:]),
                cost=JOINED_COST,
            )
        yield from self._compounded(name)

    def _least_joined(self, name: Pattern, a: int, b: int) -> int:
        """Returns how long two words written as one must be: Ji-hoon, Jihoon; letters may always be."""
        between = name.words[a:b]
        if all(len(w) == 1 for w in between):
            return 2
        short = all(len(w) <= SYLLABLES for w in between) and not all(map(lexicon.is_word, between))
        hyphened = len(between) == 2 and a + 1 < len(name.units) and name.units[a] == name.units[a + 1]
        return JOINED_LENGTH if short or hyphened else LOOSE_JOINED_LENGTH

    def _compounded(self, name: Pattern) -> Iterator[Pattern]:
        """Yields the name with two of its words as the other spellings of one: Abdul Rahman, Nur al-Din."""
        words, n = name.words, len(name.words)
        for j in range(n - 1):
            others = spellings.compound(words[j : j + 2])
            if others:
                whole = "".join(words[j : j + 2])
                joined = (*words[:j], whole, *words[j + 2 :])
                need, must = required(joined)
                yield replace(
                    name,
                    slots=(*name.slots[:j], self.book.slot_of(whole, others), *name.slots[j + 2 :]),
                    words=joined,
                    units=(*name.units[:j], name.units[j + 1], *name.units[j + 2 :]),
                    raws=(*name.raws[:j], whole.title(), *name.raws[j + 2 :]),
                    need=need,
                    must=must,
                    givens=min(name.givens, j),
                )


def _is_given(token: text.Token) -> bool:
    word = token.text
    return (
        word in lexicon.given_names() or known_words.is_listed(word, "given") or not lexicon.is_any_word(word)
    )


def _givens(words: Words) -> int:
    """Returns how many of the words before a surname an initial may stand for: Speaker is none of them."""
    ordinary = [lexicon.is_word(w) and w not in lexicon.given_names() for w in words]
    return ordinary.index(True) if True in ordinary else len(words)


def _compounds(cores: Sequence[Core]) -> list[Words]:
    """Returns double surnames: hyphened ones, and those that end a longer variant of the same actor."""
    found: set[Words] = set()
    for tokens in cores:
        run: list[str] = []
        for i, t in enumerate(tokens):
            run = [*run, t.text] if t.hyphen else [t.text]
            if len(run) > 1 and (i + 1 == len(tokens) or not tokens[i + 1].hyphen):
                found.add(tuple(run))
    words = [tuple(t.text for t in c) for c in cores]
    for w in words:
        if len(w) >= 2 and any(len(o) > len(w) and o[-len(w) :] == w for o in words):
            found.add(w)
    return sorted(found)

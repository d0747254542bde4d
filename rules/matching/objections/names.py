"""Objects to aligned words that do not mean what the rule means: commas, capitals, neighbours, grammar.

Every check says what speaks against the alignment. Must not search: it is asked about one alignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rules.matching import lexicon
from rules.matching.patterns.pattern import Style
from rules.matching.search.align import INITIAL, Alignment
from rules.matching.words.keys import PHONETIC
from rules.text.tokens import CLAUSE, COMMA, SENTENCE, Token

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_AND = frozenset({"and", "or", "y", "e", "o", "u", "et", "und"})
_OF = frozenset({"of", "in", "de", "del", "di", "des", "for", "to"})
_NAMES = frozenset({Style.NAME, Style.BARE, Style.LISTED})


class Objections:
    """Reads one field as its author wrote it, and objects to alignments in it."""

    def __init__(self, tokens: Sequence[Token], plain: str) -> None:
        """`plain`: the field with its markup resolved."""
        self.tokens = tokens
        words: list[str] = _LONG_WORD.findall(plain)
        lower = sum(1 for w in words if w.islower())
        # Names have capitals and other words have none: not so in headlines in capitals, not in chats.
        self.mixed = lower >= 2 and lower * 4 >= len(words) and any(w[0].isupper() for w in words)

    def objections(self, a: Alignment) -> Iterator[str]:
        """Yields what speaks against the alignment, the plainest first; nothing if the alignment stands."""
        if a.pattern.style == Style.VETO_OR_CONTEXT:
            return
        as_written = a.pattern.parted and not a.gap and len(a.filled()) == len(a.places)
        if not as_written:
            yield from self._barriers(a)
        if a.pattern.style in _NAMES:
            yield from self._surname_first(a)
            yield from self._between(a)
            yield from self._initials(a)
            yield from self._capitals(a)
            if a.pattern.alone:
                yield from self._before(a)
            if (a.pattern.ambiguous and self.mixed) or self._is_common(a):
                yield from self._after(a)
            elif a.pattern.style == Style.NAME and self.tokens[a.last].text in lexicon.common_surnames():
                yield from self._hyphenated(a)
        elif a.pattern.style == Style.PHRASE and len(a.pattern.slots) == 2:
            yield from self._coordination(a)
            yield from self._adjectives(a)
            yield from self._prepositions(a)
            yield from self._proper(a)
        elif a.pattern.style == Style.LITERAL and any(
            self.tokens[i].barrier for i in range(a.first + 1, a.last + 1)
        ):
            yield "punctuation parts the words"

    def _barriers(self, a: Alignment) -> Iterator[str]:
        barriers = [self.tokens[i].barrier for i in range(a.first + 1, a.last + 1)]
        if SENTENCE in barriers:
            yield "a sentence ends between the words"
        if a.pattern.style != Style.NEAR and barriers.count(CLAUSE) % 2:
            yield "a colon, dash or bracket parts the words"
        if a.pattern.style in _NAMES:
            yield from self._commas(a)

    def _is_capital(self, i: int) -> bool:
        return self.tokens[i].raw[:1].isupper()

    def _commas(self, a: Alignment) -> Iterator[str]:
        forms = lexicon.legal_forms()
        inner = range(a.first + 1, a.last + 1)
        commas = [i for i in inner if self.tokens[i].barrier == COMMA and self.tokens[i].text not in forms]
        if len(commas) > 1 or (commas and not a.turned):
            yield "a comma parts the words"

    def _surname_first(self, a: Alignment) -> Iterator[str]:
        """“Salazar, Ken” is one person, “Salazar, Ken Livingstone and others” are more."""
        after = a.last + 1
        if not a.turned or after >= len(self.tokens) or self.tokens[after].barrier:
            return
        if any(self.tokens[i].barrier == COMMA for i in range(a.first + 1, a.last + 1)):
            word = self.tokens[after]
            known = word.text in a.pattern.own or word.text in a.pattern.fillers
            if word.raw.istitle() and len(word.text) > 1 and not known:
                yield f"“{word.raw}” follows the given name"

    def _between(self, a: Alignment) -> Iterator[str]:
        light = lexicon.connectors()
        for i in a.between():
            word = self.tokens[i]
            if word.text in _AND and (a.gap or word.text not in a.pattern.fillers):
                yield "two people are listed"
            if word.text in a.pattern.fillers:
                continue
            if word.text in light or (len(word.text) == 1 and word.text.isascii()):
                continue
            if a.turned:
                yield f"“{word.raw}” parts surname and given name"
            elif (self.mixed and not self._is_capital(i)) or lexicon.is_word(word.text):
                yield f"“{word.raw}” between them is no name"

    def _initials(self, a: Alignment) -> Iterator[str]:
        for p in a.filled():
            if p.way == INITIAL and not self._is_initial(p.first):
                yield f"“{self.tokens[p.first].raw}” is no initial"

    def _is_initial(self, i: int) -> bool:
        raw = self.tokens[i].raw
        if not raw.isupper():
            return False
        return self.tokens[i].dotted or (self.mixed and raw not in {"A", "E", "I", "O", "U", "Y"})

    def _capitals(self, a: Alignment) -> Iterator[str]:
        filled = [p for p in a.filled() if p.way != INITIAL]
        if a.pattern.acronym:
            yield from self._acronym(filled[0].first)
        if not self.mixed:
            return
        small = [
            p for p in filled if self.tokens[p.first].raw[:1].islower() and not self.tokens[p.first].tagged
        ]  # fmt: skip
        for p in small:
            word = self.tokens[p.first]
            if p.way >= PHONETIC:
                yield f"“{word.raw}” is spelt otherwise and has no capital"
            elif lexicon.is_word(word.text) and p is filled[-1]:
                yield f"“{word.raw}” is a word and has no capital"
        if small and a.pattern.need == 1 and (a.pattern.alone or a.pattern.style == Style.LISTED):
            yield f"“{self.tokens[small[0].first].raw}” has no capital"

    def _acronym(self, i: int) -> Iterator[str]:
        word = self.tokens[i]
        if word.raw.isupper() or word.tagged:
            return
        if len(word.text) <= 3 or lexicon.is_word(word.text):
            yield f"“{word.raw}” is not in capitals"

    def _before(self, a: Alignment) -> Iterator[str]:
        """Objects where another given name before a lone surname makes it another person."""
        if a.first == 0:
            return
        here, before = self.tokens[a.first], self.tokens[a.first - 1]
        if here.barrier or here.tagged or before.text in a.pattern.own:
            return
        if here.hyphen:
            if a.pattern.ambiguous and self._is_capital(a.first - 1):
                yield f"“{before.raw}-” makes it another surname"
            return
        if self._is_given_name(a.first - 1):
            yield f"“{before.raw}” before it is another given name"
        elif a.pattern.ambiguous and before.text in lexicon.professions():
            yield f"“{before.raw}” before it makes it another person"
        elif len(before.text) == 1:
            if before.raw.isupper() and before.dotted and not any(o[0] == before.text for o in a.pattern.own):
                yield f"“{before.raw}.” before it is another initial"
        elif self.mixed and self._is_strange_name(a.first - 1, opening=a.pattern.ambiguous):
            yield f"“{before.raw}” before it may be another given name"

    def _is_given_name(self, i: int) -> bool:
        """Will, May and Mark are words too, where nothing but a capital tells."""
        word = self.tokens[i]
        if word.text not in lexicon.given_names():
            return False
        if word.text in lexicon.words():
            return self.mixed and self._is_capital(i) and not (i == 0 or word.barrier == SENTENCE)
        return not self.mixed or self._is_capital(i)

    def _is_strange_name(self, i: int, *, opening: bool) -> bool:
        """Whether a word with a capital is no title and no dictionary word. `opening`: also where a sentence begins."""
        word = self.tokens[i]
        if not word.raw[:1].isupper() or (word.raw.isupper() and len(word.raw) > 1):
            return False
        if (i == 0 or word.barrier == SENTENCE) and not opening:
            return False
        return word.text not in lexicon.titles() and not lexicon.is_word(word.text)

    def _is_common(self, a: Alignment) -> bool:
        """Whether a listed name of two words ends in a common surname: the next word may make it another's."""
        listed = a.pattern.style == Style.LISTED and len(a.places) == 2 and not a.turned
        return listed and self.tokens[a.last].text in lexicon.common_surnames()

    def _after(self, a: Alignment) -> Iterator[str]:
        """Objects to another surname after a shared one: Salazar Mallén is not Salazar."""
        if a.last + 1 >= len(self.tokens):
            return
        word = self.tokens[a.last + 1]
        if word.barrier or len(word.text) < 3 or word.text in a.pattern.own:
            return
        if word.hyphen:
            yield from self._hyphenated(a)
        elif self._is_strange_name(a.last + 1, opening=True):
            yield f"“{word.raw}” after it makes it another surname"

    def _hyphenated(self, a: Alignment) -> Iterator[str]:
        """Pedro Sánchez-Vallejo is not Pedro Sánchez; only of common surnames are double ones made as a rule."""
        if a.turned or a.last + 1 >= len(self.tokens):
            return
        word = self.tokens[a.last + 1]
        if (
            word.hyphen
            and not word.barrier
            and word.text not in a.pattern.own
            and self._is_capital(a.last + 1)
        ):
            yield f"“-{word.raw}” makes it another surname"

    def _coordination(self, a: Alignment) -> Iterator[str]:
        """Whether words joined by a comma or “and” still belong to each other.

        “arms and drug trafficking” and “tráfico de drogas y armas” are about arms; “arms sales and drug
        trafficking” and “drug trafficking, arms exports” are about trafficking in something else.
        """
        inner = range(a.first + 1, a.last)
        joints = [
            i for i in (*inner, a.last) if self.tokens[i].barrier == COMMA or self.tokens[i].text in _AND
        ]
        if not joints:
            return
        apart = "a comma or “and” parts the words"
        if a.pattern.proper:
            yield apart
        elif a.pattern.headed != a.turned:
            governors = [i for i in inner if self.tokens[i].text in _OF]
            listed = bool(governors) and joints[-1] in {a.last - 1, a.last}
            heads = bool(governors) and joints == [a.first + 1] and governors[0] > joints[0]
            if not listed and not heads:
                yield apart
        elif joints[0] != a.first + 1 and not (a.pattern.trailing and joints[-1] == a.last - 1):
            yield apart

    def _adjectives(self, a: Alignment) -> Iterator[str]:
        """An adjective touches its noun or agrees with it.

        “long weekend of weapons” holds no long weapons, “armas de una larga tradición” no armas largas.
        """
        between = [self.tokens[i].text for i in a.between()]
        if not between:
            return
        joined = not _AND.isdisjoint(between)
        if a.pattern.modified and not joined and (a.gap > 1 or not _OF.isdisjoint(between)):
            yield f"“{self.tokens[a.first].raw}” goes with another noun"
        noun, adjective = self.tokens[a.first], self.tokens[a.last]
        if a.pattern.trailing and noun.text.endswith("s") != adjective.text.endswith("s"):
            yield f"“{adjective.raw}” does not agree with “{noun.raw}”"

    def _prepositions(self, a: Alignment) -> Iterator[str]:
        """“wall along the border” is one thought, “wall of sound across the border” is two."""
        for i in a.between():
            if i > a.first + 1 and self.tokens[i].text in lexicon.prepositions():
                yield f"“{self.tokens[i].raw}” begins another thought"

    def _proper(self, a: Alignment) -> Iterator[str]:
        if a.pattern.proper and self.mixed and not any(self._is_capital(p.first) for p in a.filled()):
            yield "the term has capitals, these words have none"

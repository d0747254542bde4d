"""Reads one field of an entry as its author wrote it: where capitals mean a name, where a sentence begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.text.barriers import SENTENCE
from rules.text.tokens import Token

_WORD = re.compile(r"[^\W\d_]+")
_LONG = 4
_MARKERS = 5.5  # the figure from which on a word tells the language of a text


class Reading:
    """Holds the tokens of a field and what its capitals say.

    `mixed`: prose, in which names have capitals and other words have none; `cased`: some words have capitals, some none;
    `capitals`: a text all in capitals.
    """

    def __init__(
        self, tokens: Sequence[Token], plain: str, content: str = "", confirmed: frozenset[str] = frozenset()
    ) -> None:
        """`plain`: the field with its markup resolved; `content`: as published; `confirmed`: rules that the entry's other
        field has for certain.
        """
        self.tokens, self.content, self.confirmed = tokens, content, confirmed
        every: list[str] = _WORD.findall(plain)
        long = [w for w in every if len(w) >= _LONG]
        lower = sum(1 for w in long if w.islower())
        # Not so in headlines in capitals, not in chats.
        self.mixed = lower >= 2 and lower * 4 >= len(long) and any(w[0].isupper() for w in every)
        self.capitals = len(every) > 1 and sum(1 for w in every if w.isupper()) >= 0.8 * len(every)
        # Some words have capitals and some have none, though too few to be sure of prose.
        self.cased = any(w[0].isupper() for w in every) and any(w.islower() for w in every)
        self._words = every

    @cached_property
    def language(self) -> str:
        """The language whose commonest words the field holds most of, "" if none stands out."""
        small = {w.lower() for w in self._words}
        counts = {
            code: sum(1 for w in small if known_words.figure(w, code) >= _MARKERS)
            for code in known_words.languages()
        }
        best = max(counts, key=lambda code: counts[code])
        return best if counts[best] >= 2 else ""

    def is_capital(self, i: int) -> bool:
        return self.tokens[i].raw[:1].isupper()

    def begins_sentence(self, i: int) -> bool:
        return i == 0 or self.tokens[i].barrier >= SENTENCE - 1

    def between(self, i: int) -> str:
        """The text between token i and the token before it, as published."""
        return self.content[self.tokens[i - 1].end : self.tokens[i].start]

    def is_given_name(self, i: int) -> bool:
        """Will, May and Mark are words too, where nothing but a capital tells."""
        word = self.tokens[i]
        if word.text not in lexicon.given_names():
            listed = self.is_capital(i) and known_words.is_listed(word.text, "given")
            return listed and not lexicon.is_word(word.text)
        if word.text in lexicon.words():
            return self.mixed and self.is_capital(i) and not (i == 0 or word.barrier == SENTENCE)
        return not self.mixed or self.is_capital(i)

    def is_strange_name(self, i: int) -> bool:
        """Whether a word has a capital and is no title and no word of any language."""
        word = self.tokens[i]
        if not word.raw[:1].isupper() or (word.raw.isupper() and len(word.raw) > 1):
            return False
        listed = lexicon.is_any_word(word.text) and not lexicon.is_name(word.text)
        if word.text in lexicon.titles() or lexicon.is_word(word.text) or listed:
            return False
        # German writes every noun with a capital: Bundeskanzler Scholz.
        return self.language != "de" or lexicon.is_name(word.text)

"""The memory by which silence is judged: facts of entries, forms of feeds, and the words that watches look for.

It belongs to the store's thread, and lives as long as the process: a reload of rules carries it over. Bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import is_
from typing import Any

from rules.deciding.watches import supporting_ids
from rules.model import Entry, Fired, RuleSet
from rules.schema import Watch
from rules.silence import Facts, FactsCache, Memory, Pairs, facts
from rules.silence.facts import facts_in, text_of
from rules.silence.facts_cache import FACTS_KEPT, Name, Read, key_of
from rules.silence.verdict import REPORTS, nearest
from rules.stories.glossary import Glossary
from rules.text.tokens import tokens
from rules.text.word_frequency import stem

# Stored entries that a new memory learns from: enough to know the forms of feeds, and read within a second.
WARM_UP = 500


# Texts whose facts stay at hand for replays, beside those that each keeps: some 15 kB each.
SHARED = 512
KEYS = 2_048  # entries whose keys they know


class SharedReading:
    """Reads facts for replays that go side by side: a text that both read alike, or read again, is read once.

    Those of the entry that comes next may be told, where another process has read them.
    """

    def __init__(self) -> None:
        self._told: tuple[Entry, Facts] | None = None
        self._facts_in = lru_cache(maxsize=SHARED)(self._read)
        # A long story asks for the keys of all its reports again and again.
        self.key: Name = lru_cache(maxsize=KEYS)(key_of)

    def __call__(self, entry: Entry, memory: Memory | None) -> Facts:
        return self._facts_in(entry, text_of(entry, memory))

    def tell(self, entry: Entry, facts: Facts) -> None:
        """Takes over facts of the entry that comes next; they are of use where its text is read as it was for them."""
        self._told = entry, facts

    def _read(self, entry: Entry, text: str) -> Facts:
        told = self._told
        if told is not None and told[0] is entry and told[1].text == text:
            return told[1]
        return facts_in(entry, text)


class SilenceMemory:
    """The memory of silence: facts and forms of entries that met a watch."""

    def __init__(
        self,
        budget: int = FACTS_KEPT,
        read: Read = facts,
        key: Name = key_of,
        pairs: Pairs | None = None,
    ) -> None:
        """Keeps at most `budget` bytes of facts; `read` reads those of an entry, `pairs` may be those of others."""
        self.pairs = pairs or Pairs()
        self.forms = Memory()
        self._facts = FactsCache(budget, read, key)
        self._rules: RuleSet | None = None
        self._glossary = Glossary()
        self._watched: dict[tuple[str, str], frozenset[str]] = {}
        # What was asked of the last report, by story after story.
        self._asked: tuple[Facts, frozenset[str]] | None = None
        self._answers: list[tuple[RuleSet, Sequence[Fired], frozenset[str]]] = []

    def facts(self, entry: Entry) -> Facts:
        """The facts of this version of an entry."""
        return self._facts.of(entry, self.forms)

    def nearest(self, entry: Entry, told: Sequence[Entry]) -> list[Entry]:
        """The told entries that a report of a long story is laid beside."""
        if len(told) <= REPORTS:
            return list(told)
        stems = [self._facts.stems(each, self.forms) for each in told]
        return [told[place] for place in nearest(self.facts(entry).title_stems, stems)]

    def learn(self, entry: Entry) -> None:
        """Learns from an entry that met a watch; each entry is to be learned from once."""
        self.forms.learn(self.facts(entry))
        self._asked = None

    def kept(self) -> object:
        """All that was learned, to be put into another memory."""
        return self.forms, self._facts.kept()

    def put(self, kept: Any) -> None:
        """Takes over what another memory kept."""
        self.forms, facts = kept
        self._asked = None
        self._facts.put(facts)

    def warm_up(self, entries: Iterable[Entry]) -> None:
        """Learns from stored entries, oldest first."""
        for entry in entries:
            self.learn(entry)

    def watched(self, facts: Facts, firing: Sequence[Fired], rules: RuleSet) -> frozenset[str]:
        """The words that tell nothing in a report: those that its watches look for, and those of nearly all entries.

        Beside the terms of the rules, the words that these found in the report.
        """
        if self._asked is None or self._asked[0] is not facts:
            self._asked, self._answers = (facts, self.forms.shared_by_all(facts.all_stems)), []
        for asked_of, asked, found in self._answers:
            if asked_of is rules and len(asked) == len(firing) and all(map(is_, asked, firing)):
                return found
        words = set(self._asked[1])
        for fired in firing:
            words |= self._words_of(fired.watch, rules, facts.code)
            for match in fired.matches:
                for word in tokens(match.text):
                    words |= {word, stem(word, facts.code)}
        found = frozenset(words)
        self._answers.append((rules, firing, found))
        return found

    def _words_of(self, watch: Watch, rules: RuleSet, code: str) -> frozenset[str]:
        if self._rules is not rules:
            self._rules, self._glossary, self._watched = rules, Glossary(rules), {}
        known = self._watched.get((watch.id, code))
        if known is None:
            ids = supporting_ids(watch.when, {other.id: other for other in rules.watches})
            known = self._watched[watch.id, code] = self._glossary.words_of(ids, code)
        return known

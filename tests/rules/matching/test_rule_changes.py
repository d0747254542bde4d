"""What an edit changes is found without looking at every entry, and loses no match, span or score."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.places import ROOT, SHARED_DATA

from rules import matching
from rules.loading.load import load
from rules.matching.entry_query import Vocabulary
from rules.matching.rule_changes import RuleChanges
from rules.model import Entry, ListedActor, LoadedList, Match, RuleSet
from rules.schema import Actor, ActorList, Topic
from rules.text.token_query import holds
from rules.text.tokens import tokens

TERMS: tuple[object, ...] = (
    "fentanyl pills", "border wall", "ceasefire", "airstrike", "vaccination", "arms trafficking", "tyre factory", "DEA",
    {"near": [["border", "frontera"], ["wall", "muro"]], "within": 3}, "tráfico de armas", "Palacio Nacional",
    "counternarcotics operation", "smuggling",
)  # fmt: skip
NAMES = (
    "Marcelo Ebrard", "Andrés Manuel López Obrador", "López Obrador", "AMLO", "Rogelio Quintanar", "Наталья Воронцова",
    "Elizabeth Sherwood-Randall", "Yusuf al-Haddad",
)  # fmt: skip
WORDS = [
    "fentanyls",
    "fentalino",
    "pills",
    "the",
    "border",
    "a",
    "wall",
    "or",
    "cease",
    "fire",
    "ceasefire",
    "air",
    "strike",
    "air-strike",
    "vaccinated",
    "vaccinations",
    "arms",
    "trafficking",
    "trafficked",
    "tires",
    "tyres",
    "factory",
    "DEA",
    "dea",
    "muro",
    "en",
    "la",
    "frontera",
    "tráfico",
    "de",
    "armas",
    "Palacio",
    "Nacional",
    "counter",
    "narcotics",
    "operations",
    "smuggled",
    "smuggler",
    "M.",
    "Ebrard",
    "Marcelo",
    "Ébrard",
    "Ebrad",
    "Lopez",
    "Obrador",
    "AMLO",
    "Quintan",
    "ar",
    "Quintanar",
    "Rogelio",
    "Воронцовой",
    "Voronzova",
    "Sherwood",
    "Randall",
    "Yousef",
    "Haddad",
    ".",
    ",",
    "'arms",
    "sales'",
    "against",
    "talks",
    "xentanyls",
]
topics = st.builds(
    lambda terms, vetoes, context: Topic.model_validate(
        {"id": "topic", "terms": terms, "not": vetoes}
        | ({"context": {"any": context, "within": 5}} if context else {})
    ),
    st.lists(st.sampled_from(TERMS), min_size=1, max_size=5, unique_by=str),
    st.lists(st.sampled_from(["arms sales", "against the wall", "air"]), max_size=2, unique=True),
    st.lists(st.sampled_from(["talks", "border"]), max_size=2, unique=True),
)
actors = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True).map(
    lambda names: Actor(id="actor", name=names[0], aliases=names[1:])
)
lists = st.lists(st.sampled_from(NAMES), max_size=4, unique=True).map(
    lambda names: LoadedList(
        ActorList(id="sdn", file="list.csv", format="csv"),
        tuple(ListedActor(str(NAMES.index(name)), name) for name in names),
    )
)
rule_sets = st.builds(
    lambda topic, actor, listed: RuleSet(topics=tuple(topic), actors=tuple(actor), lists=tuple(listed)),
    st.lists(topics, max_size=1),
    st.lists(actors, max_size=1),
    st.lists(lists, max_size=1),
)
texts = st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join)
some_entries = st.lists(st.builds(lambda a, b: Entry(id="e", title=a, text=b), texts, texts), max_size=4)


def words_of(entry: Entry) -> set[str]:
    return {*tokens(entry.title), *tokens(entry.text)}


def vocabulary_of(entries: Sequence[Entry]) -> dict[str, int]:
    return {word: n for n, word in enumerate(sorted({w for entry in entries for w in words_of(entry)}))}


def bare(matches: Sequence[Match]) -> list[Match]:
    """Matches without the vetoes that were checked, which are no part of what was found."""
    return [replace(match, vetoes=()) for match in matches]


def check(old: RuleSet, new: RuleSet, entries: Sequence[Entry]) -> int:
    """Compares with matching all entries by all rules; returns how many entries differ."""
    numbers = vocabulary_of(entries)
    changes = RuleChanges(old, new)
    query = changes.query(Vocabulary(numbers))
    before, after = matching.compile(old), matching.compile(new)
    differ = 0
    for entry in entries:
        were, are = bare(before.match(entry)), bare(after.match(entry))
        gone, come = [m for m in were if m not in are], [m for m in are if m not in were]
        if gone or come:
            differ += 1
            assert holds(query, {numbers[word] for word in words_of(entry)}), (entry, gone, come)
        found = [sorted(bare(side), key=str) for side in changes.match(entry)]
        assert found == [sorted(gone, key=str), sorted(come, key=str)]
    return differ


@settings(max_examples=250, deadline=None)
@given(rule_sets, rule_sets, some_entries)
def test_the_query_finds_every_entry_whose_matches_differ(
    old: RuleSet, new: RuleSet, entries: list[Entry]
) -> None:
    check(old, new, entries)


def test_a_term_more_asks_for_entries_with_its_words_only() -> None:
    old = Topic.model_validate({"id": "t", "terms": ["border wall"]})
    new = Topic.model_validate({"id": "t", "terms": ["border wall", "arms trafficking"]})
    entries = [Entry(id="e", title=t) for t in ("a border wall", "arms trafficked", "arms", "talks")]
    numbers = vocabulary_of(entries)
    query = RuleChanges(RuleSet(topics=(old,)), RuleSet(topics=(new,))).query(Vocabulary(numbers))
    found = [entry.title for entry in entries if holds(query, {numbers[w] for w in words_of(entry)})]
    assert found == ["arms trafficked"]


def test_the_seed_of_a_rule_asks_for_no_entry() -> None:
    old = Actor(id="a", name="Marcelo Ebrard")
    new = old.model_copy(update={"seed": "a seed"})
    query = RuleChanges(RuleSet(actors=(old,)), RuleSet(actors=(new,))).query(Vocabulary({"ebrard": 1}))
    assert not holds(query, {1})


def test_a_vocabulary_takes_in_later_tokens() -> None:
    rules = RuleSet(actors=(Actor(id="a", name="Marcelo Ebrard"),))
    vocabulary = Vocabulary({"marcelo": 1})
    assert not holds(RuleChanges(RuleSet(), rules).query(vocabulary), {1, 2})
    vocabulary.add({"ebrad": 2})
    assert holds(RuleChanges(RuleSet(), rules).query(vocabulary), {1, 2})


@cache
def real_entries() -> list[Entry]:
    out = []
    for name in ("corpus_en", "corpus_es", "stories_uci_dev", "stories_allsides_dev"):
        with gzip.open(SHARED_DATA / f"{name}.jsonl.gz", "rt") as lines:
            rows = [json.loads(line) for line in lines]
        out += [Entry(id=str(i), title=r["title"], text=(r["text"] or "")[:1000]) for i, r in enumerate(rows)]
    return random.Random(4).sample(out, 1_500)


@pytest.mark.skipif(not SHARED_DATA.exists(), reason="the data for measuring is not here")
@pytest.mark.slow
def test_nothing_is_lost_over_the_shipped_rules_and_real_texts() -> None:
    shipped = load(ROOT / "rules").rules
    draw = random.Random(7)
    edits = [RuleSet(), *(_edited(shipped, draw) for _ in range(6))]
    assert sum(check(shipped, edited, real_entries()) for edited in edits) > 100


def _edited(rules: RuleSet, draw: random.Random) -> RuleSet:
    """The rules without a third of them, and with other terms for a topic."""
    kept_actors = tuple(actor for actor in rules.actors if draw.random() > 0.3)
    kept_topics = tuple(
        topic.model_copy(update={"terms": draw.sample(topic.terms, max(1, len(topic.terms) // 2))})
        for topic in rules.topics
        if draw.random() > 0.3
    )
    added = Topic.model_validate({"id": "added", "terms": draw.sample(TERMS, 3)})
    return replace(rules, actors=kept_actors, topics=(*kept_topics, added))

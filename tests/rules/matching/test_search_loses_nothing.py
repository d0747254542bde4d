"""The filters lose nothing: index and catalogue find what comparing all with all finds."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from support import unfiltered_matcher
from support.places import SHARED_DATA

from rules.matching import lexicon
from rules.matching.compiled_rules import compile_rules
from rules.matching.matcher import aligned_in
from rules.matching.patterns.pattern import Pattern
from rules.matching.search.align import Alignment
from rules.matching.search.prefilter import Layer, ListLayer, RuleLayer
from rules.matching.search.token_index import TokenIndex
from rules.matching.words.keys import Spec
from rules.schema import Actor, Topic
from rules.text import tokens as text

ACTORS = tuple(
    Actor.model_validate(a)
    for a in (
        {
            "id": "ebrard",
            "name": "Marcelo Ebrard",
            "aliases": ["Marcelo Luis Ebrard Casaubón"],
            "surname_alone": "Ebrard",
        },
        {"id": "obrador", "name": "Andrés Manuel López Obrador", "aliases": ["López Obrador", "AMLO"]},
        {"id": "randall", "name": "Elizabeth Sherwood-Randall"},
        {"id": "haddad", "name": "Yusuf al-Haddad", "aliases": ["Воронцова Наталья"]},
    )
)
TOPICS = tuple(
    Topic.model_validate(t)
    for t in (
        {"id": "fentanyl", "terms": ["fentanyl", "fentanilo"]},
        {"id": "arms", "terms": ["arms trafficking", "tráfico de armas", "long weapons", "border security"]},
        {
            "id": "vaccine",
            "terms": ["vaccination", "vacunación", {"near": [["climate", "clima"], ["change", "cambio"]]}],
        },
    )
)
NAMES = [
    ("l/1", "GUZMAN LOERA, Joaquin"), ("l/2", "AL-QADHAFI, Muammar"), ("l/3", "Norvexa Shipping Company"),
    ("l/4", "HERNANDEZ PULIDO, Maria Elda"), ("l/5", "BIN LADIN, Usama"), ("l/6", "National Bank of Zanavia"),
]  # fmt: skip
LETTERS = "abdeilmnorstuv"


def as_tuples(alignments: Sequence[Alignment]) -> set[tuple[object, ...]]:
    return {
        (a.pattern.rule, a.pattern.text, a.pattern.words, a.score, tuple(p and p[:2] for p in a.places))
        for a in alignments
    }


def check(layer: Layer, patterns: Sequence[Pattern], texts: Sequence[str]) -> int:
    """Compare on these texts; the number of alignments that both found."""
    tokenised = [text.tokens(t) for t in texts]
    vocabulary = {word for words in tokenised for word in words}
    hits = unfiltered_matcher.hits_of(layer.index.specs, vocabulary)
    for word in vocabulary:
        fast = {hit.spec: hit.similarity for hit in layer.index.hits(word)}
        assert fast == {n: pytest.approx(hit.similarity, abs=1e-4) for n, hit in hits[word].items()}, word
    total = 0
    for words in tokenised:
        expected = as_tuples(unfiltered_matcher.alignments_of(patterns, words, hits))
        assert as_tuples(list(aligned_in(layer, words))) == expected
        total += len(expected)
    return total


def rule_layer() -> RuleLayer:
    return compile_rules(ACTORS, TOPICS).layer


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Words of the rules, each with a slip or two, among words of no rule."""
    sources = [
        *(a.name for a in ACTORS),
        *(n for _, n in NAMES),
        "arms trafficking",
        "tráfico de armas",
        "fentanilo",
    ]
    words = draw(st.sampled_from(sources)).split() + draw(
        st.lists(st.sampled_from(["de", "said", "y", "ventanilla"]), max_size=3)
    )
    out = []
    for word in draw(st.permutations(words)) if draw(st.booleans()) else words:
        for _ in range(draw(st.integers(0, 2))):
            i = draw(st.integers(0, len(word) - 1))
            slip = draw(st.sampled_from(["drop", "swap", "double", "change"]))
            other = draw(st.sampled_from(LETTERS))
            word = {  # noqa: PLW2901
                "drop": word[:i] + word[i + 1 :] or word,
                "swap": word[:i] + word[i : i + 2][::-1] + word[i + 2 :],
                "double": word[:i] + other + word[i:],
                "change": word[:i] + other + word[i + 1 :],
            }[slip]
        out.append(word)
    return " ".join(out)


@settings(max_examples=150, deadline=None)
@given(st.lists(damaged(), min_size=1, max_size=4))
def test_damaged_names_are_found_by_the_filter_as_by_brute_force(texts: list[str]) -> None:
    rules = rule_layer()
    check(rules, rules.patterns, texts)
    names = ListLayer(NAMES)
    check(names, list(names.patterns()), texts)


@pytest.mark.parametrize("word", ["trafficking", "casaubonx", "hernandezes", "fernandofranco"])
def test_every_pair_of_slips_within_the_budget_is_found(word: str) -> None:
    index = TokenIndex([Spec(word, 2)])
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]
    for once in {word, *swapped}:
        for i in range(len(once)):
            swap = once[:i] + once[i : i + 2][::-1] + once[i + 2 :]
            for twice in (
                once[:i] + once[i + 1 :],
                once[:i] + "q" + once[i:],
                once[:i] + "q" + once[i + 1 :],
                swap,
            ):
                within = OSA.distance(word, twice) <= 2 and not lexicon.is_word(twice)
                assert bool(index.hits(twice)) == (within or twice == word), twice


@pytest.mark.parametrize("particles", range(7))
@pytest.mark.parametrize("foreign", range(5))
def test_words_at_the_very_end_of_their_reach_are_found(particles: int, foreign: int) -> None:
    between = ["de"] * particles + ["zzz"] * foreign
    names = [name for _, name in NAMES]
    texts = []
    for name in [*names, *(a.name for a in ACTORS), "arms trafficking"]:
        for first, *rest in (text.tokens(name), text.tokens(name)[::-1]):
            texts.append(" ".join([first, *between, *rest, "fin"]))
            texts.append(" ".join(["fin", first, *rest[:-1], *between, *rest[-1:]]))
    rules, layer = rule_layer(), ListLayer(NAMES)
    check(rules, rules.patterns, texts)
    check(layer, list(layer.patterns()), texts)


def corpus(count: int) -> list[str]:
    files = [SHARED_DATA / "corpus_en.jsonl.gz", SHARED_DATA / "corpus_es.jsonl.gz"]
    if not all(f.exists() for f in files):
        pytest.skip(f"no corpus in {SHARED_DATA}: set WIREWATCH_DATA")
    texts = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            texts += [" ".join(json.loads(line)["text"].split()[:250]) for line in lines]
    random.Random(3).shuffle(texts)
    return texts[:count]


def test_real_texts_lose_no_hit_of_hand_written_rules() -> None:
    rules = rule_layer()
    assert check(rules, rules.patterns, corpus(1000)) > 100


def test_real_texts_lose_no_hit_of_a_list() -> None:
    file = SHARED_DATA / "ofac_sdn.jsonl.gz"
    texts = corpus(400)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        names = [(f"sdn/{i}", json.loads(line)["name"]) for i, line in enumerate(lines) if i % 15 == 0]
    # Words of the texts themselves, shuffled into names, so that much is nearly found.
    rng = random.Random(4)
    common = [word for t in texts[:40] for word in text.tokens(t) if len(word) > 4]
    names += [(f"made/{i}", " ".join(rng.sample(common, rng.choice([2, 3, 4])))) for i in range(300)]
    layer = ListLayer(names)
    check(layer, list(layer.patterns()), texts)

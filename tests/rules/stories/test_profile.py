"""Entries as weighted words, and what crosses languages."""

from __future__ import annotations

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from rules.model import Entry, RuleSet
from rules.schema import Topic
from rules.stories.glossary import Glossary
from rules.stories.profile import Frequencies, Profile, profile

GLOSSARY = Glossary(
    RuleSet(topics=(Topic.model_validate({"id": "arms", "terms": ["arms trafficking", "tráfico de armas"]}),))
)


def profiled(title: str, text: str = "", lang: str = "en", counts: Frequencies | None = None) -> Profile:
    return profile(Entry(id="a", title=title, text=text, lang=lang), counts or Frequencies(), GLOSSARY)


def test_rare_words_weigh_more_than_common_ones_and_small_words_nothing() -> None:
    weights = profiled("The hospital and the ferry of Robledo").weights
    assert weights["robledo"] > weights["hospit"]
    assert not {"the", "of"} & weights.keys()


def test_watched_words_weigh_less_than_other_rare_words() -> None:
    weights = profiled("Robledo on trafficking").weights
    assert weights["traffick"] < weights["robledo"]


def test_a_word_of_the_title_weighs_more_than_one_of_the_text() -> None:
    weights = profiled("Robledo", "Quintanar").weights
    assert weights["robledo"] > weights["quintanar"]


def test_a_word_weighs_less_the_more_stories_have_held_it() -> None:
    counts = Frequencies()
    before = profiled("Robledo meets Quintanar", counts=counts).weights
    for _ in range(50):
        counts.learn(["robledo"], new_story=True)
    after = profiled("Robledo meets Quintanar", counts=counts).weights
    assert after["robledo"] < before["robledo"]
    assert after["robledo"] < after["quintanar"]


def test_names_figures_and_concepts_cross_languages() -> None:
    english = profiled("Robledo counts 40 cases of arms trafficking", lang="en").bridge
    spanish = profiled("Robledo cuenta 40 casos de tráfico de armas", lang="es").bridge
    assert {"robledo": 1.0, "40": 0.5, "=arms": 1.0}.items() <= english.items()
    assert english.keys() & spanish.keys() == {"robledo", "40", "=arms"}
    assert "trafficking" not in english


@given(st.text(max_size=80), st.text(max_size=200))
def test_the_weights_of_any_entry_have_length_one_or_none(title: str, text: str) -> None:
    weights = profiled(title, text, lang="").weights
    assert not weights or isclose(sum(weight * weight for weight in weights.values()), 1.0)


def test_frequencies_count_each_stem_of_a_story_and_the_stories() -> None:
    counts = Frequencies()
    counts.learn(["a", "b"], new_story=True)
    counts.learn(["b"], new_story=False)
    assert (counts.stories, counts.of(["a", "b", "c"])) == (1, {"a": 1, "b": 2})

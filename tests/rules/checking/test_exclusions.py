"""Exclusions that keep a watch from a false alert, and what they would lose."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.checking.exclusions import MOST, exclusions, with_exclusion
from rules.deciding.watches import fired
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic, Watch

RULES = RuleSet(
    actors=(Actor(id="quintanar", name="Rogelio Quintanar"),),
    topics=(Topic.model_validate({"id": "ferry", "terms": ["ferry"]}),),
    watches=(Watch.model_validate({"id": "ships", "when": {"any": ["ferry", "quintanar"]}}),),
)
FALSE = Entry(id="false", title="Bryan Ferry sings in the harbour hall", text="")


def still_fires(rules: RuleSet, entry: Entry) -> bool:
    return bool(fired(rules.watches, compile_rules(rules).match(entry)))


def test_each_exclusion_alone_keeps_the_watch_from_firing() -> None:
    found = exclusions(RULES, FALSE, ["ships"], [])
    assert 0 < len(found) <= MOST
    assert "Bryan Ferry" in {exclusion.phrase for exclusion in found}
    for exclusion in found:
        edited = with_exclusion(RULES, exclusion.rule, exclusion.phrase)
        assert edited is not None
        assert still_fires(RULES, FALSE)
        assert not still_fires(edited, FALSE)


def test_an_exclusion_names_the_alerts_it_would_lose_and_the_cheapest_comes_first() -> None:
    right = Entry(id="right", title="A new ferry sings through the night", text="")
    found = exclusions(RULES, FALSE, ["ships"], [(right, ["ships"])])
    assert found[0].lost == ()
    assert [len(exclusion.lost) for exclusion in found] == sorted(len(exclusion.lost) for exclusion in found)
    assert {exclusion.phrase: exclusion.lost for exclusion in found}["Ferry sings"] == ("right",)


def test_small_words_beside_a_match_are_no_exclusion() -> None:
    entry = Entry(id="false", title="", text="The ferry of the year")
    assert not {"The ferry", "ferry of", "ferry of the"} & {
        exclusion.phrase for exclusion in exclusions(RULES, entry, ["ships"], [])
    }


def test_a_phrase_stays_within_its_sentence() -> None:
    entry = Entry(id="false", title="", text="They waited. Ferry! Nothing came.")
    assert exclusions(RULES, entry, ["ships"], []) == []


def test_an_entry_that_fires_by_two_rules_is_not_kept_off_by_one_phrase() -> None:
    entry = Entry(id="false", title="Rogelio Quintanar likes Bryan Ferry", text="")
    phrases = {exclusion.phrase for exclusion in exclusions(RULES, entry, ["ships"], [])}
    assert "Bryan Ferry" not in phrases


def test_a_phrase_is_added_to_the_not_of_its_rule_and_of_no_other() -> None:
    edited = with_exclusion(RULES, "ferry", "Bryan Ferry")
    assert edited is not None
    assert edited.topics[0].not_ == ("Bryan Ferry",)
    assert edited.actors == RULES.actors
    assert with_exclusion(RULES, "ships", "x") is None


def test_phrases_that_differ_by_case_alone_are_proposed_once() -> None:
    twice = Entry(id="false", title="Bryan Ferry sings", text="Nobody knew where. BRYAN FERRY sings tonight.")
    phrases = [exclusion.phrase.casefold() for exclusion in exclusions(RULES, twice, ["ships"], [])]
    assert phrases
    assert len(phrases) == len(set(phrases))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["Ferry", "Bryan", "sings", "Rogelio", "Quintanar", "the", ".", "new"]),
            max_size=7,
        ).map(" ".join),
        max_size=6,
    )
)
def test_what_is_lost_is_what_the_whole_edited_rules_no_longer_find(texts: list[str]) -> None:
    others = [Entry(id=str(number), title="", text=text) for number, text in enumerate(texts)]
    alerted = [(other, ["ships"]) for other in others if still_fires(RULES, other)]
    for exclusion in exclusions(RULES, FALSE, ["ships"], alerted):
        edited = with_exclusion(RULES, exclusion.rule, exclusion.phrase)
        assert edited is not None
        assert exclusion.lost == tuple(other.id for other, _ in alerted if not still_fires(edited, other))


def test_an_alert_that_would_not_be_one_today_is_not_lost() -> None:
    former = Entry(id="former", title="A port opens", text="")
    assert {exclusion.lost for exclusion in exclusions(RULES, FALSE, ["ships"], [(former, ["ships"])])} == {
        ()
    }

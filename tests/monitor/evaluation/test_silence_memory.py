"""The memory of silence keeps facts within bounds, and knows the words that watches look for."""

from __future__ import annotations

from support.makers import entry, match_of

from monitor.evaluation.silence_memory import SharedReading, SilenceMemory
from rules.model import Fired, RuleSet
from rules.schema import Actor, Topic, Watch

WATCH = Watch.model_validate({"id": "w", "when": {"any": ["ferry", "other"]}})
OTHER = Watch.model_validate({"id": "other", "when": "holt"})
RULES = RuleSet(
    actors=(Actor.model_validate({"id": "holt", "name": "Miriam Holt"}),),
    topics=(Topic.model_validate({"id": "ferry", "terms": ["ferries"]}),),
    watches=(WATCH, OTHER),
)
TITLE = "Ferry company of Puerto Alto buys two ships"


def test_the_words_of_a_watchs_rules_and_what_they_found_tell_nothing() -> None:
    memory = SilenceMemory()
    facts = memory.facts(entry(title=TITLE, lang="en"))
    firing = [Fired(WATCH, (match_of("ferry", "Ferry", TITLE, field="title"),))]
    watched = memory.watched(facts, firing, RULES)
    assert {"ferries", "ferry", "miriam", "holt"} <= watched
    assert "ships" not in watched
    assert memory.watched(facts, [Fired(OTHER, ())], RULES) == {"miriam", "holt"}


def test_other_rules_have_other_words() -> None:
    memory = SilenceMemory()
    facts = memory.facts(entry(title=TITLE, lang="en"))
    assert memory.watched(facts, [Fired(WATCH, ())], RULES)
    assert memory.watched(facts, [Fired(WATCH, ())], RuleSet(watches=(WATCH,))) == frozenset()


def test_words_that_nearly_all_entries_hold_tell_nothing() -> None:
    memory = SilenceMemory()
    memory.warm_up(entry(f"e{number}", title=f"Harbour report {number}", lang="en") for number in range(30))
    facts = memory.facts(entry("new", title="Harbour report of a storm", lang="en"))
    assert {"harbour", "report"} & memory.watched(facts, [], RULES)


def test_facts_are_kept_within_a_budget() -> None:
    memory = SilenceMemory(budget=10_000)
    first = memory.facts(entry("a", title=TITLE))
    assert memory.facts(entry("a", title=TITLE)) is first
    for number in range(20):
        memory.facts(entry(f"e{number}", title=f"{TITLE} {number}"))
    assert memory.facts(entry("a", title=TITLE)) is not first


def test_replays_side_by_side_read_a_text_once_unless_one_knows_that_it_is_standing() -> None:
    reading = SharedReading()
    first, second = SilenceMemory(read=reading), SilenceMemory(read=reading)
    standing = "The harbour office publishes this list every day."
    listed = [entry(f"e{number}", title=f"{TITLE} {number}", text=standing) for number in range(3)]
    for one in listed:
        assert first.facts(one) is second.facts(one)
        first.learn(one)
    later = entry("later", title=TITLE, text=standing)
    assert first.facts(later).all_stems < second.facts(later).all_stems

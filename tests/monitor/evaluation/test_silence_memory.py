"""The memory of silence: facts once read, forms once learned, and the words that watches look for."""

from __future__ import annotations

from dataclasses import replace

from support.makers import entry, match_of

from monitor.evaluation.silence_memory import SharedReading, SilenceMemory
from rules.model import Entry, Fired, RuleSet
from rules.schema import Topic, Watch

RULES = RuleSet(
    topics=(
        Topic.model_validate({"id": "ferry", "terms": ["ferries"]}),
        Topic.model_validate({"id": "bread", "terms": ["bakers"]}),
    ),
    watches=(
        Watch.model_validate({"id": "ships", "when": {"any": ["ferry"]}, "notify": ["console"]}),
        Watch.model_validate({"id": "food", "when": {"any": ["bread"]}, "notify": ["console"]}),
    ),
    version="v1",
)
SHIPS = Fired(watch=RULES.watches[0], matches=())


def about(title: str, name: str = "e1", **more: object) -> Entry:
    return entry(name, title=title, **({"text": "", "lang": "en"} | more))


def test_facts_are_read_once_a_version() -> None:
    memory = SilenceMemory()
    read = memory.facts(about("Ferry sinks"))
    assert memory.facts(about("Ferry sinks")) is read
    assert memory.facts(about("Ferry sinks, 12 dead")) is not read


def test_a_budget_bounds_the_facts() -> None:
    memory = SilenceMemory(budget=1)
    first = memory.facts(about("Ferry sinks"))
    memory.facts(about("Bakers march", "e2"))
    assert memory.facts(about("Ferry sinks")) is not first


def test_a_memory_that_was_warmed_up_knows_the_forms_of_feeds() -> None:
    cold, warm = SilenceMemory(), SilenceMemory()
    towns = ("Hartwell", "Brenmoor", "Lowmere", "Westerby")
    warm.warm_up(about(f"Road closures in {town} this week", town, feed="roads") for town in towns)
    new = about("Road closures in Sarn this week", feed="roads")
    assert warm.forms.recurs(warm.facts(new))
    assert not cold.forms.recurs(cold.facts(new))


def test_the_words_of_a_watch_tell_nothing_and_those_of_another_do() -> None:
    memory = SilenceMemory()
    facts = memory.facts(about("Bakers ride ferries"))
    words = memory.watched(facts, [SHIPS], RULES)
    assert "ferri" in words
    assert not {"bakers", "baker", "ride"} & words


def test_the_words_that_a_rule_found_tell_nothing() -> None:
    memory = SilenceMemory()
    title = "Boats collide off Sarn"
    fired = replace(SHIPS, matches=(match_of("ferry", "Boats", title, "title"),))
    assert {"boats", "boat"} <= memory.watched(memory.facts(about(title)), [fired], RULES)


def test_words_of_nearly_all_entries_tell_nothing() -> None:
    memory = SilenceMemory()
    memory.warm_up(about(f"Harbour report number {n}", str(n)) for n in range(25))
    words = memory.watched(memory.facts(about("Harbour burns")), [SHIPS], RULES)
    assert "harbour" in words
    assert "burn" not in words


def test_changed_rules_change_the_words_that_tell_nothing() -> None:
    memory = SilenceMemory()
    facts = memory.facts(about("Bakers ride ferries"))
    assert "ferri" in memory.watched(facts, [SHIPS], RULES)
    topic = Topic.model_validate({"id": "ferry", "terms": ["trams"]})
    words = memory.watched(facts, [SHIPS], replace(RULES, topics=(topic, RULES.topics[1])))
    assert "tram" in words
    assert "ferri" not in words


def test_replays_side_by_side_read_a_text_once_unless_one_knows_that_it_is_standing() -> None:
    reading = SharedReading()
    first, second = SilenceMemory(read=reading), SilenceMemory(read=reading)
    standing = "The harbour office publishes this list every day."
    listed = [about(f"Ferry report {number}", f"e{number}", text=standing) for number in range(3)]
    for report in listed:
        assert first.facts(report) is second.facts(report)
        first.learn(report)
    later = about("Ferry report", "later", text=standing)
    assert first.facts(later).all_stems < second.facts(later).all_stems

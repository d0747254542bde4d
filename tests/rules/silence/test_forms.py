"""Forms: headlines and sentences that recur, learned feed by feed and across."""

from rules.model import Entry
from rules.silence import Facts, Memory, facts, verdict_on
from rules.silence.forms import FORMS_KEPT


def of(n: int, title: str, text: str = "", feed: str = "met") -> Facts:
    return facts(Entry(id=str(n), title=title, text=text, lang="en", feed=feed))


def test_headlines_whose_slots_alone_differ_have_one_form() -> None:
    assert of(1, "Gale warning for Sarn on 3 March").form == of(2, "Gale warning for Pell on 4 April").form
    assert of(1, "Gale warning for Sarn").form != of(2, "Storm warning for Sarn").form


def test_a_form_is_known_after_three_fillings_by_one_feed() -> None:
    memory = Memory()
    towns = ["Hartwell", "Brenmoor", "Lowmere", "Westerby"]
    for n, town in enumerate(towns[:2]):
        memory.learn(of(n, f"Road closures in {town} this week"))
    assert not memory.recurs(of(9, "Road closures in Westerby this week"))
    memory.learn(of(3, "Road closures in Lowmere this week"))
    assert memory.recurs(of(9, "Road closures in Westerby this week"))
    assert not memory.recurs(of(9, "Road closures in Westerby this week", feed="other"))


def test_a_form_of_many_feeds_is_known_in_all() -> None:
    memory = Memory()
    for n, town in enumerate(["Hartwell", "Brenmoor", "Lowmere", "Westerby", "Sarn"]):
        memory.learn(of(n, f"Weather forecast for {town} today", feed=f"feed-{n}"))
    assert memory.recurs(of(9, "Weather forecast for Pell today", feed="new"))


def test_a_headline_without_slots_is_no_form() -> None:
    memory = Memory()
    for n in range(6):
        memory.learn(of(n, "the week in pictures"))
    assert not memory.recurs(of(9, "the week in pictures"))


def test_a_form_that_recurs_silences_nothing() -> None:
    memory = Memory()
    for n, town in enumerate(["Hartwell", "Brenmoor", "Lowmere", "Westerby"]):
        memory.learn(of(n, f"Job advert: nurse wanted in {town}"))
    told, new = of(10, "Job advert: nurse wanted in Hartwell"), of(11, "Job advert: nurse wanted in Sarn")
    verdict = verdict_on(new, [told], memory)
    assert verdict.kind == "other"


def test_memory_is_bounded() -> None:
    memory = Memory()
    for n in range(FORMS_KEPT + 50):
        memory.learn(of(n, f"word{n} again and again"))
    assert len(memory._forms) <= FORMS_KEPT


def test_common_words_tell_less_than_rare_ones() -> None:
    memory = Memory()
    for n in range(40):
        memory.learn(of(n, f"harbour news {n}"))
    assert memory.rarity("harbour", "en") < memory.rarity("quorbl", "en") <= 1


def test_words_that_nearly_all_entries_hold_are_known_once_enough_were_seen() -> None:
    memory = Memory()
    for n in range(25):
        memory.learn(of(n, f"harbour news {'tide' if n % 2 else 'fog'}"))
    assert memory.shared_by_all(["harbour", "tide"]) == {"harbour"}

"""The lint: rules that read well and yet find nobody, or everybody."""

from __future__ import annotations

import pytest

from rules.checking import lint
from rules.matching import compile as compile_rules
from rules.model import Entry, ListedActor, LoadedList, RuleSet
from rules.schema import Actor, ActorList, Topic, Watch


def actor(**keys: object) -> Actor:
    return Actor.model_validate({"id": "one", "name": "Rogelio Quintanar", **keys})


def found(*rules: Actor | Topic, languages: tuple[str, ...] = ()) -> list[lint.Finding]:
    actors = tuple(r for r in rules if isinstance(r, Actor))
    topics = tuple(r for r in rules if isinstance(r, Topic))
    return lint.check(RuleSet(actors=actors, topics=topics), languages)


def topic(*terms: object, **keys: object) -> Topic:
    return Topic.model_validate({"id": "t", "terms": list(terms), **keys})


def test_sound_rules_have_no_findings() -> None:
    rules = (
        actor(
            surname_alone="Quintanar", aliases=["Rogelio Quintanar Bustos", {"text": "RQB", "match": "exact"}]
        ),
        topic("fentanyl", "tráfico de armas", {"near": [["long guns", "rifles"], ["smuggling"]]}, "芬太尼"),
    )
    assert found(*rules) == []


@pytest.mark.parametrize(
    ("surname", "why"),
    [("Guerra", "dictionary word"), ("Ramón", "given name"), ("...", "no letter")],
)
def test_a_surname_alone_that_means_others_is_refused(surname: str, why: str) -> None:
    [finding] = [f for f in found(actor(surname_alone=surname)) if f.part == ("surname_alone",)]
    assert why in finding.message
    assert finding.level == "error"


def test_a_surname_that_two_tracked_actors_share_is_refused_and_context_is_the_way_out() -> None:
    other = Actor(id="two", name="Marta Quintanar")
    [finding] = found(actor(surname_alone="Quintanar"), other)
    assert (finding.rule, finding.part, finding.level) == ("one", ("surname_alone",), "error")
    assert "two" in finding.message
    assert "context" in finding.hint
    assert found(actor(surname_alone="Quintanar", context={"any": ["minister"]}), other) == []


def test_a_common_surname_alone_is_a_warning() -> None:
    [finding] = found(actor(name="Rogelio Ramírez", surname_alone="Ramírez"))
    assert finding.level == "warning"


@pytest.mark.parametrize("term", ["the", "de", "who", "it"])
def test_a_short_word_that_every_text_holds_is_refused_and_capitals_are_the_way_out(term: str) -> None:
    [finding] = found(topic(term))
    assert (finding.part, finding.level) == (("terms", 0), "error")
    assert term.upper() in finding.hint
    assert "exact" not in finding.hint
    assert found(topic(term.upper())) == []


@pytest.mark.parametrize(
    "term", ["F-16", "S-400", "5G", "9/11", "G20", "ski", "WHO", "H&M", "C++", "vitamin D", "Sana'a"]
)
def test_short_terms_that_tell_enough_are_accepted(term: str) -> None:
    assert found(topic(term)) == []
    assert found(topic({"text": term, "match": "exact"})) == []


def test_a_short_word_of_many_texts_is_answered_with_a_warning() -> None:
    [finding] = found(topic("man"))
    assert finding.level == "warning"


@pytest.mark.parametrize("name", ["Target Corporation", "Apple Inc.", "Shell plc", "Orange SA"])
def test_a_name_that_is_a_common_word_asks_for_context(name: str) -> None:
    [finding] = found(actor(name=name))
    assert (finding.part, finding.level) == (("name",), "warning")
    assert "context" in finding.hint
    assert found(actor(name=name, context={"any": ["shares"]})) == []


def test_an_acronym_that_is_a_word_is_said_to_be_found_in_capitals_only() -> None:
    [finding] = found(actor(name="MORENA"))
    assert "in capitals only" in finding.message
    assert "Morena" in finding.hint


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("President Joe Quintanar", "President"),
        ("Rogelio Quintanar, PhD", "PhD"),
        ("MV Hellenic Spirit", "MV"),
    ],
)
def test_a_title_in_a_name_is_said_to_be_optional(name: str, title: str) -> None:
    [finding] = [f for f in found(actor(name=name)) if "optional" in f.message]
    assert title in finding.message
    assert finding.level == "warning"


@pytest.mark.parametrize(
    ("term", "way_out"),
    [
        ("lithium AND mining", "{near: [[lithium], [mining]], within: 10}"),
        ("lith*", "lithium"),
        ('"coup attempt"', "{text: coup attempt, match: exact}"),
        ("drought OR wildfire", "[drought, wildfire]"),
        ("gold NEAR/3 mine", "near:"),
    ],
)
def test_a_query_of_other_programs_is_refused_with_the_yaml_that_says_it(term: str, way_out: str) -> None:
    [finding] = [f for f in found(topic(term)) if f.level == "error"]
    assert way_out in finding.hint


def test_quiet_hours_without_length_are_a_warning() -> None:
    watch = Watch.model_validate(
        {"id": "w", "when": "t", "notify": ["box"], "quiet_hours": {"from": "00:00", "to": "00:00"}}
    )
    [finding] = lint.check(RuleSet(topics=(topic("fentanyl"),), watches=(watch,)))
    assert (finding.rule, finding.part, finding.level) == ("w", ("quiet_hours",), "warning")
    assert "quiet_hours" in finding.message


def test_an_actor_named_by_ordinary_words_is_a_warning() -> None:
    [finding] = found(actor(name="Global Trading"))
    assert (finding.part, finding.level) == (("name",), "warning")


def test_a_term_that_its_own_veto_takes_away_does_not_find_itself() -> None:
    [finding] = found(topic("arms control", "fentanyl", **{"not": ["arms control"]}))
    assert finding.part == ("terms", 0)
    assert "arms control" in finding.message


def test_a_feed_in_a_script_without_vowels_asks_for_native_names() -> None:
    [finding] = found(actor(), languages=("ar", "en", "ru"))
    assert "Arabic" in finding.message
    assert finding.level == "warning"
    assert found(actor(aliases=["روخيليو كينتانار"]), languages=("ar", "fa")) == []


def names(*spellings: str, on_lint: str = "skip") -> LoadedList:
    rule = ActorList.model_validate({"id": "sdn", "file": "x.csv", "format": "csv", "on_lint": on_lint})
    return LoadedList(rule, tuple(ListedActor(str(i), s) for i, s in enumerate(spellings)))


def test_spellings_of_a_list_that_prove_nothing_are_reported() -> None:
    one = names("Fermin Aranda Quijano", "GLOBAL TRADING LTD", "ABC", "吴晓明", "???")
    report = lint.report(one)
    assert report.kept == 2
    assert [spelling for _, spelling, _ in report.left_out] == ["GLOBAL TRADING LTD", "ABC", "???"]
    [finding] = lint.check(RuleSet(lists=(one,)))
    assert finding.level == "warning"
    assert "3 of 5" in finding.message
    [finding] = lint.check(RuleSet(lists=(names("ABC", on_lint="refuse"),)))
    assert finding.level == "error"


def spellings_that_miss(loaded: LoadedList) -> list[str]:
    """The spellings of a list that are watched and do not find themselves: none, unless the matcher errs."""
    matcher = compile_rules(RuleSet(lists=(loaded,)))
    weak = {(key, spelling) for key, spelling, _ in lint.report(loaded).left_out}
    return [
        spelling
        for entity in loaded.actors
        for spelling in dict.fromkeys((entity.name, *entity.aliases))
        if (entity.key, spelling) not in weak
        and all(
            match.rule != f"{loaded.rule.id}/{entity.key}"
            for match in matcher.match(Entry(id="self-test", title=spelling))
        )
    ]


def test_every_kept_spelling_of_a_list_finds_itself_however_it_is_punctuated() -> None:
    spellings = [
        "ARANDA QUIJANO, Fermin", "KNOWLES, JR., Samuel T.", "ZANAVIA SHIPPING CO., LTD.", "AL-HARAM : PAKISTAN BRANCH",
        "D'ELCON VELEZ S.A.", "Army of the Guardians of the Zanavian Republic", "QUIJANO (HOLDING) Y CIA. S. EN C.",
        "AL-FAQIHI, Sa'd", "NEWQUIJANO.ORG", "Presevo, Medvedja, and Bujanovac Council", "H & H METALQUIN GMBH", "M/V QUIJANO 7",
    ]  # fmt: skip
    assert spellings_that_miss(names(*spellings)) == []


def test_a_star_of_other_programs_is_an_error_of_its_own_term_alone() -> None:
    rules = RuleSet(
        topics=(
            Topic.model_validate(
                {
                    "id": "metals",
                    "terms": ["nickel", "*ium", {"near": [["mine*"], ["strike"]]}],
                    "not": ["nickel plat*"],
                }
            ),
        ),
        actors=(Actor.model_validate({"id": "trade", "name": "E*Trade Financial", "aliases": ["Etrad*"]}),),
    )
    found = [(f.rule, f.part, f.contained) for f in lint.check(rules) if "star" in f.message]
    assert found == [
        ("trade", ("aliases", 0), True),
        ("metals", ("terms", 1), True),
        ("metals", ("not", 0), True),
        ("metals", ("terms", 2, "near", 0, 0), True),
    ]


@pytest.mark.parametrize("term", ["lith*", "gold AND mine", {"text": "who", "match": "exact"}])
def test_a_term_that_loaded_in_the_first_version_is_an_error_of_itself_alone(term: object) -> None:
    assert [(f.level, f.contained) for f in found(topic(term))][:1] == [("error", True)]


def test_an_older_name_gets_a_word_with_its_successor() -> None:
    watch = Watch.model_validate({"id": "w", "when": "one", "updates": "thread"})
    [finding] = lint.check(RuleSet(actors=(actor(),), watches=(watch,)))
    assert (finding.level, finding.hint) == ("warning", "write `updates: developments`")

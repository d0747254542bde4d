"""Topics of a document: known ones, repeated phrases, and terms in other languages."""

from __future__ import annotations

from support.drafting import cut

from rules.schema import Topic
from rules.seeding.topics import mentioned, missing_languages, topics, variant, with_translations


def found(text: str, *names: str) -> dict[str, tuple[str, ...]]:
    return {topic.id: topic.terms for topic in topics(cut(text), names)}


def test_a_known_topic_comes_with_its_terms_in_every_language() -> None:
    terms = found("They spoke of money laundering.")["money-laundering"]
    assert {"money laundering", "lavado de dinero"} <= set(terms)


def test_a_known_topic_is_found_inflected_but_not_misspelt() -> None:
    assert "tariffs" in found("They spoke of a tariff today.")
    assert found("They spoke of money laundrin.") == {}


def test_a_repeated_phrase_is_a_topic_as_the_document_writes_it() -> None:
    text = "Container theft grew. The harbour fears container thefts. Nobody reports container theft."
    assert found(text) == {"container-theft": ("container theft",)}


def test_a_phrase_of_names_or_said_once_is_no_topic() -> None:
    assert found("Container theft grew. The harbour is quiet.") == {}
    text = "Halvorsen reform passed. Nobody likes halvorsen reform. They voted on halvorsen reform."
    assert found(text, "halvorsen", "reform") == {}


def test_spanish_phrases_hold_together_by_de() -> None:
    text = "El robo de contenedores creció. Preocupa el robo de contenedores."
    assert found(text) == {"robo-de-contenedores": ("robo de contenedores",)}


def test_a_topic_shows_the_sentence_that_names_it_best() -> None:
    ((thing, topic),) = mentioned(
        "topics", cut("It rained. They spoke of fentanyl. Fentanyl kills: fentanyl is cheap.")
    )
    assert (thing.id, topic.source.number, topic.count, topic.found) == (
        "fentanyl",
        3,
        3,
        ("fentanyl", "Fentanyl"),
    )


def test_acronyms_and_the_shortest_words_are_exact() -> None:
    assert [variant(term).match for term in ("NPA", "gun", "U.S.", "ferry", "money laundering")] == [
        "exact", "exact", "exact", "auto", "auto",
    ]  # fmt: skip


def rule(*terms: object) -> Topic:
    return Topic.model_validate({"id": "t", "terms": list(terms)})


def test_languages_of_feeds_without_a_term_are_named_with_the_terms_they_lack() -> None:
    ((code, terms),) = missing_languages(rule("money laundering"), ["en", "es"])
    assert code == "es"
    assert "lavado de dinero" in terms
    assert missing_languages(rule("money laundering", "lavado de dinero"), ["en", "es"]) == []
    assert missing_languages(rule("something else"), ["en", "es"]) == []
    assert missing_languages(rule("money laundering"), ["xx"]) == []


def test_a_topic_of_two_subjects_speaks_the_languages_of_either() -> None:
    both = rule("migración", "money laundering")
    assert missing_languages(both, ["en", "es"]) == []


def test_words_near_each_other_speak_for_a_language_too() -> None:
    assert (
        missing_languages(rule("money laundering", {"near": [["lavado"], ["de"], ["dinero"]]}), ["es"]) == []
    )


def test_terms_are_followed_by_those_of_their_topic_each_once() -> None:
    terms = with_translations(["Money Laundering", "harbour"])
    assert terms[:2] == ("Money Laundering", "harbour")
    assert "lavado de dinero" in terms
    assert "money laundering" not in terms
    assert with_translations(["harbour"]) == ("harbour",)

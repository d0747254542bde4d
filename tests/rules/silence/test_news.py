"""News that no report told of, and objections that leave in doubt what only seems told, each with its words."""

import pytest
from support.facts import facts_of

from rules.model import Reason
from rules.silence import Memory, verdict_on
from rules.silence.cover import cover, things
from rules.silence.news import news


def of(title: str, *told: str) -> Reason | None:
    new, reports = facts_of(title), [facts_of(each) for each in told]
    stated = things(new, Memory(), frozenset())
    return news(new, stated, cover(stated, reports[0], reports), reports)


@pytest.mark.parametrize(
    ("new", "told", "text"),
    [
        ("Quillon chief resigns", "Data of Quillon stolen", "new: resigns"),
        ("Tolland charged", "Tolland arrested", "new: charged"),
        ("Quillon shares fall 9%", "Quillon shuts plant", "new: fall"),
    ],
)
def test_an_act_that_nobody_told_of_is_news(new: str, told: str, text: str) -> None:
    found = of(new, told)
    assert found is not None
    assert (found.code, found.text) == ("new_act", text)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("Quillon chief quits", "Quillon chief resigns"),
        ("Quillon warns buyers", "Data of Quillon stolen"),
        ("Hopes fall in Sarn", "Sarn holds a fair"),
    ],
)
def test_an_act_that_was_told_or_is_like_any_other_word_is_no_news(new: str, told: str) -> None:
    assert of(new, told) is None


def test_an_act_that_was_only_called_for_is_news_when_it_happens() -> None:
    found = of("Quillon chief resigns", "Union calls for Quillon chief to resign")
    assert found is not None
    assert found.code == "new_act"


def test_an_act_told_as_a_cause_is_no_news() -> None:
    assert of("Quillon shuts plant after theft", "Quillon shuts plant") is None


def test_a_fresh_figure_of_a_known_unit_is_news() -> None:
    found = of("Turnout in Sarn reaches 61%", "Turnout in Sarn high")
    assert found is not None
    assert (found.code, found.data["unit"]) == ("new_figure", "%")


def test_any_of_the_told_reports_may_have_told_an_act() -> None:
    assert of("Quillon chief resigns", "Data of Quillon stolen", "Quillon chief steps down") is None


@pytest.mark.parametrize(
    ("lang", "told", "new", "text"),
    [
        ("hi", "दिल्ली के महापौर ने इस्तीफा दिया", "मुंबई के महापौर ने इस्तीफा दिया", "this script shows no names"),
        ("en", "Quillon may pay millions to clients", "Quillon may pay clients $340 million", "new amount: $340"),
        ("en", "Ministers Dalley and Orme open talks on northern water with Sarn farmers", "Dalley, Orme and the northern water puzzle", "neither an act nor a figure of it was told"),
    ],
)  # fmt: skip
def test_what_only_seems_told_is_in_doubt(lang: str, told: str, new: str, text: str) -> None:
    verdict = verdict_on(facts_of(new, lang=lang, hours=3), [facts_of(told, lang=lang)])
    assert (verdict.kind, verdict.reason.text) == ("doubt", text)


def test_other_names_in_one_form_are_in_doubt_though_the_texts_know_both() -> None:
    told = facts_of(
        "Visit to the rural hospital of Tula", "The clinics of Tula and Hidaro are visited this week."
    )
    new = facts_of("Visit to the rural hospital of Hidaro", "Tula was first, Hidaro comes next.", hours=3)
    assert not verdict_on(new, [told]).is_silent


def test_texts_without_a_source_under_one_headline_are_in_doubt() -> None:
    head = "Transcript of the morning conference"
    told = facts_of(
        head, "The harbour of Varne will be dredged in spring, and the ferries wait until that is done."
    )
    new = facts_of(
        head, "Nurses of the northern clinics were promised better pay by the end of next year.", hours=3
    )
    assert verdict_on(new, [told]).kind == "doubt"


def test_a_headline_and_its_text_in_a_script_without_capitals_are_a_copy_when_told_whole() -> None:
    text = "台北市长因合同丑闻辞职，市议会表示将在三个月内举行补选，各党派尚未宣布候选人。"
    told, new = facts_of("台北市长辞职", text, lang="zh"), facts_of("台北市长辞职", text, lang="zh", hours=3)
    assert verdict_on(new, [told]).kind == "copy"


def test_what_is_asked_for_beside_another_demand_is_no_news_by_itself_and_no_silence() -> None:
    told = facts_of("Tolland asks court, demands freeze of harbour order at Sarn")
    new = facts_of("Tolland demands harbour order at Sarn be overturned")
    verdict = verdict_on(new, [told])
    assert not verdict.is_silent
    assert of(new.headline, "Tolland demands release of harbour chief at Sarn") is None


@pytest.mark.parametrize(
    ("lang", "told", "new", "text"),
    [
        ("en", "Ferry aground off Sarn, 40 safe", "Ferry aground off Sarn again, 40 safe", "one more of its kind: again"),
        ("de", "Fähre vor Sarn gestrandet, 40 gerettet", "Fähre vor Sarn erneut gestrandet, 40 gerettet", "one more of its kind: erneut"),
        ("it", "Incendio nel porto di Sarn, 12 feriti", "Incendio nel porto di Sarn domato, 12 feriti", "acts are not read in this language"),
    ],
)  # fmt: skip
def test_one_more_of_a_kind_and_what_is_new_in_a_language_without_acts_are_in_doubt(
    lang: str, told: str, new: str, text: str
) -> None:
    verdict = verdict_on(facts_of(new, lang=lang, hours=3), [facts_of(told, lang=lang)])
    assert (verdict.kind, verdict.reason.text) == ("doubt", text)

"""The facts of a text: names, figures, weekdays and acts of its first paragraphs, and its runs of words."""

from rules.model import Entry
from rules.silence import Facts, facts
from rules.silence.paragraphs import LEAD_WORDS, paragraphs


def test_a_text_states_names_figures_weekdays_and_acts() -> None:
    read = paragraphs("The mayor of Lowmere resigned on Tuesday, 3 March, after 12 houses burned.", "en")
    assert "lowmere" in read.names
    assert {figure.value for figure in read.figures} >= {"12"}
    assert read.weekdays == {2}
    assert "resign" in read.main_acts


def test_acts_of_the_first_words_are_told_from_those_that_come_later() -> None:
    later = "The chief resigned."
    read = paragraphs(" ".join(["harbour"] * LEAD_WORDS) + f" {later}", "en")
    assert "resign" in read.acts
    assert "resign" not in read.lead_acts
    assert "resign" in paragraphs(later, "en").lead_acts


def test_an_act_that_is_asked_for_has_not_happened() -> None:
    read = paragraphs("Residents demand that the mayor resigns.", "en")
    assert "resign" in read.acts
    assert "resign" not in read.lead_acts


def test_an_empty_text_states_nothing() -> None:
    read = paragraphs("", "en")
    assert (read.names, read.figures, read.acts, len(read.runs)) == (frozenset(), (), frozenset(), 0)


def test_the_text_of_an_entry_is_read_when_a_comparison_asks_for_it() -> None:
    read: Facts = facts(Entry(id="1", title="Mayor leaves", text="The mayor resigned in Lowmere.", lang="en"))
    assert read.size > 0
    assert "paragraphs" not in vars(read)
    assert "resign" in read.all_acts
    assert "paragraphs" in vars(read)

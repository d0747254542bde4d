"""What an edit changes in the matches of stored entries: exact, in every version, and within its time."""

from __future__ import annotations

import pytest
from support.makers import NOW, entry, judged

from monitor.workshop.match_changes import EditPreview, TooSlowError
from rules.model import RuleSet
from rules.schema import Topic
from storage import Store


def topic(*terms: object, name: str = "t") -> RuleSet:
    return RuleSet(topics=(Topic.model_validate({"id": name, "terms": terms}),))


@pytest.fixture
def filled(store: Store) -> Store:
    store.search.prepare(wanted=True)
    texts = {"a": "A border wall", "b": "Arms trafficking", "c": "A cease-fire", "d": "Nothing"}
    store.record([judged(entry(name, title=title, text="")) for name, title in texts.items()], NOW)
    store.record([judged(entry("d", title="Walls at the border", text=""), state="changed", version=2)], NOW)
    return store


def test_matches_appear_and_vanish(filled: Store) -> None:
    found = EditPreview(filled).changes(topic("border wall"), topic("arms trafficking", "ceasefire"))
    assert [(c.recalled.entry.id, c.recalled.version) for c in found.changes] == [
        ("a", 1),
        ("b", 1),
        ("c", 1),
        ("d", 2),
    ]
    assert (found.appear, found.vanish) == ({"t": 2}, {"t": 2})
    assert [m.text for c in found.changes for m in c.appear] == ["Arms trafficking", "cease-fire"]


def test_an_edit_looks_at_the_entries_with_its_words_only(filled: Store) -> None:
    found = EditPreview(filled).changes(topic("border wall"), topic("border wall", "arms trafficking"))
    assert (found.looked_at, len(found.changes)) == (1, 1)


def test_a_former_version_is_compared_too(filled: Store) -> None:
    filled.record([judged(entry("a", title="Gone", text=""), state="changed", version=2)], NOW)
    found = EditPreview(filled).changes(RuleSet(), topic("border wall"))
    assert [(c.recalled.entry.id, c.recalled.version) for c in found.changes] == [("a", 1), ("d", 2)]


def test_later_entries_and_an_index_made_anew_are_taken_in(filled: Store) -> None:
    preview = EditPreview(filled)
    assert not preview.changes(RuleSet(), topic("fentanyl")).changes
    filled.record([judged(entry("e", title="Fentanyls", text=""))], NOW)
    assert len(preview.changes(RuleSet(), topic("fentanyl")).changes) == 1
    filled.search.prepare(wanted=False)
    filled.search.prepare(wanted=True)
    filled.record([judged(entry("f", title="Fentanyl", text="snow"))], NOW)
    assert len(preview.changes(RuleSet(), topic("fentanyl")).changes) == 2
    while filled.search.step():
        pass
    assert len(preview.changes(RuleSet(), topic("fentanyl")).changes) == 2


def test_a_store_without_an_index_is_read_as_a_whole(filled: Store) -> None:
    filled.search.prepare(wanted=False)
    found = EditPreview(filled).changes(RuleSet(), topic("border wall"))
    assert (found.looked_at, len(found.changes)) == (5, 2)


def test_an_answer_that_takes_too_long_is_given_up(filled: Store) -> None:
    with pytest.raises(TooSlowError, match="backtest"):
        EditPreview(filled).changes(RuleSet(), topic("border wall"), seconds=0)

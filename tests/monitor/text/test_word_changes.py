"""The changes between two versions of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.word_changes import Change, around_changes, word_changes

WORDS = st.lists(
    st.sampled_from(["ferry", "all", "212", "214", "ashore", ",", "é", "—", "\u200f", "<b>"]), max_size=12
)
TEXTS = st.one_of(st.text(max_size=60), WORDS.map(" ".join))


def of(kinds: set[str], changes: tuple[Change, ...]) -> str:
    return "".join(change.text for change in changes if change.kind in kinds)


@given(TEXTS, TEXTS)
def test_the_runs_give_both_versions_again(before: str, after: str) -> None:
    changes = word_changes(before, after)
    assert of({"same", "gone"}, changes) == before
    assert of({"same", "new"}, changes) == after


@given(TEXTS)
def test_a_text_that_stayed_has_no_change(text: str) -> None:
    assert of({"gone", "new"}, word_changes(text, text)) == ""


@given(TEXTS, TEXTS, st.integers(10, 60))
def test_every_change_is_shown_whole(before: str, after: str, most: int) -> None:
    changes = word_changes(before, after)
    shown = around_changes(changes, most)
    assert [each for each in shown if each.kind != "same"] == [
        each for each in changes if each.kind != "same"
    ]


def test_a_number_that_was_corrected_stands_beside_the_old_one() -> None:
    changes = word_changes("All 212 are ashore", "All 214 are ashore")
    assert [(each.kind, each.text) for each in changes] == [
        ("same", "All "),
        ("gone", "212"),
        ("new", "214"),
        ("same", " are ashore"),
    ]


def test_a_phrase_that_was_replaced_reads_as_one() -> None:
    changes = word_changes("The old grey ferry sank", "The new red ferry sank")
    assert [each.text for each in changes] == ["The ", "old grey", "new red", " ferry sank"]


def test_what_is_far_from_a_change_is_left_out() -> None:
    far = "word " * 80
    shown = around_changes(word_changes(f"{far}212 {far}", f"{far}214 {far}"), 20)
    assert of({"same"}, shown).count("…") == 2
    assert len(of({"same"}, shown)) < 80


def test_a_text_that_is_written_anew_is_told_in_time() -> None:
    old, new = " ".join(f"a{n}" for n in range(9_000)), " ".join(f"b{n}" for n in range(9_000))
    assert {each.kind for each in word_changes(old, new)} == {"gone", "new"}

"""Persons after their titles, in scripts without capitals."""

from __future__ import annotations

import pytest
from support.drafting import sentence

from rules.seeding import draft
from rules.seeding.sentences import Document
from rules.seeding.titled_names import titled_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("行长李明远表示，通货膨胀仍在可控范围内。", ["李明远"]),
        ("外长王建国与总理张伟在北京会谈。", ["王建国", "张伟"]),
        ("وقال وزير الزراعة سامي الحداد إن الحكومة ستقدم مساعدات.", ["سامي الحداد"]),
        ("市场主席团会议今天举行。", []),
        ("Minister Ann Lee spoke.", []),
    ],
)
def test_a_name_stands_between_a_title_and_the_word_that_goes_on(text: str, names: list[str]) -> None:
    assert [author.name for author in titled_names(sentence(text))] == names


def test_such_a_person_is_proposed_with_a_latin_id() -> None:
    (person,) = draft([Document("d", "", "行长李明远表示，经济很好。他说话。")]).actors
    assert (person.id, person.name) == ("limingyuan", "李明远")

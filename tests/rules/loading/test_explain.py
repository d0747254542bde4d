"""Errors of pydantic in plain words, and the phrases that findings are made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from rules.loading.explain import (
    Loc,
    did_you_mean,
    explain,
    keys_at,
    kind_of,
    listed,
    name_of,
    nearest,
    quoted,
)

FILE = Path("x.toml")


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    word: Annotated[str, Field(pattern="^[a-z]+$", max_length=5)] = "a"
    mode: Literal["on", "off"] = "on"
    count: Annotated[StrictInt, Field(ge=1)] = 1
    names: Annotated[tuple[str, ...], Field(min_length=1)] = ("a",)
    flag: bool = False


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    inner: Inner
    from_: str = Field(default="", alias="from")
    named: dict[str, Inner] = Field(default_factory=dict)


def explained(value: object, *, secret: bool = False) -> list[str]:
    def locate(loc: Loc, key: bool) -> tuple[int, int]:
        return len(loc) + 1, 2 if key else 1

    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(value)
    forms = {"^[a-z]+$": "a word has small letters only"}
    problems = explain(caught.value, path=FILE, model=Outer, locate=locate, forms=forms, secret=secret)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        ({"word": "A"}, "x.toml:3:1: `word`: a word has small letters only"),
        ({"word": "abcdef"}, "x.toml:3:1: `word` is longer than 5"),
        ({"word": 5}, 'x.toml:3:1: `word` must be text, not a number (put it in quotes: "5")'),
        ({"mode": "of"}, "x.toml:3:1: `mode` must be on or off, not `of` (did you mean `off`?)"),
        ({"count": 0}, "x.toml:3:1: `count` must be at least 1"),
        ({"count": 1.5}, "x.toml:3:1: `count` must be a whole number"),
        (
            {"count": "many"},
            "x.toml:3:1: `count` must be a whole number, not text (write the number without quotes)",
        ),
        ({"names": []}, "x.toml:3:1: `names` is empty"),
        ({"names": "a"}, "x.toml:3:1: `names` must be a list, not text (write [a])"),
        ({"names": ["a", 7]}, 'x.toml:4:1: `names[2]` must be text, not a number (put it in quotes: "7")'),
        (
            {"flag": "maybe"},
            "x.toml:3:1: `flag` must be true or false, not text (write true or false, without quotes)",
        ),
        ({"wrod": "a"}, "x.toml:3:2: unknown key `wrod` (did you mean `word`?)"),
        ({"zzz": 1}, "x.toml:3:2: unknown key `zzz` (known here: count, flag, mode, names, word)"),
    ],
)
def test_an_error_is_a_sentence_with_a_place_and_a_hint(inner: dict[str, object], message: str) -> None:
    assert explained({"inner": inner}) == [message]


def test_a_value_that_may_be_secret_is_never_shown() -> None:
    secrets = {"mode": "hunter2", "word": 12345, "names": "hunter2"}
    shown = " ".join(explained({"inner": secrets}, secret=True))
    assert "hunter2" not in shown
    assert "12345" not in shown


def test_a_missing_key_is_found_unless_it_is_there_misspelt() -> None:
    assert explained({}) == ["x.toml:1:1: `inner` is missing"]
    assert explained({"iner": {}}) == ["x.toml:2:2: unknown key `iner` (did you mean `inner`?)"]


def test_the_keys_of_a_group_are_those_of_its_type_also_below_a_name_of_ones_own() -> None:
    assert keys_at(Outer, ()) == {"inner", "from", "named"}
    assert keys_at(Outer, ("inner",)) == keys_at(Outer, ("named", "anything"))
    assert "word" in keys_at(Outer, ("inner",))


def test_the_nearest_word_is_meant_and_a_far_one_is_not() -> None:
    assert nearest("desk-emial", ["desk-email", "console"]) == "desk-email"
    assert nearest("xyz", ["desk-email", "console"]) is None
    assert did_you_mean("CONSOL", ["console"]) == "did you mean `console`?"
    assert did_you_mean("anything", []) == ""


@given(st.text(max_size=300))
def test_a_quoted_word_is_one_short_printable_line(text: str) -> None:
    shown = quoted(text)
    assert shown.startswith("`")
    assert shown.endswith("`")
    assert len(shown) <= 82
    assert shown.isprintable()
    if text.isprintable() and len(text) <= 80:
        assert shown == f"`{text}`"


def test_words_are_listed_as_people_list_them() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a or b"
    assert listed(["a", "b", "c"], "and") == "a, b and c"


def test_a_path_is_named_by_its_last_key_and_the_places_behind_it() -> None:
    assert name_of(("topics", 0, "terms", 1)) == "terms[2]"
    assert name_of(("terms", 1, 0)) == "terms[2][1]"
    assert name_of(()) == "the file"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "nothing"), (True, "true or false"), (5, "a number"), (5.5, "a number"), ("x", "text"),
        ([1], "a list"), ({"a": 1}, "a group of keys"), (date(2026, 1, 1), "a date or time"),
    ],
)  # fmt: skip
def test_a_value_is_called_by_its_kind(value: object, kind: str) -> None:
    assert kind_of(value) == kind

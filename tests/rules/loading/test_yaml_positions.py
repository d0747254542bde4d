"""One YAML document as plain values, with the position of each key and value."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from support.fuzzing import tries

from rules.loading.yaml_positions import YamlPosition, YamlProblem, read

fuzz = tries(100)


def test_keys_and_values_have_their_positions() -> None:
    document = read("a: 1\nb:\n  - x\n  - {c: 'y', d: [true]}\n")
    assert document.value == {"a": 1, "b": ["x", {"c": "y", "d": [True]}]}
    assert document.place(("a",)) == YamlPosition(1, 4)
    assert document.place(("a",), key=True) == YamlPosition(1, 1)
    assert document.place(("b", 0)) == YamlPosition(3, 5)
    assert document.place(("b", 1, "c")) == YamlPosition(4, 9)
    assert document.place(("b", 1, "d"), key=True) == YamlPosition(4, 14)
    assert document.place(("b", 1, "d", 0)) == YamlPosition(4, 18)


def test_a_path_that_is_not_there_has_the_position_of_the_nearest_group() -> None:
    document = read("a:\n  b: 1\n")
    assert document.place(("a", "none", 3)) == document.place(("a",)) == YamlPosition(2, 3)
    assert document.place(("none",)) == YamlPosition(1, 1)
    assert read("").place(("a",)) == YamlPosition(1, 1)


def test_a_key_written_twice_is_reported_with_both_positions() -> None:
    assert read("a: 1\nb: 2\na: 3\n").repeated == [(YamlPosition(3, 1), "a", YamlPosition(1, 1))]
    assert read("a: {b: 1}\nc: {b: 1}\n").repeated == []


def test_the_end_mark_is_noticed() -> None:
    assert read("a: 1\n...\n").ended
    assert not read("a: 1\n").ended


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22:00", "22:00"), ("no", "no"), ("on", "on"), ("1_000", "1_000"), ("0o17", 15), ("0x1F", 31), ("-7", -7),
        ("1e3", 1000.0), (".5", 0.5), ("~", None), ("", None), ("true", True), ("'true'", "true"), ("2023-05-31", "2023-05-31"),
    ],
)  # fmt: skip
def test_scalars_are_read_by_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    assert read(f"k: {text}\n").value == {"k": value}


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: &x 1\n", YamlPosition(1, 4), "an anchor"),
        ("a: 1\nb: !t 1\n", YamlPosition(2, 4), "a tag"),
        ("a: 1\n---\nb: 1\n", YamlPosition(2, 1), "a second document"),
        ("a: 1\n1: 2\n", YamlPosition(2, 1), "a key must be a plain word"),
        ("a: [\n", YamlPosition(2, 1), "a quote or a bracket that is not closed"),
        ("a: \x00", YamlPosition(1, 4), "a character that is no text: U+0000"),
    ],
)
def test_what_a_rules_file_does_not_need_is_refused_at_its_place(
    text: str, place: YamlPosition, message: str
) -> None:
    with pytest.raises(YamlProblem) as caught:
        read(text)
    assert caught.value.place == place
    assert caught.value.message.startswith(message)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def written(tree: Any) -> str:
    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.sort_base_mapping_type_on_output = False
    writer.dump(tree, out)
    return out.getvalue()


def value_or_problem(text: str) -> Any:
    try:
        return read(text).value
    except YamlProblem as problem:
        return problem


@fuzz
@given(trees)
@example({"a": "no", "b": "22:00", "c": "0o7", "d": "1e3", "": "~", "e": "2023-05-31"})
def test_what_ruamel_writes_is_read_back_as_it_was(tree: Any) -> None:
    value = value_or_problem(written(tree))
    if isinstance(value, YamlProblem):
        # Text that no person writes is refused, and is the only thing that is.
        assert "no text" in value.message or "plain word" in value.message
    else:
        assert repr(value) == repr(tree)


words = st.text("abcxyz", min_size=1, max_size=4)
plain_trees = st.recursive(
    st.integers(0, 999) | words,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(words, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@fuzz
@given(plain_trees)
def test_every_value_stands_at_its_position_and_every_key_at_its_own(tree: Any) -> None:
    text = written(tree)
    document = read(text)
    lines = text.splitlines()
    for loc, place in document.keys.items():
        assert lines[place.line - 1][place.column - 1 :].startswith(f"{loc[-1]}:")
    for loc, place in document.values.items():
        value = at(tree, loc)
        if not isinstance(value, list | dict):
            assert lines[place.line - 1][place.column - 1 :].startswith(str(value))
    assert set(document.values) == set(paths(tree))


def at(tree: Any, loc: tuple[str | int, ...]) -> Any:
    for part in loc:
        tree = tree[part]
    return tree


def paths(tree: Any, loc: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(tree, dict):
        return [loc, *(path for key, value in tree.items() for path in paths(value, (*loc, key)))]
    if isinstance(tree, list):
        return [loc, *(path for i, value in enumerate(tree) for path in paths(value, (*loc, i)))]
    return [loc]

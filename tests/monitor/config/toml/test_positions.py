"""Line and column of the keys of a TOML text."""

from __future__ import annotations

import json
import os
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.toml.positions import MAX_DEPTH, places, too_deep

# The everyday run is the same each time; `make fuzz` draws new texts, many of them.
EXAMPLES = os.environ.get("WIREWATCH_EXAMPLES")


fuzz = settings(max_examples=int(EXAMPLES or 150), derandomize=EXAMPLES is None, deadline=None)


KEYS = st.sampled_from(["a", "b-c", "1", "x.y", "ñ", "", 'q"', "\\", "[t]"])


LITERALS = st.sampled_from(
    [
        "1",
        "-1.5e3",
        "true",
        "1979-05-27T07:32:00Z",
        "0xff",
        '"a#b"',
        "'c\\'",
        '"\\""',
        '"""x\n"]"""',
        "'''\n]'''",
        '""',
        "inf",
    ]
)


def written_key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "a").isalnum() else json.dumps(key)


def inline(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", # more\n".join(inline(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written_key(k)} = {inline(v)}" for k, v in value.items()) + "}"
    return str(value)


def block(table: dict[str, Any]) -> str:
    return "".join(f"{written_key(key)} = {inline(value)} # {key!r}\n" for key, value in table.items())


VALUES = st.recursive(
    LITERALS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


TABLES = st.dictionaries(KEYS, VALUES, max_size=3)


@fuzz
@given(st.dictionaries(KEYS, TABLES | st.lists(TABLES, min_size=1, max_size=3), max_size=4))
def test_every_key_of_a_toml_file_is_found_where_it_is_written(document: dict[str, Any]) -> None:
    text = ""
    for key, body in document.items():
        for table in body if isinstance(body, list) else [body]:
            header = written_key(key)
            text += (f"[[{header}]]\n" if isinstance(body, list) else f"[{header}]\n") + block(table)
    assert too_deep(text) is None
    found, lines = places(text), text.split("\n")
    for loc in paths_in(tomllib.loads(text)):
        line, column = found.place(loc, key=isinstance(loc[-1], str))
        rest = lines[line - 1][column - 1 :]
        assert rest.lstrip("[").startswith(written_key(loc[-1])) if isinstance(loc[-1], str) else rest


def paths_in(value: Any, loc: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, inner in items for path in [(*loc, key), *paths_in(inner, (*loc, key))]]


@fuzz
@given(st.text(st.sampled_from("[]{}=.,#\"'\\\nab1 é\t"), max_size=80))
def test_no_text_breaks_the_search_for_places(text: str) -> None:
    too_deep(text)
    places(text)


@pytest.mark.parametrize(
    ("loc", "place"),
    [
        (("feeds", 0, "url"), (3, 7)),
        (("feeds", 1, "headers", "A"), (6, 17)),
        (("feeds", 1, "tags", 1), (7, 16)),
        (("feeds", 1, "nothing"), (4, 1)),
        (("nowhere",), (0, 0)),
    ],
)
def test_a_value_is_found_by_its_path_and_a_missing_one_at_its_table(
    loc: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    text = "[[feeds]]\nname = 'a'\nurl = 'x'\n[[feeds]]\nname = 'b'\nheaders = { A = 'x' }\ntags = ['one', 'two']\n"
    assert places(text).place(loc) == place


def test_a_key_and_its_value_have_places_of_their_own() -> None:
    positions = places("[a]\nlong.name = 1.5\n")
    assert positions.place(("a", "long", "name"), key=True) == (2, 6)
    assert positions.place(("a", "long", "name")) == (2, 13)


def test_nesting_is_bounded_where_it_is_exceeded_and_nowhere_else() -> None:
    assert too_deep("a = " + "[" * MAX_DEPTH + "]" * MAX_DEPTH) is None
    assert too_deep("\na = " + "[" * (MAX_DEPTH + 1)) == (2, 5 + MAX_DEPTH)
    assert too_deep("a = '" + "[" * 500 + "' # " + "[" * 500) is None, (
        "brackets in strings and comments are text"
    )
    assert too_deep("a = [[1], [2], [3]]\n" * 200) is None, "a bracket that is closed counts no more"

"""Text that is added to a rules file: it goes to its list's end, and nothing that was there changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import WirewatchError
from rules.loading.yaml_positions import read
from rules.seeding.extend import extended

TEXT = """\
version: 1
# Who is watched.
actors:
  - id: quimby # the mayor
    name: Tom Quimby
    aliases: [Mayor Quimby] # as the papers call him

  # Of the port.
  - {id: roe, name: Jane Roe}
topics:
- id: ferry
  terms:
    - ferry   # the boat
    # nothing else yet
watches:
  - id: port
    when: ferry
  - id: town
    when: {any: [quimby,
      roe,  # she, too
    ]}
# The end.
...
"""


@pytest.mark.parametrize(
    ("loc", "value", "written"),
    [
        (("actors",), {"id": "poe", "name": "Ann: Poe"}, '  - {id: roe, name: Jane Roe}\n\n  - id: poe\n    name: "Ann: Poe"\ntopics:'),
        (("actors", 0, "aliases"), "T. Quimby", "aliases: [Mayor Quimby, T. Quimby] # as"),
        (("actors", 1, "aliases"), "J. Roe", "{id: roe, name: Jane Roe, aliases: [J. Roe]}"),
        (("topics", 0, "terms"), "boat", "    - ferry   # the boat\n    - boat\n    # nothing"),
        (("topics",), {"id": "oil", "terms": ["oil"]}, "  - id: oil\n"[2:]),
        (("watches", 0, "when", "any"), "oil", "    when: {any: [ferry, oil]}\n"),
        (("watches", 1, "when", "any"), "ferry", "      roe, ferry,  # she, too"),
        (("watches", 0, "notify"), "desk", "    when: ferry\n    notify: [desk]\n  - id: town"),
        (("lists",), {"id": "sdn", "file": "SDN.CSV"}, "    ]}\n\nlists:\n  - id: sdn\n    file: SDN.CSV\n# The end.\n...\n"),
    ],
)  # fmt: skip
def test_each_kind_of_list_is_extended_at_its_end(loc: tuple[Any, ...], value: Any, written: str) -> None:
    edited = extended(TEXT, loc, [value])
    assert written in edited
    for line in TEXT.splitlines():
        for part in line.split("#")[1:]:
            assert f"#{part}\n" in edited
    read(edited)


def test_an_empty_list_and_one_without_a_value_get_their_first() -> None:
    assert extended("version: 1\nactors:\n", ("actors",), [{"id": "a", "name": "A"}]).splitlines()[1] == (
        "actors: [{id: a, name: A}]"
    )
    assert extended("version: 1\nactors: []", ("actors",), [{"id": "a"}]).endswith("actors: [{id: a}]")
    assert extended("version: 1", ("topics",), [{"id": "a"}]) == "version: 1\n\ntopics:\n  - id: a\n"


def test_a_long_list_stands_in_lines_of_its_own() -> None:
    terms = [f"a term of some length {number}" for number in range(9)]
    edited = extended("version: 1\n", ("topics",), [{"id": "a", "terms": terms}])
    assert "    terms:\n      - a term of some length 0\n" in edited


def test_what_cannot_be_added_to_by_itself_is_refused_and_says_where() -> None:
    text = "version: 1\ntopics:\n  - id: a\n    terms: |\n      ferry\n"
    with pytest.raises(WirewatchError, match=r"topics\.0\.terms: add it by hand"):
        extended(text, ("topics", 0, "terms"), ["boat"])


words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(
    st.lists(words, min_size=1, max_size=4),
    st.lists(words, min_size=1, max_size=3),
    st.booleans(),
    st.booleans(),
)
def test_added_values_read_as_they_were_given(
    there: list[str], more: list[str], block: bool, dented: bool
) -> None:
    first = extended("version: 1\n...\n", ("topics",), [{"id": "a", "terms": there}])
    if block:
        indent = " " * (6 if dented else 4)
        items = "".join(
            f"{indent}- {line}\n" for line in first.partition("terms: [")[2].partition("]\n")[0].split(", ")
        )
        if (
            read(text := f"version: 1\ntopics:\n  - id: a\n    terms:\n{items}...\n").value
            == read(first).value
        ):
            first = text
    edited = extended(first, ("topics", 0, "terms"), more)
    assert read(edited).value["topics"][0]["terms"] == [*there, *more]
    assert read(edited).ended

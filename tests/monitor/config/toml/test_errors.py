"""What tomllib says, in plain words."""

from __future__ import annotations

import re
import tomllib

import pytest

from monitor.config.toml.errors import toml_error


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[defaults]\n[defaults]\n", "[defaults] is written twice"),
        ("[a.b]\n[a.b]\n", "[a.b] is written twice"),
        ('a = "x\nb = 1\n', "a quote is missing"),
        ('a = x"\n', "this is no value"),
        ('a = "x"y\n', "something is left over at the end of this line"),
        ("a b = 1\n", "a `=` is missing"),
        ("a = 1\na = 2\n", "this key is written twice"),
        ("feeds = [{}]\n[[feeds]]\n", "`feeds` is written in one line above"),
        ("[monitor\n", "a `]` is missing at the end of this heading"),
        ('a = "\\q"\n', "a backslash begins an escape"),
    ],
)
def test_each_error_says_what_is_wrong_and_shows_no_python(text: str, message: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        tomllib.loads(text)
    told, _hint = toml_error(re.sub(r" \(at .*\)$", "", str(raised.value)))
    assert told.startswith(message)
    assert "(" not in told


def test_an_error_without_words_of_its_own_is_shown_as_it_is() -> None:
    assert toml_error("Something new") == ("this is no TOML: something new", "")

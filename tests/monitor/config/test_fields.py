"""Single values of config.toml: forms, and the sentence that says what a form asks for."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from monitor.config import fields
from monitor.config.load import load
from rules.errors import ConfigError


@pytest.mark.parametrize(
    ("keep", "days"), [("", 365), ('keep = "30d"', 30), ('keep = "forever"', None), ('keep = "14 d"', 14)]
)
def test_texts_are_kept_for_a_year_unless_the_config_says_otherwise(
    tmp_path: Path, keep: str, days: int | None
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[storage]\n{keep}\n")
    assert load(path).kept() == (None if days is None else timedelta(days=days))


@pytest.mark.parametrize("keep", ["13d", "12h", "always", "0d"])
def test_texts_are_kept_for_as_long_as_copies_are_to_be_recognised(tmp_path: Path, keep: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[storage]\nkeep = "{keep}"\n')
    with pytest.raises(ConfigError, match=r":2:\d+: .*keep"):
        load(path)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (fields.Interval, ["15m", "90 s", "1d"], ["0m", "15", "m", "-1h", "1w"]),
        (fields.FirstPoll, ["all", "none", "24h"], ["some", "24", "10s"]),
        (fields.Keep, ["forever", "14d", "365 d"], ["13d", "1h", "ever"]),
        (fields.Name, ["desk-email", "1", "a.b_c"], ["", "-a", "a b", "a/b", "x" * 81]),
        (fields.HostName, ["reddit.com", "localhost", "münchen.example"], ["a b", "a/b", "user@a", "a?b"]),
        (fields.Selector, ["article h2 a", "#news > li"], ["", "a[", "x" * 501]),
        (fields.Seconds, [1, 0.5], [0, -1, "1"]),
    ],
)
def test_a_value_of_the_right_form_is_taken_and_any_other_refused(
    kind: Any, good: list[Any], bad: list[Any]
) -> None:
    adapter = TypeAdapter(kind)
    for value in good:
        adapter.validate_python(value)
    for value in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)


def test_a_host_is_written_as_it_is_asked_for() -> None:
    host = TypeAdapter(fields.HostName).validate_python
    assert host("Reddit.com.") == "reddit.com"
    assert host("münchen.example") == "xn--mnchen-3ya.example"


def test_every_form_is_a_pattern_with_a_sentence() -> None:
    assert all(re.compile(pattern) and sentence for pattern, sentence in fields.FORMS.items())

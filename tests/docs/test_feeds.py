"""The manual's page of feeds says what to do about every failure that a poll may end with."""

from __future__ import annotations

import re
from typing import get_args

from support.places import ROOT

from monitor.fetching.model import FetchFailure
from monitor.parsing.model import ParseFailure

PAGE = ROOT / "docs" / "feeds.md"


def test_every_code_of_a_failure_has_its_line_on_the_page() -> None:
    told = {
        code
        for row in re.findall(r"(?m)^\| ([^|]*`[^|]*) \|", PAGE.read_text(encoding="utf-8"))
        for code in re.findall(r"`([a-z_]+)`", row)
    }
    assert told == {*get_args(FetchFailure), *get_args(ParseFailure)}

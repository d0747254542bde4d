"""The key of an address: what must be one article, what must stay apart."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.urls import url_key

DATA = Path(os.environ.get("WIREWATCH_DATA", Path(__file__).parents[1].parent / "shared" / "data"))


def agree(a: str, b: str) -> bool:
    key = url_key(a)
    return key is not None and key == url_key(b)


def cases(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_shared_case_is_judged_right() -> None:
    path = DATA / "url_cases.csv"
    if not path.exists():
        pytest.skip(f"no {path}: set WIREWATCH_DATA")
    wrong = [c["case"] for c in cases(path) if agree(c["a"], c["b"]) != (c["same"] == "1")]
    assert wrong == []


@pytest.mark.parametrize(
    "text", [None, "", "   ", "mailto:desk@example.com", "urn:uuid:1", "http://", "http://[x"]
)
def test_what_is_no_web_address_has_no_key(text: str | None) -> None:
    assert url_key(text) is None


@given(st.text(max_size=200))
def test_no_text_raises_and_a_key_is_its_own_key(text: str) -> None:
    key = url_key("https://example.com/" + text)
    assert key is None or url_key("https://" + key) == key

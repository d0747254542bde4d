"""The key of an address: what must be one article, what must stay apart."""

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.places import DATA, SHARED_DATA

from rules.text.urls import article_key, url_key


def agree(a: str, b: str) -> bool:
    key = url_key(a)
    return key is not None and key == url_key(b)


def cases(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_shared_case_is_judged_right() -> None:
    path = SHARED_DATA / "url_cases.csv"
    if not path.exists():
        pytest.skip(f"no {path}: set WIREWATCH_DATA")
    wrong = [c["case"] for c in cases(path) if agree(c["a"], c["b"]) != (c["same"] == "1")]
    assert wrong == []


@pytest.mark.parametrize("same", [True, False])
def test_own_cases_are_judged_right(same: bool) -> None:
    name = "url_cases_same.csv" if same else "url_cases_different.csv"
    own = cases(DATA / name)
    assert len(own) >= 35
    wrong = {c["case"]: (url_key(c["a"]), url_key(c["b"])) for c in own if agree(c["a"], c["b"]) is not same}
    assert wrong == {}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (
            "https://example.com/2026/old-words-12345678.html",
            "https://example.com/2026/new-12345678.html",
            True,
        ),
        ("https://example.com/12345678-old-words", "https://m.example.com/news/12345678-new?utm_id=1", True),
        ("https://example.com/a-12345678", "https://example.com/a-12345679", False),
        ("https://example.com/a-12345678", "https://example.org/a-12345678", False),
        ("https://example.com/live-20261124", "https://example.com/blog-20261124", False),
        ("https://example.com/2026/11/24/words", "https://example.com/2026/11/24/others", False),
        ("https://example.com/1234567/8901234", "https://example.com/1234567/8901234", False),
    ],
)
def test_an_article_number_outlives_the_words_around_it(a: str, b: str, same: bool) -> None:
    key = article_key(a)
    assert (key is not None and key == article_key(b)) is same


@pytest.mark.parametrize(
    "text", [None, "", "   ", "mailto:desk@example.com", "urn:uuid:1", "http://", "http://[x"]
)
def test_what_is_no_web_address_has_no_key(text: str | None) -> None:
    assert url_key(text) is None


@given(st.text(max_size=200))
def test_no_text_raises_and_a_key_is_its_own_key(text: str) -> None:
    key = url_key("https://example.com/" + text)
    assert key is None or url_key("https://" + key) == key


@given(st.text("abA0.-_/?=&#;:@%~+!é ", max_size=40))
@example("example.com/a?b=1&utm_source=x#!/c")
@example("www.example.com./a//b/?")
def test_an_address_taken_apart_at_once_has_the_key_of_any_other(rest: str) -> None:
    """A scheme in capitals is left to the standard library."""
    assert url_key(f"https://{rest}") == url_key(f"HTTPS://{rest}")

"""CSS selectors over HTML: compiled once, and refused with a sentence."""

from __future__ import annotations

import pytest
from lxml import html

from monitor.text.selector import compiled

PAGE = html.document_fromstring(
    '<div class="card"><H3>One</H3></div><div class="card wide"><h3>Two</h3></div>'
)


@pytest.mark.parametrize(
    ("selector", "count"),
    [("div.card", 2), (".wide h3", 1), ("DIV > H3", 2), ("h3:first-child", 2), ("p", 0)],
)
def test_a_selector_finds_its_elements_as_in_html(selector: str, count: int) -> None:
    assert len(compiled(selector)(PAGE)) == count  # type: ignore[arg-type]


def test_a_selector_is_compiled_once() -> None:
    assert compiled("div.card") is compiled("div.card")


@pytest.mark.parametrize("selector", ["a[", "", "::", "a:hover::x(", "div..card", "a:no-such-thing"])
def test_a_selector_that_cannot_be_used_is_refused_with_a_sentence(selector: str) -> None:
    with pytest.raises(ValueError, match="this is no CSS selector that can be used"):
        compiled(selector)

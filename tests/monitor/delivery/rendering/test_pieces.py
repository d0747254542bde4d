"""What all messages share: links that may be clicked, and times."""

from __future__ import annotations

from datetime import UTC

import pytest
from support.makers import NOW

from monitor.delivery.rendering.pieces import local_time, safe_link


@pytest.mark.parametrize(
    "bad", ["javascript:alert_about(1)", "data:text/html,x", "file:///etc/passwd", "", "http://[", None]
)
def test_only_web_links_are_links(bad: str | None) -> None:
    assert safe_link(bad) is None


def test_a_link_is_one_line_without_brackets() -> None:
    assert safe_link("https://a.example/\n<b>") == "https://a.example/%3Cb%3E"


def test_a_time_leaves_out_the_year_that_the_reader_knows() -> None:
    assert local_time(NOW, UTC) == "Tue 24 Nov 2026, 12:00 UTC"
    assert local_time(NOW, UTC, 2026) == "Tue 24 Nov, 12:00 UTC"

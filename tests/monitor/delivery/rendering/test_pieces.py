"""What all messages share: links that may be clicked, times, sources, lines of one width."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.makers import NOW, entry

from monitor.delivery.rendering.pieces import WIDTH, fill, html_page, local_time, safe_link, source_line


@pytest.mark.parametrize(
    "bad", ["javascript:alert_about(1)", "data:text/html,x", "file:///etc/passwd", "", "http://[", None]
)
def test_only_web_links_are_links(bad: str | None) -> None:
    assert safe_link(bad) is None


def test_a_link_is_one_line_without_brackets() -> None:
    assert safe_link("https://a.example/\n<b>") == "https://a.example/%3Cb%3E"


def test_a_source_is_the_outlet_with_its_date_or_the_feed_with_the_time_it_was_seen() -> None:
    published = datetime(2023, 5, 31, 18, 5, tzinfo=UTC)
    dated = entry(outlet="<b>Sample</b> Herald", published=published)
    assert source_line(dated, UTC) == f"Sample Herald, {local_time(published, UTC)}"
    assert source_line(entry(), UTC) == f"one, undated, seen {local_time(NOW, UTC)}"
    assert source_line(entry(fetched=None), UTC) == "one"


def test_lines_keep_the_width_and_links_stay_whole() -> None:
    link = "https://news.example/" + "a" * 200
    lines = fill("word " * 40 + link, first=" - ", indent=3).splitlines()
    assert lines[0].startswith(" - word")
    assert lines[-1] == f"   {link}"
    assert all(len(line) <= WIDTH for line in lines[:-1])


def test_a_page_names_its_charset() -> None:
    assert html_page("<p>x</p>").startswith('<!DOCTYPE html>\n<html><head><meta charset="utf-8">')

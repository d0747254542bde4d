"""The HTML of mails: what clients keep, nothing loaded, everything escaped, lines that mail servers take."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from support.makers import TITLES, entry, match_of, update_about

from monitor.delivery.rendering.alert import alert_document
from monitor.delivery.rendering.digest import digest_documents
from monitor.delivery.rendering.facts import Setting, facts_of
from monitor.delivery.rendering.forms import Form
from monitor.delivery.rendering.mail_html import as_html, page, text_rows

VOID = {"meta", "br"}
# What Gmail and Outlook show; nothing that loads or runs.
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td", "a", "b", "span", "br",
}  # fmt: skip


class Tree(HTMLParser):
    """Checks that tags are known, and closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        assert not any(name.startswith("on") or name == "src" for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def checked(html: str) -> Tree:
    tree = Tree()
    tree.feed(html)
    assert tree.open == []
    assert all(link.startswith(("http://", "https://")) for link in tree.links)
    return tree


def html_of(headline: str, url: str = "https://news.example/a") -> str:
    text = f"{headline} The ferry left."
    alert = update_about(headline, match_of("ebrard", "ferry", text), lines=[entry("l1", title=headline)])
    alert = replace(alert, id=1, entry=replace(alert.entry, text=text, url=url))
    facts = facts_of(alert, Setting(titles=TITLES, public_url="https://desk.example"))
    (digest,) = digest_documents([facts], "digest of talks", Form())
    return as_html(alert_document(facts)) + as_html(digest)


@given(st.text(max_size=200), st.text(max_size=100))
def test_whatever_strangers_write_the_tags_are_ours(headline: str, url: str) -> None:
    checked(html_of(headline, f"https://news.example/{url}"))


def test_nothing_is_loaded_and_the_widest_thing_is_600_pixels() -> None:
    html = html_of("Ferry stopped")
    assert not re.search(r"url\(|<img|<link|<script|@import", html)
    assert max(int(width) for width in re.findall(r"(?<!max-)width[=:]\"?(\d+)(?!\d*%)", html)) <= 620


def test_lines_are_short_enough_for_mail_servers_as_they_are() -> None:
    html = html_of("Ferry stopped in the strait")
    assert max(len(line.encode()) for line in html.splitlines()) < 900


def test_the_dark_scheme_and_phones_are_cared_for() -> None:
    html = html_of("Ferry stopped")
    assert "prefers-color-scheme: dark" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "max-width: 620px" in html


def test_how_grave_it_is_and_the_marks_are_shown() -> None:
    html = html_of("Ferry stopped")
    assert '<b class="High"' in html
    assert 'class="mark"' in html


def test_a_plain_text_becomes_paragraphs() -> None:
    html = page("Own <words>", text_rows("One & two\nthree\n\nfour"))
    tree = checked(html)
    assert tree.links == []
    assert "One &amp; two<br>\nthree" in html
    assert "<title>Own &lt;words&gt;</title>" in html

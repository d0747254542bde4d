"""A person's first hour by the page alone: a feed, a rule, a destination, an alert, and what keeps a wrong one out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from support.chromium import Tab
from support.commands import Run, WarmHost, environment
from support.feed_server import FeedServer, Item, rss
from support.smtp_sink import SmtpSink

from .conftest import OpenTab

pytestmark = pytest.mark.browser
SECONDS = 40.0


class Served:
    """The page of a whole daemon: what a tab opens."""

    def __init__(self, link: str) -> None:
        self.link, self.address = link, link.partition("/open")[0]


def expect(what: Any) -> Any:
    from playwright.sync_api import expect as expect_of

    return expect_of(what)


def wait(condition: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(0.1)
    return found


def ferry(number: int, title: str) -> Item:
    published = format_datetime(datetime.now(UTC))
    return Item(title=title, link=f"https://wire.example/{number}", guid=str(number), published=published)


@pytest.fixture
def daemon(warm: WarmHost, run: Run, tmp_path: Path) -> Iterator[tuple[Path, Served]]:
    """`wirewatch init --empty` and `wirewatch run`, and nothing else at a terminal."""
    folder = tmp_path / "watch"
    run("init", folder, "--empty")
    config = folder / "config.toml"
    text = config.read_text().replace("127.0.0.1:8080", "127.0.0.1:0")
    config.write_text(text.replace("[defaults]\n", '[defaults]\ninterval = "1s"\n'))
    with (folder / "log").open("wb") as log:
        process = warm.start(["run"], folder, environment(tmp_path), log, log)
    wait(lambda: "the page" in (folder / "log").read_text(), "the page")
    yield folder, Served(run("web", "link", cwd=folder).stdout.strip())
    process.send_signal(15)
    assert process.wait(20) == 0, (folder / "log").read_text()


def until(shown: Tab, path: str, words: str, *, gone: bool = False) -> None:
    """Loads a page until it shows these words, or no more: the daemon takes edits over after some seconds."""

    def is_shown() -> bool:
        shown.goto(path)
        return (words in shown.page.inner_text("main")) is not gone

    wait(is_shown, f"{words!r} on {path}")


def test_a_person_watches_hears_judges_and_excludes_without_a_terminal(
    daemon: tuple[Path, Served], tab: OpenTab, feeds: FeedServer, smtp: SmtpSink
) -> None:
    folder, served = daemon
    old = [ferry(1, "Harbour works cost more"), ferry(2, "Rain on Monday")]
    feeds.serve("/rss", rss(old, title="Harbour Wire"))
    shown = tab(served)
    page = shown.page
    shown.open(served.link)

    # A feed, tried with what would fire before it is added.
    page.get_by_label("A feed, or a site that has one").fill(f"{feeds.base}/rss")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="It is on this machine").click()
    expect(page.locator("main")).to_contain_text("Harbour works cost more")
    page.get_by_role("button", name="Add this feed").click()
    expect(page.get_by_role("status")).to_contain_text("config.toml is changed")
    until(shown, "/search", "Harbour works cost more")

    # A rule, with its effect in view while it is written.
    until(shown, "/", "1. A feed is read: harbour-wire")
    page.get_by_label("Words that you watch for").fill("harbour works")
    page.get_by_role("button", name="Draft a rule").click()
    expect(page.locator("#found")).to_contain_text("+1 harbour-works")
    expect(page.locator("#found mark").first).to_have_text("Harbour works")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Saved.")

    # A destination by a form; its address is kept apart, and it is tried first.
    until(shown, "/", "2. A watch is in force: harbour works")
    page.get_by_role("link", name="Add a destination").click()
    page.get_by_label("Mail address").fill("ana@desk.example")
    page.get_by_label("Mail server").fill("127.0.0.1:1")
    page.get_by_role("button", name="Send a test and add it").first.click()
    expect(page.get_by_role("alert")).to_contain_text("did not arrive")
    assert not re.search(r"(?m)^\[destinations.mail\]", (folder / "config.toml").read_text())
    shown.faults = [fault for fault in shown.faults if "422" not in fault]
    page.get_by_label("Mail server").fill(f"127.0.0.1:{smtp.port}")
    page.get_by_role("button", name="Send a test and add it").first.click()
    expect(page.get_by_role("status")).to_contain_text("A test message was sent")
    assert "a test message" in str(smtp.wait(1)[0]["Subject"])
    assert f"127.0.0.1:{smtp.port}" not in (folder / "config.toml").read_text()
    until(shown, "/", "3. Where you are told", gone=True)
    assert "1 feed is read, and nothing in it met a watch" in page.inner_text("main")

    # News, told by mail and on the page.
    feeds.serve("/rss", rss([ferry(3, "Harbour works choir sings carols"), *old], title="Harbour Wire"))
    assert "Harbour works choir" in str(smtp.wait(2, SECONDS)[1]["Subject"])
    until(shown, "/", "choir sings carols")

    # It was wrong: what keeps such reports out is proposed, and put into the rule with its effect in view.
    card = page.locator(".card").filter(has_text="choir")
    card.get_by_role("button", name="Not").click()
    proposed = card.locator("section.proposed")
    expect(proposed).to_contain_text("Harbour works choir")
    assert shown.violations() == []
    proposed.get_by_role("button", name="Put it into the rule").first.click()
    expect(page.locator("#found")).to_contain_text("−1 harbour-works")
    expect(page.locator("#found")).to_contain_text("Harbour works choir sings carols")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Saved.")
    until(shown, "/rules/edit/harbour-works.yaml", "in force as it is on the disk")

    # Another of that kind stays away, and the next piece of news comes.
    feeds.serve(
        "/rss",
        rss(
            [
                ferry(5, "Harbour works stopped by a strike"),
                ferry(4, "Harbour works choir wins a prize"),
                *old,
            ],
            title="Harbour Wire",
        ),
    )
    assert "stopped by a strike" in str(smtp.wait(3, SECONDS)[2]["Subject"])
    until(shown, "/search?words=choir", "wins a prize")
    assert [str(mail["Subject"]) for mail in smtp.messages if "prize" in str(mail["Subject"])] == []

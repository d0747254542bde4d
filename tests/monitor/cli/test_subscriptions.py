"""`wirewatch feeds discover`, `test`, `add`, `import` and `export`."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run
from support.feed_server import FeedServer, Item, Reply, rss


def test_feeds_are_discovered_tried_added_and_exchanged(starter: Path, run: Run, feeds: FeedServer) -> None:
    item = Item(title="Agents find fentanyl", link="https://news.example/1", guid="1")
    feeds.serve("/rss", rss([item], title="Harbour & Gazette"))
    page = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{feeds.base}/rss"></head></html>'
    )
    feeds.serve("/", Reply(body=page.encode(), content_type="text/html"))
    assert run("feeds", "discover", f"{feeds.base}/").stdout.strip() == f"{feeds.base}/rss"
    tried = json.loads(run("feeds", "test", f"{feeds.base}/rss", "--json", cwd=starter).stdout)
    assert tried["entries"][0]["watches"] == ["us-mexico-security"]
    config = starter / "config.toml"
    before = config.read_text()
    wrong = run("feeds", "add", f"{feeds.base}/", cwd=starter, code=1)
    assert f"{feeds.base}/rss" in wrong.stderr
    assert config.read_text() == before
    run("feeds", "add", f"{feeds.base}/rss", "--tag", "ports", cwd=starter)
    assert config.read_text().startswith(before.rstrip("\n"))
    assert 'name = "harbour-gazette"' in config.read_text()
    run("check", cwd=starter)
    run("feeds", "export", "-o", "out.opml", cwd=starter)
    assert f"{feeds.base}/rss" in (starter / "out.opml").read_text()
    assert "0 feeds added" in run("feeds", "import", "out.opml", cwd=starter).stdout
    config.write_text(before)
    assert "1 feeds added" in run("feeds", "import", "out.opml", cwd=starter).stdout
    assert 'tags = ["ports"]' in config.read_text()
    run("check", cwd=starter)


def test_one_bad_outline_is_passed_over_and_named_and_titles_are_kept(run: Run, starter: Path) -> None:
    outlines = (
        '<outline text="Harbour News" xmlUrl="feed://a.example/rss"/><outline text="Secret" xmlUrl="https://u:p@b.example/"/>'
        '<outline text="File" xmlUrl="file:///etc/passwd"/><outline text="Harbour News" xmlUrl="http://a.example/rss"/>'
    )
    (starter / "in.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    done = run("feeds", "import", "in.opml", cwd=starter)
    assert "1 feeds added, 3 passed over" in done.stdout
    said = " ".join((done.stdout + done.stderr).split())
    assert "Secret is passed over: this URL holds a password" in said
    assert "File is passed over" in said
    config = (starter / "config.toml").read_text()
    assert 'url = "http://a.example/rss"\noutlet = "Harbour News"' in config

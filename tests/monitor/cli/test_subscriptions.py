"""`wirewatch feeds discover`, `test`, `add`, `import` and `export`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from support.commands import Run
from support.feed_server import FeedServer, Item, Reply, rss
from support.terminal import at_terminal
from support.watch_folder import ferry_folder


def test_feeds_are_discovered_tried_added_and_exchanged(starter: Path, run: Run, feeds: FeedServer) -> None:
    item = Item(title="Agents find fentanyl", link="https://news.example/1", guid="1")
    feeds.serve("/rss", rss([item], title="Harbour & Gazette"))
    page = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{feeds.base}/rss"></head></html>'
    )
    feeds.serve("/", Reply(body=page.encode(), content_type="text/html"))
    listed = run("feeds", "discover", f"{feeds.base}/").stdout.splitlines()
    assert re.split("  +", listed[1]) == ["Harbour & Gazette", "1", item.title, f"{feeds.base}/rss"]
    assert json.loads(run("feeds", "discover", f"{feeds.base}/", "--json").stdout) == [f"{feeds.base}/rss"]
    tried = json.loads(run("feeds", "test", f"{feeds.base}/rss", "--json", cwd=starter).stdout)
    assert tried["entries"][0]["watches"] == ["us-mexico-security"]
    config = starter / "config.toml"
    before = config.read_text()
    wrong = run("feeds", "add", f"{feeds.base}/", "--allow-private", cwd=starter, code=1)
    assert f"{feeds.base}/rss" in wrong.stderr
    assert config.read_text() == before
    closed = run("feeds", "add", f"{feeds.base}/rss", "--tag", "ports", cwd=starter, code=1)
    assert "`allow_private = true`: `--allow-private` writes that" in closed.stderr
    assert config.read_text() == before
    run("feeds", "add", f"{feeds.base}/rss", "--tag", "ports", "--allow-private", cwd=starter)
    assert config.read_text().startswith(before.rstrip("\n"))
    assert 'name = "harbour-gazette"' in config.read_text()
    assert "allow_private = true" in config.read_text()
    again = run("feeds", "add", f"{feeds.base}/rss", cwd=starter, code=1)
    assert "is there already, as feed harbour-gazette" in again.stderr
    run("check", cwd=starter)
    run("feeds", "export", "-o", "out.opml", cwd=starter)
    assert f"{feeds.base}/rss" in (starter / "out.opml").read_text()
    assert "0 feeds added" in run("feeds", "import", "out.opml", cwd=starter).stdout
    config.write_text(before)
    assert "1 feed added" in run("feeds", "import", "out.opml", cwd=starter).stdout
    assert 'tags = ["ports"]' in config.read_text()
    run("check", cwd=starter)


def test_a_full_disk_leaves_the_config_as_it_was(small_disk: Path, starter: Path, run: Run) -> None:
    folder = small_disk / "watch"
    shutil.copytree(starter, folder)
    config = folder / "config.toml"
    before = config.read_bytes()
    with pytest.raises(OSError, match="No space"):
        (small_disk / "ballast").write_bytes(b"x" * 5_000_000)
    for command in (["add", "https://one.example/rss", "--no-fetch"], ["export", "-o", "out.opml"]):
        done = run("feeds", *command, cwd=folder, code=1)
        assert "No space left on device" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert config.read_bytes() == before
    assert not list(folder.glob(".*")) + list(folder.glob("out*"))


def test_one_bad_outline_is_passed_over_and_named_and_titles_are_kept(run: Run, starter: Path) -> None:
    outlines = (
        '<outline text="Harbour News" xmlUrl="feed://a.example/rss"/><outline text="Secret" xmlUrl="https://u:p@b.example/"/>'
        '<outline text="File" xmlUrl="file:///etc/passwd"/><outline text="Harbour News" xmlUrl="http://a.example/rss"/>'
    )
    (starter / "in.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    done = run("feeds", "import", "in.opml", cwd=starter)
    assert "1 feed added, 3 passed over" in done.stdout
    said = " ".join((done.stdout + done.stderr).split())
    assert "Secret is passed over: this URL holds a password" in said
    assert "File is passed over" in said
    config = (starter / "config.toml").read_text()
    assert 'url = "http://a.example/rss"\noutlet = "Harbour News"' in config


def test_a_feed_is_tried_with_its_name_and_tags(starter: Path, run: Run, feeds: FeedServer) -> None:
    feeds.serve("/rss", rss([Item(title="Agents find fentanyl", link="https://news.example/1", guid="1")]))
    url = f"{feeds.base}/rss"
    (starter / "rules" / "more.yaml").write_text(
        "version: 1\nwatches:\n  - {id: tagged, when: fentanyl, feeds: {tags: [metals]}}\n...\n"
    )

    def fired(*args: str) -> list[str]:
        done = json.loads(run("feeds", "test", *args, "--json", cwd=starter).stdout)
        return sorted(done["entries"][0]["watches"])

    assert fired(url) == ["us-mexico-security"]
    assert fired(url, "--tag", "metals") == ["tagged", "us-mexico-security"]
    run("feeds", "add", url, "--name", "wire", "--tag", "metals", "--allow-private", cwd=starter)
    assert fired("wire") == fired(url) == ["tagged", "us-mexico-security"]


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_at_a_terminal_a_private_address_is_asked_about(
    tmp_path: Path, feeds: FeedServer, answer: str, code: int
) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    url = feeds.serve(
        "/rss", rss([Item(title="Ferry stopped", link="https://news.example/1", guid="1")], title="Port")
    )
    before = (folder / "config.toml").read_text()
    question = "Add it with `allow_private = true`?"
    done, screen = at_terminal(["-c", folder, "feeds", "add", url], [(question, answer)], tmp_path)
    assert done == code, screen
    added = (folder / "config.toml").read_text().removeprefix(before)
    assert ("allow_private = true" in added and url in added) == (answer == "y")
    assert bool(added) == (answer == "y")

"""`wirewatch feeds list`, `show`, `set` and `remove`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from support.commands import Run
from support.watch_folder import ferry_folder


def test_feeds_are_listed_shown_changed_and_removed_with_every_comment_kept(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    before = config.read_text()
    names = [feed["name"] for feed in tomllib.loads(before)["feeds"]]
    listed = json.loads(run("feeds", "list", "--json", cwd=starter).stdout)
    assert [feed["name"] for feed in listed] == names, "before the first run, too"
    assert json.loads(run("feeds", "--json", cwd=starter).stdout)[0].keys() == listed[0].keys()
    name = names[1]
    run("feeds", "set", name, "tags=metals,chile", "interval=1h", "enabled=false", cwd=starter)
    shown = json.loads(run("feeds", "show", name, "--json", cwd=starter).stdout)
    assert (shown["tags"], shown["interval"], shown["enabled"]) == (["metals", "chile"], "1h", False)
    assert config.read_text().splitlines()[shown["line"] - 1] == "[[feeds]]"
    plain = run("feeds", "show", name, cwd=starter).stdout
    assert "tags: [metals, chile]\n" in plain
    assert "enabled: false\n" in plain
    run("feeds", "remove", name, cwd=starter)
    left = tomllib.loads(config.read_text())["feeds"]
    assert left == [feed for feed in tomllib.loads(before)["feeds"] if feed["name"] != name]
    assert [line for line in before.splitlines() if line.startswith("#")] == [
        line for line in config.read_text().splitlines() if line.startswith("#")
    ]


def test_an_edit_that_would_not_load_changes_nothing_and_says_why(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    before = config.read_text()
    refused = run("feeds", "set", "sample-news-wire", "interval=soon", cwd=starter, code=1)
    assert "was not changed" in refused.stderr
    unknown = run("feeds", "remove", "sample-news-wir", cwd=starter, code=1)
    assert "did you mean `sample-news-wire`?" in unknown.stderr
    run("feeds", "set", "sample-news-wire", "colour=red", cwd=starter, code=2)
    assert config.read_text() == before


def test_a_feed_is_edited_in_the_file_in_which_it_is_written(starter: Path, run: Run) -> None:
    more = starter / "feeds.d" / "more.toml"
    more.parent.mkdir()
    more.write_text('# mine\n[[feeds]]\nname = "more"\nurl = "https://more.example/rss"\n')
    run("feeds", "set", "more", "lang=es", cwd=starter)
    assert more.read_text().endswith('name = "more"\nlang = "es"\nurl = "https://more.example/rss"\n')
    run("feeds", "remove", "more", cwd=starter)
    assert "feeds" not in tomllib.loads(more.read_text())


def test_a_feed_is_renamed_with_all_that_was_read_from_it(polled: Path, run: Run) -> None:
    run("run", "--once", cwd=polled)
    before = json.loads(run("feeds", "--json", cwd=polled).stdout)
    old = next(feed for feed in before if feed["last_new"])
    run("feeds", "rename", old["name"], "another-name", cwd=polled)
    assert "another-name" in [
        feed["name"] for feed in tomllib.loads((polled / "config.toml").read_text())["feeds"]
    ]
    again = json.loads(run("run", "--once", "--json", cwd=polled).stdout)
    assert (again["new"], again["alerts"]) == (0, 0)
    new = next(
        feed
        for feed in json.loads(run("feeds", "--json", cwd=polled).stdout)
        if feed["name"] == "another-name"
    )
    assert (new["first_polled"], new["url"]) == (old["first_polled"], old["url"])
    taken = run("feeds", "rename", "another-name", before[-1]["name"], cwd=polled, code=1)
    assert "already" in taken.stderr


def test_a_feed_renamed_after_its_first_poll_has_no_entry_twice(tmp_path: Path, run: Run) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    run("run", "--once", cwd=folder)
    run("feeds", "rename", "wire", "harbour-wire", cwd=folder)
    feed = folder / "feed.xml"
    more = "<item><title>A tram stopped</title><link>https://news.example/2</link><guid>2</guid></item>"
    feed.write_text(feed.read_text().replace("<item>", f"{more}<item>", 1))
    again = json.loads(run("run", "--once", "--json", cwd=folder).stdout)
    assert (again["new"], again["changed"]) == (1, 0)
    found = json.loads(run("search", "stopped", "--json", cwd=folder).stdout)
    assert [(one["feed"], one["title"]) for one in found] == [
        ("harbour-wire", "A tram stopped"),
        ("harbour-wire", "Ferry stopped"),
    ]

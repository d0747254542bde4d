"""Feeds in the store: imported, listed, shown, changed and removed there; files stay as they are."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from support.commands import Run
from support.makers import NOW

from storage import Store

OPML = """<?xml version="1.0"?><opml version="2.0"><body><outline text="Metals">
<outline type="rss" text="Gazette" xmlUrl="https://gazette.example/rss"/>
<outline type="rss" text="Herald" xmlUrl="https://herald.example/rss"/></outline></body></opml>"""


@pytest.fixture
def sharing(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text('[storage]\nurl = "wirewatch.db"\nshared_feeds = true\n')
    (tmp_path / "feeds.opml").write_text(OPML)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text("version: 1\ntopics: [{id: t, terms: [ferry]}]\n")
    return tmp_path


def test_feeds_go_to_the_store_and_all_commands_know_them_there(sharing: Path, run: Run) -> None:
    before = (sharing / "config.toml").read_text()
    said = run("feeds", "import", "feeds.opml", "--to-store", cwd=sharing).stdout
    assert said == "the store: 2 feeds added, 0 passed over\n"
    again = run("feeds", "import", "feeds.opml", "--to-store", cwd=sharing)
    assert "0 feeds added, 2 passed over" in again.stdout
    listed = json.loads(run("feeds", "--json", cwd=sharing).stdout)
    assert [feed["name"] for feed in listed] == ["gazette", "herald"]

    run("feeds", "set", "gazette", "interval=1h", "tags=a,b", "allow_private=true", cwd=sharing)
    shown = json.loads(run("feeds", "show", "gazette", "--json", cwd=sharing).stdout)
    assert (shown["interval"], shown["tags"], shown["allow_private"]) == ("1h", ["a", "b"], True)
    assert (shown["file"], shown["line"]) == (None, None)
    run("feeds", "set", "gazette", "interval=", cwd=sharing)
    plain = run("feeds", "show", "gazette", cwd=sharing).stdout
    assert plain.startswith("the store, shared by all daemons\n")
    assert "interval" not in plain

    run("feeds", "rename", "gazette", "border-gazette", cwd=sharing)
    run("feeds", "remove", "herald", cwd=sharing)
    listed = json.loads(run("feeds", "--json", cwd=sharing).stdout)
    assert [feed["name"] for feed in listed] == ["border-gazette"]
    assert "border-gazette.example" not in run("feeds", "export", cwd=sharing).stdout
    assert "https://gazette.example/rss" in run("feeds", "export", cwd=sharing).stdout
    acts = [act["action"] for act in json.loads(run("audit", "--json", cwd=sharing).stdout)]
    assert sorted(acts) == ["import", "import", "remove", "rename", "set", "set"]
    assert (sharing / "config.toml").read_text() == before


def test_an_import_replaces_no_feed_that_the_config_does_not_know(sharing: Path, run: Run) -> None:
    later = {"name": "gazette", "url": "https://other.example/rss", "key_of_a_later_version": 1}
    known = later | {"name": "herald-of-old", "url": "https://herald.example/rss"}
    with closing(Store.open(str(sharing / "wirewatch.db"), create=True)) as store:
        store.shared_feeds.put({"gazette": later, "herald-of-old": known}, NOW)
    said = run("feeds", "import", "feeds.opml", "--to-store", cwd=sharing)
    assert said.stdout == "the store: 1 feed added, 1 passed over\n"
    assert "Herald is passed over: its address is there already" in said.stderr
    with closing(Store.open(str(sharing / "wirewatch.db"))) as store:
        feeds = store.shared_feeds.all()
    assert (feeds.pop("gazette"), feeds.pop("herald-of-old")) == (later, known)
    assert {name: feed["url"] for name, feed in feeds.items()} == {"gazette-2": "https://gazette.example/rss"}


def test_an_edit_that_no_daemon_could_poll_changes_nothing(sharing: Path, run: Run) -> None:
    run("feeds", "import", "feeds.opml", "--to-store", cwd=sharing)
    refused = run("feeds", "set", "gazette", "interval=soon", cwd=sharing, code=1)
    assert "feed gazette: `interval`" in refused.stderr
    assert "already" in run("feeds", "rename", "gazette", "herald", cwd=sharing, code=1).stderr
    assert "interval" not in run("feeds", "show", "gazette", cwd=sharing).stdout


def test_feeds_that_nobody_would_poll_are_refused_with_the_line_to_write(sharing: Path, run: Run) -> None:
    (sharing / "config.toml").write_text('[storage]\nurl = "wirewatch.db"\n')
    refused = run("feeds", "import", "feeds.opml", "--to-store", cwd=sharing, code=1)
    assert "shared_feeds = true" in refused.stderr

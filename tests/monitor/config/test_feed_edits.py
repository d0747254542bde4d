"""Edits of feeds in the files of a config: private while they are tried, whole or not at all."""

from __future__ import annotations

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from monitor.config import edit, feed_edits
from monitor.config.edit import NewFeed
from monitor.config.load import load
from monitor.config.schema import Config, FeedSection
from rules.errors import WirewatchError


@pytest.mark.usefixtures("open_umask")
def test_while_an_edit_is_tried_nobody_else_can_read_the_config(
    starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, victim = starter / "config.toml", starter / "victim"
    config.chmod(0o600)
    victim.write_text("precious")
    (starter / ".config.toml.new").symlink_to(victim)
    tried: list[tuple[int, Path]] = []
    monkeypatch.setattr(
        feed_edits, "load_config", lambda trial: tried.append((trial.stat().st_mode & 0o777, trial))
    )
    for name in ("one", "two"):
        feed_edits.add_feeds(config, [NewFeed(name, f"https://{name}.example/rss")])
    assert [mode for mode, _ in tried] == [0o600, 0o600]
    assert tried[0][1] != tried[1][1]
    assert not any(trial.exists() for _, trial in tried)
    assert (config.stat().st_mode & 0o777, victim.read_text()) == (0o600, "precious")


def test_a_link_to_the_config_stays_a_link(starter: Path, tmp_path: Path) -> None:
    config, kept = starter / "config.toml", tmp_path / "dotfiles.toml"
    config.rename(kept)
    config.symlink_to(kept)
    feed_edits.add_feeds(config, [NewFeed("one", "https://one.example/rss")])
    assert config.is_symlink()
    assert "one.example" in kept.read_text()


def _names(config: Path) -> list[str]:
    return [feed.name for feed in load(config).feeds]


def test_edits_at_one_time_lose_nothing_and_each_meets_its_own_feed(starter: Path) -> None:
    config = starter / "config.toml"
    before = _names(config)
    old = [f"old-{number}" for number in range(12)]
    feed_edits.add_feeds(config, [NewFeed(name, f"https://{name}.example/rss") for name in old])

    def edit_one(number: int) -> None:
        if number % 3 == 0:
            feed_edits.edit_feed(config, f"old-{number}", edit.without_feed)
        elif number % 3 == 1:
            keys = {"lang": edit.quoted("fr"), "name": edit.quoted(f"renamed-{number}")}
            feed_edits.edit_feed(config, f"old-{number}", partial(edit.with_keys, values=keys))
        else:
            feed_edits.add_feeds(config, [NewFeed(f"new-{number}", f"https://new-{number}.example/rss")])

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(edit_one, range(12)))
    kept = [name for number, name in enumerate(old) if number % 3 == 2]
    renamed = [f"renamed-{number}" for number in range(1, 12, 3)]
    assert sorted(_names(config)) == sorted(
        [*before, *kept, *renamed, *(f"new-{n}" for n in range(2, 12, 3))]
    )
    assert {feed.name for feed in load(config).feeds if feed.lang == "fr"} >= set(renamed)
    assert not {feed.name for feed in load(config).feeds if feed.lang == "fr"} & set(kept)


def test_an_edit_waits_for_another_process_and_says_so_where_that_takes_too_long(
    starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = starter / "config.toml"
    held = os.open(starter, os.O_RDONLY)  # as another process has it: a lock belongs to the opened folder
    fcntl.flock(held, fcntl.LOCK_EX)
    monkeypatch.setattr(feed_edits, "_PATIENCE", 0.05)
    before = config.read_bytes()
    with pytest.raises(WirewatchError, match="another process edits"):
        feed_edits.add_feeds(config, [NewFeed("one", "https://one.example/rss")])
    assert config.read_bytes() == before
    os.close(held)
    feed_edits.add_feeds(config, [NewFeed("one", "https://one.example/rss")])


def test_a_table_that_an_editor_moved_meanwhile_is_left_alone(
    starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = starter / "config.toml"
    feed_edits.add_feeds(config, [NewFeed(name, f"https://{name}.example/rss") for name in ("one", "two")])
    place_of = feed_edits.place_of

    def moved(loaded: Config, section: FeedSection) -> tuple[Path, int, int]:
        found = place_of(loaded, section)
        config.write_text(edit.without_feed(config.read_text(), found[2]))
        return found

    monkeypatch.setattr(feed_edits, "place_of", moved)
    with pytest.raises(WirewatchError, match="changed it meanwhile"):
        feed_edits.edit_feed(config, "one", edit.without_feed)
    assert "two" in _names(config)


def test_a_feed_that_nobody_knows_is_an_error_of_its_own(starter: Path) -> None:
    with pytest.raises(feed_edits.UnknownFeedError, match="no feed is called none"):
        feed_edits.edit_feed(starter / "config.toml", "none", edit.without_feed)

"""`wirewatch feeds`: the list, and a feed that is gone."""

from __future__ import annotations

from pathlib import Path

from support.commands import Run
from support.feed_server import FeedServer, Item, Reply, rss


def test_a_feed_that_is_gone_is_asked_again_once_it_is_revived(
    feeds: FeedServer, tmp_path: Path, run: Run
) -> None:
    url = feeds.serve("/rss", Reply(status=410))
    config = tmp_path / "config.toml"
    config.write_text(
        f'[storage]\nurl = "w.db"\n[[feeds]]\nname = "wire"\nurl = "{url}"\nallow_private = true\n'
    )
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "none.yaml").write_text("version: 1\n")
    assert "1 failed" in run("run", "--once").stdout
    again = run("run", "--once")
    assert "wirewatch feeds revive" in again.stderr
    run("feeds", "revive", "other", code=1)
    assert "wire is due now" in run("feeds", "revive", f"{url}").stdout
    assert "1 failed" in run("run", "--once").stdout


def test_a_feed_whose_dates_cannot_be_read_is_shown_as_such(
    feeds: FeedServer, tmp_path: Path, run: Run
) -> None:
    items = [Item(title=f"T{n}", link=f"https://a.example/{n}", published="3 Frimaire") for n in range(3)]
    (tmp_path / "config.toml").write_text(
        f'[storage]\nurl = "w.db"\n[[feeds]]\nname = "wire"\nurl = "{feeds.serve("/rss", rss(items))}"\n'
        "allow_private = true\n"
    )
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "none.yaml").write_text("version: 1\n")
    run("run", "--once")
    assert '"dates_unread": true' in run("feeds", "--json").stdout
    assert "dates" in run("feeds").stdout

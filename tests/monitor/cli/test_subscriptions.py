"""`wirewatch feeds discover`, `test`, `add`, `import` and `export`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.commands import Run
from support.feed_server import FeedServer, Item, Reply, rss

from monitor.cli import subscriptions
from monitor.config.edit import NewFeed


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
        subscriptions, "load_config", lambda trial: tried.append((trial.stat().st_mode & 0o777, trial))
    )
    for name in ("one", "two"):
        subscriptions._write(config, [NewFeed(name, f"https://{name}.example/rss")])
    assert [mode for mode, _ in tried] == [0o600, 0o600]
    assert tried[0][1] != tried[1][1]
    assert not any(trial.exists() for _, trial in tried)
    assert (config.stat().st_mode & 0o777, victim.read_text()) == (0o600, "precious")


def test_a_link_to_the_config_stays_a_link(starter: Path, tmp_path: Path) -> None:
    config, kept = starter / "config.toml", tmp_path / "dotfiles.toml"
    config.rename(kept)
    config.symlink_to(kept)
    subscriptions._write(config, [NewFeed("one", "https://one.example/rss")])
    assert config.is_symlink()
    assert "one.example" in kept.read_text()


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

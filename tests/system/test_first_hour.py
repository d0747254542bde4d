"""A person's first hour: from nothing to a mail on a subject of their own."""

from __future__ import annotations

from pathlib import Path

from support.commands import Run
from support.feed_server import FeedServer, Item, Reply, rss
from support.smtp_sink import SmtpSink


def test_a_mail_on_ones_own_subject_takes_fewer_than_ten_commands_and_no_edit(
    run: Run, tmp_path: Path, feeds: FeedServer, smtp: SmtpSink
) -> None:
    items = [
        Item(title="Andes Lithium halts output after a leak", link="https://wire.example/1", guid="1"),
        Item(title="Harbour wins the cup", link="https://wire.example/2", guid="2"),
    ]
    feeds.serve("/rss", rss(items, title="Metals Wire"))
    link = f'<link rel="alternate" type="application/rss+xml" href="{feeds.base}/rss">'
    feeds.serve("/", Reply(body=f"<html><head>{link}</head></html>".encode(), content_type="text/html"))
    folder = tmp_path / "watch"
    commands = 0

    def step(*args: object) -> str:
        nonlocal commands
        commands += 1
        done = run(*args, cwd=folder if commands > 1 else tmp_path)
        return str(done.stdout + done.stderr)

    server = f"127.0.0.1:{smtp.port}"
    step("init", "watch", "--topic", "lithium", "--mail", "ana@desk.example", "--mail-server", server)
    found = step("feeds", "discover", feeds.base)
    assert f"wirewatch feeds add {feeds.base}/rss" in found
    step("feeds", "add", f"{feeds.base}/rss", "--tag", "metals", "--allow-private")
    step("feeds", "set", "metals-wire", "first_poll=all")
    assert "metals-wire" in step("feeds", "list")
    assert "no errors" in step("check")
    step("run", "--once")
    (mail,) = smtp.wait(1)
    assert "Andes Lithium halts output" in str(mail["Subject"])
    assert smtp.recipients == [["ana@desk.example"]]
    assert "told in alert 1" in step("why", "halts output")
    assert commands < 10

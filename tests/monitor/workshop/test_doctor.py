"""What a watch needs, tried on real servers, files and faults."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from support.fault_server import FaultySmtp
from support.feed_server import FeedServer, Item, Reply, rss
from support.sending import mail
from support.smtp_sink import SmtpSink

from monitor.config.load import load
from monitor.config.schema import Config
from monitor.workshop.doctor import (
    examine_clock,
    examine_daemon,
    examine_destinations,
    examine_network,
    examine_store,
    one_a_server,
)
from storage import Store

NEWS = rss([Item(title="The harbour opens", link="https://news.example/1", guid="1")])


def config(folder: Path, feeds: Mapping[str, str] | None = None, url: str = "console:") -> Config:
    named = "".join(
        f'[[feeds]]\nname = "{name}"\nurl = "{address}"\nallow_private = true\n'
        for name, address in (feeds or {}).items()
    )
    (folder / "config.toml").write_text(
        f'[storage]\nurl = "w.db"\n{named}[destinations.desk]\nurl = "{url}"\n'
    )
    return load(folder / "config.toml")


def now() -> datetime:
    return datetime.now(UTC)


def test_a_whole_store_is_well_and_a_damaged_one_is_to_be_restored(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    store = Store.open(str(path), create=True)
    assert {finding.verdict for finding in examine_store(store)} == {"well"}
    store.close()
    content = bytearray(path.read_bytes())
    for page in range(len(content) // 4096 - 6, len(content) // 4096):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(content)
    store = Store.open(str(path))
    (found,) = examine_store(store)
    store.close()
    assert (found.part, found.verdict) == ("store", "trouble")
    assert "is damaged" in found.text
    assert "restore" in found.todo


def test_a_store_that_others_may_read_is_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    store = Store.open(str(path), create=True)
    path.chmod(0o644)
    found = {finding.part: finding for finding in examine_store(store)}
    store.close()
    assert (found["privacy"].verdict, found["privacy"].todo) == ("doubt", f"chmod 600 {path}")


def test_without_a_daemon_it_says_how_to_start_one() -> None:
    found = examine_daemon([], None, now(), one_daemon=True)
    assert found.verdict == "doubt"
    assert "wirewatch run" in found.todo
    assert examine_daemon([], "12", now(), one_daemon=True).verdict == "well"


def test_each_server_is_asked_once_and_one_that_fails_is_named(feeds: FeedServer, tmp_path: Path) -> None:
    with FeedServer() as other:
        good, bad = feeds.serve("/rss", NEWS), other.serve("/rss", Reply(status=404))
        watch = config(tmp_path, {"good": good, "same": feeds.base + "/more", "bad": bad})
        steps: list[None] = []
        found = examine_network(watch, now, lambda: steps.append(None))
    assert [feed.name for feed in one_a_server(watch.feeds)] == ["good", "bad"]
    assert len(steps) == 2
    assert [hit.path for hit in feeds.hits()] == ["/rss"]
    parts = {finding.part: finding for finding in found}
    assert (parts["network"].verdict, parts["network"].text) == ("well", "1 of 2 servers of feeds answer")
    assert "404" in parts["feed"].text
    assert "feeds test bad" in parts["feed"].todo
    assert parts["clock"].verdict == "well"


def test_a_machine_without_a_network_is_told_so(tmp_path: Path) -> None:
    found = examine_network(config(tmp_path, {"a": "http://127.0.0.1:9/rss"}), now, lambda: None)
    assert (found[0].part, found[0].verdict) == ("network", "trouble")
    assert "proxy" in found[0].todo


def test_a_clock_that_is_wrong_by_an_hour_is_found_by_a_real_answer(
    feeds: FeedServer, tmp_path: Path
) -> None:
    past = format_datetime(now() - timedelta(hours=1), usegmt=True)
    url = feeds.serve("/rss", Reply(body=NEWS.encode(), headers={"Date": past}))
    found = examine_network(config(tmp_path, {"a": url}), now, lambda: None)
    (clock,) = [finding for finding in found if finding.part == "clock"]
    assert clock.verdict == "trouble"
    assert "ahead of the servers'" in clock.text


@pytest.mark.parametrize(
    ("seconds", "verdict"), [([1, -2, 90_000], "well"), ([-300], "doubt"), ([4_000, 4_001], "trouble")]
)
def test_the_clock_is_judged_by_the_middle_of_all_servers(seconds: list[int], verdict: str) -> None:
    (found,) = examine_clock([timedelta(seconds=each) for each in seconds])
    assert found.verdict == verdict
    assert list(examine_clock([])) == []


def test_a_mail_server_is_logged_in_at_and_nothing_is_sent(tmp_path: Path) -> None:
    with SmtpSink() as sink:
        (found,) = examine_destinations(config(tmp_path, url=mail(sink.port)), online=True)
        assert found.verdict == "well", found
        assert sink.messages == []


@pytest.mark.parametrize("fault", [{"auth": "535 5.7.8 wrong"}, {"banner": "421 4.3.2 not now"}])
def test_a_mail_server_that_refuses_is_a_trouble_without_the_password(
    fault: dict[str, Any], tmp_path: Path
) -> None:
    with FaultySmtp(**fault) as server:
        url = f"mailto://watcher:s3cretpass@127.0.0.1:{server.port}?from=w@example.org&to=d@example.org&mode=insecure"
        (found,) = examine_destinations(config(tmp_path, url=url), online=True)
    assert found.verdict == "trouble"
    assert next(iter(fault.values()))[:3] in found.text
    assert "s3cretpass" not in found.text


def test_offline_no_mail_server_is_asked_and_the_test_message_is_named(tmp_path: Path) -> None:
    (found,) = examine_destinations(config(tmp_path, url=mail(9)), online=False)
    assert found.verdict == "well"
    assert "notify-test desk" in found.todo


def test_an_address_that_cannot_be_used_is_a_trouble_not_well_formed(tmp_path: Path) -> None:
    (found,) = examine_destinations(config(tmp_path, url="slak://TokenA/TokenB"), online=False)
    assert (found.part, found.verdict) == ("destination", "trouble")
    assert "desk" in found.text

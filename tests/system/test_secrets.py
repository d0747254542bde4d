"""Canaries in every place where a secret may stand; none of them may be seen anywhere else."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from pathlib import Path

import pytest
from pydantic import SecretStr
from support.commands import Run
from support.fault_server import FaultyHttp, FaultySmtp
from support.feed_server import FeedServer, Item, Reply, rss

from monitor.config.destination import DestinationSection
from monitor.delivery.senders import open_sender
from monitor.delivery.transport.redact import STARS
from rules.errors import DestinationError
from storage import Payload

CANARIES = [f"canary{number}Zq{number * 7919}secret" for number in range(16)]


def folder_with_secrets(folder: Path, http: FaultyHttp, smtp: FaultySmtp) -> Path:
    (folder / "rules").mkdir(parents=True)
    (folder / "feed.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Sample wire</title>'
        "<item><title>Ferry stopped</title><link>https://news.example/1</link><guid>1</guid></item>"
        "</channel></rss>"
    )
    names = ["hook", "moved", "mail", "slack", "nowhere", "file"]
    (folder / "rules" / "w.yaml").write_text(
        "version: 1\ntopics:\n  - {id: ferry, terms: [ferry]}\n"
        f"watches:\n  - {{id: ships, when: {{any: [ferry]}}, notify: [{', '.join(names)}]}}\n...\n"
    )
    c = CANARIES
    (folder / "slack.url").write_text(f"slack://T{c[8]}/B{c[9]}/{c[10]}/#general\n")
    (folder / "config.toml").write_text(f"""
[monitor]
operator = "file"
[storage]
url = "w.db"
[defaults]
first_poll = "all"
[destinations.hook]
url = "json://user:{c[0]}@127.0.0.1:{http.port}/{c[1]}/401?+X-Key={c[2]}&:extra={c[3]}"
[destinations.moved]
url = "json://127.0.0.1:{http.port}/{c[4]}/loop"
[destinations.mail]
url = "mailto://watch:{c[5]}@127.0.0.1:{smtp.port}?from=watch@example.org&to=desk@example.org&mode=insecure"
[destinations.slack]
url_file = "slack.url"
[destinations.nowhere]
url = "jsons://user:${{NOWHERE_PASSWORD}}@no-such-host.invalid/{c[7]}"
[destinations.file]
url = "mbox:alerts.mbox"
[[feeds]]
name = "local"
url = "feed.xml"
[[feeds]]
name = "guarded"
url = "http://127.0.0.1:{http.port}/500"
headers = {{ Authorization = "Bearer {c[13]}", X-Token = "{c[11]}" }}
allow_private = true
[[feeds]]
name = "basic"
url = "http://127.0.0.1:{http.port}/404"
auth = "reader:{c[14]}"
proxy = "http://proxy:{c[15]}@127.0.0.1:9"
allow_private = true
""")
    return folder


def test_no_planted_secret_is_seen_anywhere(tmp_path: Path, run: Run) -> None:
    # The mail server is as indiscreet as can be: it repeats what it was told.
    echo = f"535 5.7.8 wrong: {CANARIES[5]} {b64encode(CANARIES[5].encode()).decode()}"
    seen: dict[str, str] = {}
    with FaultyHttp() as http, FaultySmtp(auth=echo) as smtp:
        folder = folder_with_secrets(tmp_path / "w", http, smtp)
        env = {"NOWHERE_PASSWORD": CANARIES[6]}
        once = run("run", "--once", "--verbose", cwd=folder, code=None, **env)
        seen["run"] = once.stdout + once.stderr
        assert http.accepted, once.stdout + once.stderr
        assert any(CANARIES[2] in str(headers) for _, headers, _ in http.accepted)
        for arguments in (
            ["feeds", "--json"], ["feeds"], ["alerts", "--json"], ["deliveries", "--json"], ["deliveries"],
            ["status", "--json"], ["check"], ["why", "https://news.example/1"], ["notify-test", "mail"],
            ["notify-test", "slack", "--json"], ["schema"],
        ):  # fmt: skip
            done = run(*arguments, cwd=folder, code=None, **env)
            seen[" ".join(arguments)] = done.stdout + done.stderr
        broken = folder / "config.toml"
        broken.write_text(broken.read_text().replace("jsons://user", "nosuch://user"))
        done = run("check", cwd=folder, code=None, **env)
        seen["check of a bad URL"] = done.stdout + done.stderr
        (folder / "config.toml").write_text(broken.read_text().replace("mailto://", "mailto:://"))
        done = run("run", "--once", cwd=folder, code=None, **env)
        seen["run with a bad URL"] = done.stdout + done.stderr
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in {"config.toml", "slack.url"}:
                seen[path.name] = path.read_bytes().decode("latin-1")
    assert "refused" in seen["deliveries --json"]
    assert STARS in seen["deliveries --json"]
    for place, text in seen.items():
        for canary in CANARIES:
            assert canary not in text, f"{canary} in {place}"
            assert b64encode(canary.encode()).decode().rstrip("=") not in text, f"{canary}, coded, in {place}"


def test_a_worker_that_breaks_tells_no_secret(tmp_path: Path) -> None:
    async def attempt() -> str:
        url = f"json://user:{CANARIES[0]}@127.0.0.1:9/{CANARIES[1]}?+X-Key={CANARIES[2]}"
        sender = open_sender("hook", DestinationSection(url=SecretStr(url)))
        try:
            # No such recipient: the worker raises, with what it knows in its traceback.
            outcome = await sender.send(Payload(subject="s", text="t"), key="k", timeout=5, recipient="x")
            return outcome.reason
        finally:
            await sender.close()

    reason = asyncio.run(attempt())
    assert not any(canary in reason for canary in CANARIES)


def test_a_url_that_is_refused_is_not_shown() -> None:
    for url in (f"nosuch://{CANARIES[0]}", f"slack://{CANARIES[0]}", f"mailto://{CANARIES[0]}:x@"):
        with pytest.raises(DestinationError) as caught:
            open_sender("desk", DestinationSection(url=SecretStr(url)))
        assert CANARIES[0] not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


def test_no_other_host_no_copy_and_no_left_over_file_has_a_secret(tmp_path: Path, run: Run) -> None:
    c = CANARIES
    folder, home = tmp_path / "w", tmp_path / "home"
    (folder / "rules").mkdir(parents=True)
    for place in (home, tmp_path / "temporary"):
        place.mkdir()
    (folder / "rules" / "w.yaml").write_text(
        "version: 1\ntopics:\n  - {id: ferry, terms: [ferry]}\n"
        "watches:\n  - {id: ships, when: {any: [ferry]}, notify: [file]}\n...\n"
    )
    env = {"HOME": str(home), "TMPDIR": str(tmp_path / "temporary"), "READER_PASSWORD": c[0]}
    seen: dict[str, str] = {}
    with FeedServer() as proxy:
        # The proxy plays all hosts: it is asked for the whole address of each.
        proxy.redirect("/moved", "http://theirs.invalid/feed", 301)
        links = [f"http://{host}.invalid/article" for host in ("theirs", "ours")]
        proxy.serve("/feed", rss([Item(title=f"Ferry {link}", link=link, guid=link) for link in links]))
        proxy.redirect("/article", "http://elsewhere.invalid/page", 302)
        proxy.serve("/page", Reply(body=b"<p>The ferry</p>", content_type="text/html"))
        secret = (
            f'auth = "reader:${{READER_PASSWORD}}"\nheaders = {{ X-Key = "{c[1]}" }}\nfull_text = true\n'
            f'proxy = "http://user:{c[2]}@127.0.0.1:{proxy.port}"\n'
        )
        (folder / "config.toml").write_text(
            '[monitor]\noperator = "file"\n[storage]\nurl = "w.db"\n[defaults]\nfirst_poll = "all"\n'
            f'[destinations.file]\nurl = "mbox:alerts.mbox"\nbody = "{{# {c[3]} #}}{{{{ headline }}}}"\n'
            f'[destinations.off]\nurl = "json://127.0.0.1:9/{c[4]}"\n'
            f'[[feeds]]\nname = "moved"\nurl = "http://ours.invalid/moved"\n{secret}'
        )
        for number in range(5):
            done = run("run", "--once", "--verbose", cwd=folder, **env)
            seen[f"run {number}"] = done.stdout + done.stderr
        for words in (
            ["feeds", "add", "https://new.example/rss", "--no-fetch"], ["backup", "copy.db"], ["feeds", "--json"],
            ["feeds", "export", "-o", "feeds.opml"], ["feeds", "test", "moved"], ["check"], ["status"],
        ):  # fmt: skip
            done = run(*words, cwd=folder, code=None, **env)
            seen[" ".join(words)] = done.stdout + done.stderr
        hits = proxy.hits()
    assert sum(hit.headers["Host"] == "theirs.invalid" for hit in hits if hit.path == "/feed") >= 5
    ours = [hit for hit in hits if hit.headers["Host"] == "ours.invalid"]
    assert {hit.path for hit in ours} == {"/moved", "/article"}
    assert all(hit.headers["X-Key"] == c[1] and "Authorization" in hit.headers for hit in ours)
    for number, hit in enumerate(hits):
        # The proxy itself is told its own password, and hands it on to nobody.
        told = {k: v for k, v in hit.headers.items() if k != "Proxy-Authorization"}
        if hit.headers["Host"] != "ours.invalid":
            seen[f"request {number} to {hit.headers['Host']}"] = f"{hit.path} {told}"
    for path in tmp_path.rglob("*"):
        seen[f"name of {path.name}"] = str(path)
        if path.is_file() and path != folder / "config.toml":
            seen[str(path)] = path.read_bytes().decode("latin-1")
    assert str(folder / "copy.db") in seen
    for place_seen, text in seen.items():
        for canary in (*c[:5], b64encode(f"reader:{c[0]}".encode()).decode().rstrip("=")):
            assert canary not in text, f"{canary} in {place_seen}"

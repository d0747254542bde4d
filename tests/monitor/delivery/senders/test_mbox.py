"""The mailbox file: each message once, readable by any mail reader, whole after a crash."""

from __future__ import annotations

import fcntl
import mailbox
import os
from pathlib import Path

from support.sending import LOOP, PAYLOAD, section, send

from monitor.delivery.senders import Sender, open_sender
from storage import Payload


def test_a_mailbox_takes_each_message_once_and_any_reader_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "alerts.mbox"
    text = Payload(subject="Ébrard\nFrom here", text="From the start\n>From quoted\nÉnd\n")

    async def work(sender: Sender) -> list[str]:
        outcomes = [await sender.send(text, key=key, timeout=5) for key in ("a", "b", "a")]
        return [outcome.reason for outcome in outcomes]

    assert LOOP.run(work(open_sender("m", section(f"mbox:{path}")))) == [
        "appended",
        "appended",
        "already in the mailbox",
    ]
    assert LOOP.run(work(open_sender("m", section(f"mbox:{path}"))))[0] == "already in the mailbox"
    found = list(mailbox.mbox(path))
    assert len(found) == 2
    assert found[0]["Subject"].count("\n") == 0
    assert ">From the start" in found[0].get_payload(decode=True).decode()


def test_a_mailbox_that_was_cut_off_takes_the_message_again(tmp_path: Path) -> None:
    path = tmp_path / "alerts.mbox"
    send(f"mbox:{path}", key="a")
    send(f"mbox:{path}", key="b")
    os.truncate(path, path.stat().st_size - 20)
    assert send(f"mbox:{path}", key="a").reason == "already in the mailbox"
    assert send(f"mbox:{path}", key="b").reason == "appended"
    assert len(mailbox.mbox(path)) == 3


def test_a_full_disk_leaves_the_mailbox_as_it_was() -> None:
    outcome = send("mbox:/dev/full")
    assert outcome.state == "retry"


def test_a_mailbox_that_another_program_keeps_locked_is_tried_again_later(tmp_path: Path) -> None:
    path = tmp_path / "alerts.mbox"
    with path.open("ab") as reader:
        fcntl.lockf(reader, fcntl.LOCK_EX)
        flocked = send(f"mbox:{path}", key="a", timeout=0.1)
        assert flocked.state == "sent", "locks of one process do not exclude each other"
        fcntl.flock(reader, fcntl.LOCK_EX)
        outcome = send(f"mbox:{path}", key="b", timeout=0.1)
    assert (outcome.state, outcome.reason) == ("retry", "mailbox file: another program keeps it locked")
    assert send(f"mbox:{path}", key="b").reason == "appended"


def test_a_message_deleted_by_a_mail_reader_may_be_delivered_again(tmp_path: Path) -> None:
    path = tmp_path / "alerts.mbox"

    async def work(sender: Sender) -> list[str]:
        reasons = [(await sender.send(PAYLOAD, key="a", timeout=5)).reason]
        path.write_bytes(b"")
        reasons.append((await sender.send(PAYLOAD, key="a", timeout=5)).reason)
        return reasons

    assert LOOP.run(work(open_sender("m", section(f"mbox:{path}")))) == ["appended", "appended"]


def test_a_mailbox_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "alerts.mbox", tmp_path / "another file"
    for there in (False, True):
        if there:
            elsewhere.write_text("mine")
        path.unlink(missing_ok=True)
        path.symlink_to(elsewhere)
        outcome = send(f"mbox:{path}", key="a")
        assert (outcome.state, outcome.concerns_service) == ("retry", True)
        assert outcome.reason == "mailbox file: it is a link, which is not followed"
        assert elsewhere.exists() == there
    assert elsewhere.read_text() == "mine"
    path.unlink()
    assert send(f"mbox:{path}", key="a").state == "sent"
    assert path.stat().st_mode & 0o777 == 0o600

"""Alerts on standard output: on a terminal and into a pipe."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import re
import subprocess
import sys

import pytest
from support.places import ROOT
from support.sending import LOOP, PAYLOAD, section, send

from monitor.delivery.senders import Sender, open_sender
from storage import Payload


def test_the_console_prints_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert send("console:").state == "sent"
    assert "The ferry was «stopped»." in capsys.readouterr().out


def test_a_pipe_that_nobody_reads_is_unknown_after_the_timeout_and_stuck_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, writing = os.pipe()
    long = Payload(subject="s", text="x" * 200_000)  # more than a pipe holds

    async def work(sender: Sender) -> list[str]:
        outcomes = [await sender.send(long, key="k", timeout=0.2) for _ in range(2)]
        # Drained, the first print ends, and the next message goes through.
        await asyncio.to_thread(_read, reading, 200_000)
        while (last := await sender.send(PAYLOAD, key="k", timeout=5)).state == "retry":
            await asyncio.sleep(0.02)
        return [outcome.state for outcome in [*outcomes, last]]

    with os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        assert LOOP.run(work(open_sender("one", section("console:")))) == ["unknown", "retry", "sent"]
    os.close(reading)


def _read(descriptor: int, least: int) -> None:
    size = 0
    while size < least:
        size += len(os.read(descriptor, 65_536))


def test_a_pipe_whose_reader_has_gone_has_not_got_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    pipe = os.fdopen(writing, "w")
    monkeypatch.setattr("sys.stdout", pipe)
    outcome = send("console:")
    assert (outcome.state, outcome.reason) == ("retry", "standard output: Broken pipe")
    with contextlib.suppress(BrokenPipeError):
        pipe.close()


def test_a_terminal_gets_the_matched_words_highlighted_and_markup_left_alone() -> None:
    ours, theirs = pty.openpty()
    program = (
        "import asyncio; from monitor.delivery.senders.console import ConsoleSender; from storage import Payload;"
        "asyncio.run(ConsoleSender('c').send("
        "Payload(subject='[red] Ferry', text='It «stopped».'), key='k', timeout=5))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", program], stdout=theirs, env=environment, check=True, timeout=30)
    os.close(theirs)
    shown = os.read(ours, 65_536).decode()
    os.close(ours)
    assert "[red] Ferry" in shown
    assert re.search("\x1b\\[[0-9;]+m«stopped»\x1b\\[0m", shown)

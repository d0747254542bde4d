"""Standard streams that are closed, full or gone: a line and an exit code, no traceback, and nothing ends early."""

from __future__ import annotations

import errno
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from support.commands import environment
from support.daemon_folder import DaemonFolder
from support.feed_server import FeedServer
from support.smtp_sink import SmtpSink

from monitor import cli
from monitor.cli.streams import BestEffort

# Processes of the whole program, which are started, stopped and cut off.
pytestmark = pytest.mark.system


@pytest.mark.parametrize(
    ("streams", "code", "said"),
    [
        (">/dev/full", 1, "error: standard output: No space left on device\n"),
        (">&-", 0, ""),
        (">&- 2>&- <&-", 0, ""),
        ("2>/dev/full", 0, ""),
        ("2>/dev/full >/dev/full", 1, ""),
        ("| true", 0, ""),
    ],
)
def test_a_stream_that_takes_nothing_costs_a_line_at_most(
    command: Path, starter: Path, tmp_path: Path, streams: str, code: int, said: str
) -> None:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"'{command}' check {streams}"],
        cwd=starter, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (code, said)


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (MemoryError(), "error: there is not enough memory for this\n"),
        (OSError(errno.EROFS, "Read-only file system", "/data/x"), "error: /data/x: Read-only file system\n"),
    ],
)
def test_what_the_system_refuses_is_said_on_a_line(
    raised: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_app: object) -> None:
        raise raised

    monkeypatch.setattr(cli, "get_command", fail)
    monkeypatch.setattr(cli, "register", list)
    monkeypatch.setattr(sys, "argv", ["wirewatch", "schema"])
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert (end.value.code, capsys.readouterr().err) == (1, said)


def test_a_line_that_cannot_be_written_is_passed_over() -> None:
    full = Path("/dev/full").open("w", buffering=1)  # noqa: SIM115 - closing it raises
    stream = BestEffort(full)
    stream.write("lost\n")
    stream.flush()
    assert not stream.isatty()
    with suppress(OSError):
        full.close()
    stream.write("nor after it was closed")


def test_a_daemon_whose_log_is_full_works_and_ends_well(
    tmp_path: Path,
    warm,
    feeds: FeedServer,
    smtp: SmtpSink,  # type: ignore[no-untyped-def]
) -> None:
    watch = DaemonFolder(tmp_path / "watch", warm, feeds, smtp)
    with Path("/dev/full").open("wb") as full:
        process = warm.start(["run", "-v"], watch.folder, environment(watch.folder), full, full)
    try:
        smtp.wait(1, 30)
        process.send_signal(15)
        assert process.wait(15) == 0
    finally:
        process.kill()

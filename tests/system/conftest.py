"""Fixtures of tests that run the whole program as a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import WarmHost
from support.daemon_folder import DaemonFolder
from support.feed_server import FeedServer
from support.smtp_sink import SmtpSink


@pytest.fixture
def watch(tmp_path: Path, warm: WarmHost, feeds: FeedServer, smtp: SmtpSink) -> Iterator[DaemonFolder]:
    made = DaemonFolder(tmp_path / "watch", warm, feeds, smtp)
    yield made
    if made.process and made.process.poll() is None:
        made.process.kill()
        made.process.wait(10)

"""The daemon tells a listener of each poll and each attempt, whatever came of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from support.watch_folder import ferry_folder

from monitor.config import load as config_file
from monitor.daemon.open_application import open_application
from monitor.daemon.run_forever import Daemon
from monitor.events.listener import AttemptEnded, PollEnded
from rules.loading.load import load


class Notes:
    """A listener that keeps what it heard."""

    def __init__(self) -> None:
        self.polls: list[PollEnded] = []
        self.attempts: list[AttemptEnded] = []

    def poll_ended(self, poll: PollEnded) -> None:
        self.polls.append(poll)

    def attempt_ended(self, attempt: AttemptEnded) -> None:
        self.attempts.append(attempt)


def test_a_daemon_tells_of_its_polls_and_of_its_attempts(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "watch", "mbox:out.mbox")
    with (folder / "config.toml").open("a") as config_toml:
        config_toml.write('[[feeds]]\nname = "lost"\nurl = "nowhere.xml"\n')
    config = config_file.load(folder / "config.toml")
    rules, heard = load(config.rules_folder).rules, Notes()

    async def watch() -> None:
        async with open_application(config, rules, heard) as application:
            # A daemon's first polls are spread over half a minute.
            feeds = application.store.feeds
            await application.write(feeds.revive, ["wire", "lost"], datetime.now(UTC))
            daemon = Daemon(application, lambda: (config, rules))
            running = asyncio.create_task(daemon.run())
            async with asyncio.timeout(60):
                while len(heard.polls) < 2 or not heard.attempts:
                    await asyncio.sleep(0.02)
            daemon.stop.set()
            await running

    asyncio.run(watch())
    assert {(poll.outcome, poll.new, poll.matched) for poll in heard.polls} == {
        ("ok", 1, 1),
        ("failed", 0, 0),
    }
    assert all(poll.seconds > 0 for poll in heard.polls)
    (attempt,) = heard.attempts
    assert (attempt.destination, attempt.state) == ("desk", "sent")
    assert attempt.seconds

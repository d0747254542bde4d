"""A watch folder with one feed, polled in the test's own process."""

from __future__ import annotations

import asyncio
from pathlib import Path

from monitor.config import load as config_file
from monitor.daemon.open_application import open_application
from monitor.polling.poller import Polled
from rules.loading.load import load


class OneFeedFolder:
    """A watch folder with one feed; `poll` polls it in this process."""

    def __init__(self, folder: Path, feed: str) -> None:
        self.folder = folder
        (folder / "rules").mkdir(parents=True)
        (folder / "rules" / "a.yaml").write_text(
            "version: 1\ntopics: [{id: t, terms: [diálogo]}]\nwatches: [{id: w, when: t, notify: [box]}]\n...\n"
        )
        (folder / "config.toml").write_text(
            '[storage]\nurl = "w.db"\n[defaults]\nfirst_poll = "all"\n[destinations.box]\nurl = "mbox:out"\n'
            f'[[feeds]]\nname = "f"\nallow_private = true\n{feed}\n'
        )

    def poll(self) -> Polled:
        async def once() -> Polled:
            config = config_file.load(self.folder / "config.toml")
            async with open_application(config, load(self.folder / "rules").rules) as service:
                (polled,) = await service.round(lambda polled: None)
                return polled

        return asyncio.run(once())

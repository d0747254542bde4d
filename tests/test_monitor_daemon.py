"""The daemon in this process, on a real watch folder and store: what breaks must not end its watching."""

from __future__ import annotations

import asyncio
from pathlib import Path

from monitor import config as config_file
from monitor.config import Config
from monitor.daemon import Daemon
from monitor.service import open_service
from rules.load import load
from rules.model import RuleSet

RULES = """\
version: 1
topics:
  - {id: lithium, terms: [lithium]}
watches:
  - {id: news, when: {any: [lithium]}, notify: [console]}
"""


def test_a_reload_that_breaks_does_not_end_the_watch_for_edits(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    rules = tmp_path / "rules" / "watch.yaml"
    rules.write_text(RULES)
    path = tmp_path / "config.toml"
    path.write_text('[storage]\nurl = "store.db"\n[destinations.console]\nurl = "console:"\n')
    config = config_file.load(path)
    loads: list[str] = []

    def reload() -> tuple[Config, RuleSet]:
        loads.append(rules.read_text())
        if len(loads) == 1:
            raise MemoryError("as no edit should")
        return config, load(config.rules_folder, destinations=("console",)).rules

    async def edit_twice() -> None:
        async with open_service(
            config, load(config.rules_folder, destinations=("console",)).rules
        ) as service:
            daemon = Daemon(service, reload)
            running = asyncio.create_task(daemon.run())
            await asyncio.sleep(0.5)
            async with asyncio.timeout(30):
                rules.write_text(RULES.replace("terms: [lithium]", "terms: [lithium, cobalt]"))
                while not loads:
                    await asyncio.sleep(0.05)
                rules.write_text(RULES.replace("terms: [lithium]", "terms: [lithium, nickel]"))
                while "nickel" not in repr(service.poller.judge.rules.topics):
                    await asyncio.sleep(0.05)
            daemon.stop.set()
            await running

    asyncio.run(edit_twice())

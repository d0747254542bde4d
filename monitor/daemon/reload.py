"""Takes over edits of the config and the rules while the daemon runs: the whole edit, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any

import structlog

from monitor.config.difference import config_difference
from monitor.daemon.application import Application
from monitor.daemon.file_watcher import APPLIED, State, watch_folder
from monitor.daemon.troubles.missing_rules import MISSING_RULES, Load, load_edit
from rules.errors import WirewatchError
from rules.loading.difference import NO_CHANGE, difference
from storage import StoreError

log = structlog.get_logger()


class Reloader:
    """Reloads config and rules. `load` reads them, and may raise WirewatchError; `spawn` begins a task of the daemon."""

    def __init__(
        self,
        application: Application,
        load: Load,
        spawn: Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]],
        read: State | None = None,
    ) -> None:
        """`read` is the state of the files when they were read at the start; without it they are taken as they are."""
        self._application = application
        self._load = load
        self._spawn = spawn
        self._read = read
        self._busy = asyncio.Lock()
        self._again = False

    def begin(self) -> None:
        self._spawn(self._reload())

    def try_again(self) -> None:
        """Begins another reload where the store failed during the last one."""
        if self._again and not self._busy.locked():
            self.begin()

    async def watch(self) -> None:
        """Reloads after every edit, until it is cancelled. An edit may name another folder of rules to watch."""
        while True:
            config = self._application.config
            since, self._read = self._read, None
            async with aclosing(watch_folder(config.path, config.rules_folder, since)) as changes:
                async for changed in changes:
                    applied = config.rules_folder / APPLIED in changed
                    if self._application.config.monitor.reload == "manual" and not applied:
                        log.info(
                            "edits wait for `wirewatch rules apply`", files=[str(path) for path in changed]
                        )
                        continue
                    log.info("files changed", files=[str(path) for path in changed])
                    # In a task of its own, so that any error there is logged and the next edit is still noticed.
                    await asyncio.wait({self._spawn(self._reload())})
                    if self._application.config.rules_folder != config.rules_folder:
                        break

    async def _reload(self) -> None:
        """Reads config and rules again. On any error the last good ones stay in force, and the operator hears of it.

        If the store fails, the edit may well be good: the next tick tries it again.
        """
        async with self._busy:
            try:
                await self._take_over()
            except StoreError as error:
                if not self._again:
                    log.error("reload waits for the store", error=str(error))
                self._again = True
            else:
                self._again = False

    async def _take_over(self) -> None:
        """Puts the edit in force, or reports why not. Errors: StoreError."""
        application = self._application
        old = application.in_force
        try:
            config, rules, missing = await application.write(load_edit, self._load, old.config, old.rules)
            await application.put_in_force(config, rules)
        except StoreError:
            raise
        except WirewatchError as error:
            log.error("reload refused; the last good rules stay in force", error=str(error))
            await application.trouble(
                "reload",
                "an edit was refused",
                f"The edit was not loaded; the last good rules stay in force.\n\n{error}",
            )
            return
        edits = [config_difference(old.config, config), difference(old.rules, application.rules)]
        changes = [edit for edit in edits if edit and edit != NO_CHANGE]
        log.info("reloaded", change=", ".join(changes) or NO_CHANGE, version=rules.version)
        await application.trouble_over("reload")
        if missing is None:
            await application.trouble_over(MISSING_RULES)
        else:
            await application.trouble(MISSING_RULES, missing.subject, missing.text)

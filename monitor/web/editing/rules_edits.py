"""Edits of rules files, by the page and by the API alike: judged first, written whole, noted in the audit log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from monitor.daemon.file_watcher import APPLIED
from monitor.web.changes import Door, note_edit
from monitor.web.editing.alert_changes import UNWANTED, AlertChanges, Exact
from monitor.web.editing.draft import Draft, DraftEdit, Judged
from monitor.web.editing.draft_process import SlowDraftError
from monitor.web.editing.rules_folder import RulesFolder, RulesText
from monitor.web.security.roles import Caller
from monitor.web.site import Site
from rules.errors import WirewatchError
from storage.files import write_whole

# Seconds that the check before a save may take: lists of many names are read for it, too.
SAVE_SECONDS = 60.0
# Seconds that alerts may take about, beside the matches.
ALERTS_SECONDS = 15.0
_LOOK_SECONDS = 0.05


class UnfitDraftError(WirewatchError):
    """A draft with which the rules would not load; `judged` says why."""

    def __init__(self, words: str, judged: Judged) -> None:
        super().__init__(words)
        self.judged = judged


class BusyError(WirewatchError):
    """A second draft of a person whose first one is still being judged."""


class RulesEdits:
    """The edits of one rules folder. Who edits has one draft judged at a time, and saves follow each other.

    Errors of its methods: SlowDraftError, ForbiddenFileError, StoreError, WirewatchError.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._busy: set[str] = set()
        self._saving = asyncio.Lock()

    @property
    def folder(self) -> RulesFolder:
        return RulesFolder(self._site.config.rules_folder)

    @asynccontextmanager
    async def turn(self, who: str, wait: float = 0.0) -> AsyncIterator[None]:
        """The turn of a session or a script, which may wait some seconds for its own before. Errors: BusyError."""
        for _ in range(int(wait / _LOOK_SECONDS)):
            if who not in self._busy:
                break
            await asyncio.sleep(_LOOK_SECONDS)
        if who in self._busy:
            raise BusyError("another draft of yours is being checked")
        self._busy.add(who)
        try:
            yield
        finally:
            self._busy.discard(who)

    async def read(self, name: str) -> RulesText:
        return await asyncio.to_thread(self.folder.read, name)

    async def judge(self, name: str, text: str | None, *, seconds: float | None = None) -> Judged:
        """The judgement of a text, None to delete the file."""
        return await self._site.drafts.judge(await self._draft(name, text), seconds)

    async def effect(self, name: str, text: str, *, alerts: bool = False) -> Judged:
        """The judgement with the matches that a text changes, and about with the alerts, where these are known in time."""
        judged = await self._site.drafts.judge(await self._draft(name, text, effect=True))
        if not (alerts and judged.effect) or judged.effect.trouble:
            return judged
        try:
            draft = await self._draft(name, text, effect=True, alerts=True)
            return await self._site.drafts.judge(draft, ALERTS_SECONDS)
        except SlowDraftError:
            slow = AlertChanges(
                trouble=f"About which alerts change is not known within {ALERTS_SECONDS:g} s."
            )
            return replace(judged, effect=replace(judged.effect, alerts=slow))

    async def exactly(self, who: str, name: str, text: str) -> Exact:
        """How far the exact comparison of a text is, which begins when it is first asked for."""
        work = DraftEdit(await self._draft(name, text, effect=True))
        # Rules in force that are others by now make another edit of the same text.
        key = f"{name} {self._site.rules.version} {text}"
        runs = self._site.exact
        # To end a run waits for its process, which the loop must not.
        loop = asyncio.get_running_loop()
        loop.call_later(UNWANTED + 1, loop.run_in_executor, None, runs.end_unwanted)
        try:
            return await asyncio.to_thread(runs.ask, who, key, work)
        except WirewatchError as error:
            return Exact(found=AlertChanges(trouble=str(error)))

    async def _draft(
        self, name: str, text: str | None, *, effect: bool = False, alerts: bool = False
    ) -> Draft:
        config = self._site.config
        ended = await self._site.readers(lambda store: store.ended_sources())
        return Draft(
            folder=config.rules_folder,
            name=name,
            text=text,
            addressees=config.addressees(),
            ended=ended,
            languages={feed.lang for feed in config.feeds if feed.lang},
            feeds={feed.name: feed.tags for feed in config.feeds if feed.enabled},
            told_otherwise=None
            if config.defaults.notify
            else {watch for person in config.people.values() for watch in person.watches},
            config=config if effect else None,
            alerts=alerts,
            in_force=self._site.rules.sources,
        )

    async def save(
        self, name: str, text: str | None, opened: str, *, caller: Caller, by: Door = "page"
    ) -> Judged:
        """Writes a text over the file whose digest was `opened`, or deletes that.

        Errors also: UnfitDraftError, ChangedFileError.
        """
        async with self._saving:
            judged = await self.judge(name, text, seconds=SAVE_SECONDS)
            if not judged.loads:
                words = "The rules would not load without it." if text is None else "It does not load."
                raise UnfitDraftError(f"Nothing was written. {words}", judged)
            if text is None:
                await asyncio.to_thread(self.folder.delete, name, opened)
            else:
                await asyncio.to_thread(self.folder.save, name, text, opened)
        await note_edit(self._site, caller, "delete" if text is None else "save", f"rules file {name}", by=by)
        return judged

    async def apply(self, *, caller: Caller, by: Door = "page") -> None:
        """Has a daemon take the edits over that waits for it. Errors also: UnfitDraftError, OSError."""
        names = await asyncio.to_thread(self.folder.names)
        if names:
            known = await self.read(names[0])
            judged = await self.judge(names[0], known.text, seconds=SAVE_SECONDS)
            if not judged.loads:
                words = "; ".join(f"{each.file}: {each.message}" for each in judged.found[:3])
                raise UnfitDraftError(words, judged)
        stamp = f"{self._site.clock().isoformat()} from the {by}\n".encode()
        await asyncio.to_thread(write_whole, self._site.config.rules_folder / APPLIED, stamp)
        await note_edit(self._site, caller, "apply", "rules", by=by)

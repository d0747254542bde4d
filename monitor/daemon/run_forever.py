"""Runs the application until it is stopped. APScheduler keeps four clock jobs; `Daemon` owns every task.

A tick asks the store which feeds are due. A job for each feed would not do: of 10,000 jobs due together, most never
fire. The scheduler's own shutdown cancels running coroutines whatever `wait` says, so the tasks are ours: on SIGTERM
nothing new begins, work under way gets a few seconds, and work that does not end is released.
"""

from __future__ import annotations

import asyncio
import signal
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, timedelta
from functools import partial
from time import monotonic
from typing import Any

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.daemon.application import Application, Poll, utc_now
from monitor.daemon.clock import ClockMinder, Every
from monitor.daemon.complaints import Complaints
from monitor.daemon.file_watcher import State
from monitor.daemon.housekeeping import Housekeeping
from monitor.daemon.ping import ping
from monitor.daemon.reload import Reloader
from monitor.daemon.service_manager import ServiceManager
from monitor.daemon.troubles.missing_rules import Load
from monitor.events.listener import PollEnded
from monitor.polling.poller import Polled
from rules.errors import WirewatchError
from storage import LostStoreError, StoreError

log = structlog.get_logger()
TICK_SECONDS = 1.0
# Seconds between two looks at the store's file. Before every send it is looked at, too.
PLACE_SECONDS = 5.0
# How many times its places a daemon claims ahead where polls end quickly: a claim costs hardly more for many feeds.
AHEAD = 2
_PING = "the ping was not heard"


class Daemon:
    """Runs the application until `stop` is set. `load` reads config and rules again, and may raise WirewatchError.

    `read` is the state of the watch folder's files when config and rules were read.
    """

    def __init__(self, application: Application, load: Load, read: State | None = None) -> None:
        self._application = application
        self._reloader = Reloader(application, load, self._spawn, read)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._polls: set[asyncio.Task[None]] = set()
        self._asking: set[Poll] = set()  # those that hold a place
        self._claimed: deque[tuple[str, Poll]] = deque()
        self._ended_since_claim = 0
        self._complaints = Complaints()
        self._clock = ClockMinder(application, self._complaints)
        self._claiming = asyncio.Lock()
        self._more_are_due = False
        self._delivering: asyncio.Task[Any] | None = None
        self._lost: LostStoreError | None = None
        self._manager = ServiceManager()
        self.stop = asyncio.Event()
        self._house = Housekeeping(application, self._clock.is_sound, self._complaints, self.stop)

    async def run(self) -> None:
        """Errors: LostStoreError where the store's file was replaced or removed meanwhile."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._reloader.begin)
        self._application.deliverer.begin_anew()
        scheduler = self._scheduler()
        scheduler.start()
        watching = [
            asyncio.create_task(self._reloader.watch()),
            asyncio.create_task(self._clock.mind(scheduler)),
            asyncio.create_task(self._house.index()),
        ]
        feeds = len(await self._application.write(self._application.store.feeds.all))
        await self._beat()
        log.info("started", feeds=feeds, store=self._application.store.location)
        self._manager.ready()
        try:
            await self.stop.wait()
        finally:
            self._manager.stopping()
            log.info("stopping", under_way=len(self._tasks))
            scheduler.pause()
            for task in watching:
                task.cancel()
            await self._application.shut_down(self._polls, self._tasks)
            scheduler.shutdown(wait=False)
            await self._leave()
            log.info("stopped")
        if self._lost is not None:
            raise self._lost

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        scheduler.add_job(self._tick, Every(TICK_SECONDS), id="tick")
        scheduler.add_job(self._deliver, Every(TICK_SECONDS), id="deliver")
        scheduler.add_job(self._look_at_the_file, Every(PLACE_SECONDS), id="file")
        scheduler.add_job(self._check_health, Every(60), id="health")
        soon = utc_now() + timedelta(minutes=2)
        scheduler.add_job(self._house.tidy, Every(3_600), id="housekeeping", next_run_time=soon)
        return scheduler

    async def _tick(self) -> None:
        self._reloader.try_again()
        await self._claim()
        # The loop and the store's thread have just done their work. A poll that hangs has deadlines of its own.
        self._manager.progress()

    async def _claim(self) -> None:
        """Begins the polls that are due, and claims some more where they end quickly, so that none waits for a claim.

        Where they take long, as of slow servers, what this daemon cannot begin is left to others.
        """
        async with self._claiming:
            places = self._application.config.monitor.concurrency
            ahead = min(AHEAD * places, 2 * self._ended_since_claim)
            most = places + ahead - len(self._asking) - len(self._claimed)
            if most <= 0 or self.stop.is_set():
                return
            try:
                polls = await self._application.poll_due(most)
            except StoreError as error:
                self._complaints.begin("polls wait", error)
                return
            self._complaints.end("polls wait")
            self._more_are_due, self._ended_since_claim = len(polls) == most, 0
            self._claimed += polls.items()
            self._begin()

    def _begin(self) -> None:
        """Begins polls of claimed feeds, as many as there is room for."""
        places = self._application.config.monitor.concurrency
        while self._claimed and len(self._asking) < places and not self.stop.is_set():
            feed, poll = self._claimed.popleft()
            self._asking.add(poll)
            task = self._spawn(self._poll(feed, poll))
            self._polls.add(task)
            task.add_done_callback(self._polls.discard)

    def _make_room(self, poll: Poll) -> None:
        """Gives the place of a poll to the next one, once: an end that has yet to be recorded needs none."""
        if poll not in self._asking:
            return
        self._asking.discard(poll)
        self._ended_since_claim += 1
        self._begin()
        # Where thousands are due at once, as after a restart, they do not wait for the next tick.
        places = self._application.config.monitor.concurrency
        if self._more_are_due and 2 * len(self._claimed) <= places <= self._ended_since_claim:
            self._more_are_due = False
            self._spawn(self._claim())

    async def _poll(self, feed: str, poll: Poll) -> None:
        began, polled = monotonic(), None
        try:
            polled = await poll(partial(self._make_room, poll))
            log_polled(polled)
            await self._application.heed_dates([polled])
        except WirewatchError as error:
            log.error("poll failed", feed=feed, error=str(error))
        finally:
            self._make_room(poll)
            self._application.listener.poll_ended(_ended(polled, monotonic() - began))

    async def _beat(self) -> None:
        try:
            await self._application.beat()
        except WirewatchError as error:
            self._complaints.begin("others do not see that this daemon lives", error)
        else:
            self._complaints.end("others do not see that this daemon lives")

    async def _leave(self) -> None:
        with suppress(WirewatchError):
            await self._application.leave()

    async def _check_health(self) -> None:
        await self._beat()
        try:
            if await self._application.feeds_changed() and self._application.config.monitor.reload == "auto":
                self._reloader.begin()
            await self._application.check_health()
        except WirewatchError as error:
            log.error("looking after the feeds failed", error=str(error))
        else:
            await self._ping()

    async def _ping(self) -> None:
        """Tells the dead man's switch that all is well, unless polls or deliveries stand still."""
        url = self._application.config.monitor.ping_url
        if url is None or self._complaints.any_but(_PING):
            return
        failed = await ping(url.get_secret_value())
        if failed is None:
            self._complaints.end(_PING)
        else:
            self._complaints.begin(_PING, failed)

    async def _look_at_the_file(self) -> None:
        """Ends the daemon when the store's file is no longer the one that it works on."""
        try:
            await self._application.write(self._application.store.require_in_place)
        except LostStoreError as error:
            log.error("the store is lost", error=str(error))
            self._lost = error
            self.stop.set()

    async def _deliver(self) -> None:
        if not self._clock.is_sound():
            return
        if self._delivering is None or self._delivering.done():
            self._delivering = self._spawn(self._drain_outbox())

    async def _drain_outbox(self) -> None:
        try:
            await self._application.deliverer.drain()
        except WirewatchError as error:
            self._complaints.begin("delivery stopped", error)
        else:
            self._complaints.end("delivery stopped")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("a task broke", error=repr(error), exc_info=error)


def _ended(polled: Polled | None, seconds: float) -> PollEnded:
    """The event of a poll; None for one that was cut off or could not be recorded."""
    if polled is None:
        return PollEnded(outcome="unrecorded", seconds=seconds)
    counts = polled.counts
    return PollEnded(
        outcome=polled.outcome,
        seconds=seconds,
        new=counts.new,
        changed=counts.changed,
        matched=counts.matched,
    )


def log_polled(polled: Polled) -> None:
    """Logs one poll: as a warning where it failed, as information where it found news, else for debugging."""
    facts: dict[str, Any] = {"feed": polled.feed, "outcome": polled.outcome}
    if polled.error:
        log.warning("poll failed", **facts, error=polled.error)
    elif polled.counts.new or polled.counts.changed:
        counts = polled.counts
        facts |= {"new": counts.new, "changed": counts.changed, "matched": counts.matched}
        facts |= {"joined": counts.folded, "alerts": len(counts.alerts)}
        log.info("polled", **facts, **({"note": polled.note} if polled.note else {}))
    elif polled.outcome == "put off":
        log.debug("put off", feed=polled.feed, why=polled.note)
    else:
        log.debug("polled", **facts)

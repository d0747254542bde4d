"""The moments at which a test may kill the daemon: labels laid over the running program from outside.

The program itself knows nothing of them. `install` wraps the functions that stand at each moment; the label
in $CRASH_AT is fatal the $CRASH_NTH time that it is reached. Labels that begin with `worker.` are reached in
a worker process, and kill the daemon, not the worker.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

DAEMON = (
    "poll.before", "poll.uncommitted", "poll.committed",
    "claim.before", "claim.uncommitted", "claim.committed",
    "claim.claimed", "claim.frozen",
    "request.given",
    "handing.before", "handing.uncommitted", "handing.committed", "handing.answered",
    "outcome.received", "ended.before", "ended.uncommitted", "ended.committed",
    "reclaim.before", "reclaim.uncommitted", "reclaim.committed",
)  # fmt: skip
WORKER = ("worker.text_sent", "worker.dot_sent", "worker.answered", "worker.request_begins")
LABELS = DAEMON + WORKER


class Fuse:
    """Counts how often the fatal label is reached, and kills on the chosen one."""

    def __init__(self) -> None:
        self.label = os.environ.get("CRASH_AT", "")
        self.left = int(os.environ.get("CRASH_NTH", "1"))

    def reached(self, label: str) -> None:
        if label != self.label:
            return
        self.left -= 1
        if self.left == 0:
            os.kill(int(os.environ.get("CRASH_PID", os.getpid())), signal.SIGKILL)
            time.sleep(5)  # in a worker: the death of the daemon ends it before it does anything more


def around(owner: Any, name: str, before: Callable[..., None], after: Callable[..., None]) -> None:
    """Replaces `owner.name` by itself with a moment on each side. Both get the call's arguments."""
    plain = getattr(owner, name)

    def call(*args: Any, **options: Any) -> Any:
        before(*args, **options)
        result = plain(*args, **options)
        after(*args, **options)
        return result

    setattr(owner, name, call)


def nothing(*_args: Any, **_options: Any) -> None:
    """No moment on this side."""


def install_daemon() -> None:
    """Lays the labels of the daemon's own process."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    import monitor.delivery.retry
    import monitor.polling.batched_store
    from monitor.delivery.claim import Claims
    from monitor.delivery.prepare import Preparer
    from monitor.delivery.senders.process_sender import ProcessSender
    from storage.outbox import Outbox

    fuse, doing = Fuse(), [""]
    # Many short lives take the place of a long one: the waits between attempts are shortened likewise.
    monitor.delivery.retry.FIRST_WAIT = timedelta(seconds=0.5)

    def moments(name: str) -> tuple[Callable[..., None], Callable[..., None]]:
        def before(*_args: Any, **_options: Any) -> None:
            fuse.reached(f"{name}.before")
            doing[0] = name

        def after(*_args: Any, **_options: Any) -> None:
            doing[0] = ""
            fuse.reached(f"{name}.committed")

        return before, after

    event.listen(Engine, "commit", lambda _conn: fuse.reached(f"{doing[0]}.uncommitted"))
    around(monitor.polling.batched_store, "record_polls", *moments("poll"))
    around(Claims, "_claim", *moments("claim"))
    around(Outbox, "claim", nothing, lambda *_, **__: fuse.reached("claim.claimed"))
    around(Preparer, "prepare", nothing, lambda *_, **__: fuse.reached("claim.frozen"))
    around(Outbox, "reclaim", *moments("reclaim"))
    _around_write(Outbox, fuse, doing)
    _around_worker(ProcessSender, fuse)


def _around_write(outbox: Any, fuse: Fuse, doing: list[str]) -> None:
    plain = outbox.write

    def write(self: Any, ended: Any = (), handed: Any = ()) -> Any:
        names = (["ended"] if ended else []) + (["handing"] if handed else [])
        for name in names:
            fuse.reached(f"{name}.before")
        doing[0] = names[0]
        result = plain(self, ended, handed)
        doing[0] = ""
        for name in names:
            fuse.reached(f"{name}.committed")
        return result

    outbox.write = write


def _around_worker(sender: Any, fuse: Fuse) -> None:
    plain_write, plain_outcome = sender._write, sender._outcome

    async def write(self: Any, message: Any) -> None:
        await plain_write(self, message)
        if "message" in message:
            fuse.reached("request.given")
        elif "go" in message:
            fuse.reached("handing.answered")

    def outcome(self: Any, event: Any) -> Any:
        fuse.reached("outcome.received")
        return plain_outcome(self, event)

    sender._write, sender._outcome = write, outcome


def install_worker() -> None:
    """Lays the labels of the process that workers are forked from."""
    from monitor.delivery.transport.apprise_service import AppriseTransport
    from monitor.delivery.transport.smtp import SmtpTransport

    fuse = Fuse()
    plain = SmtpTransport._data

    def data(self: Any, link: Any, raw: bytes, gate: Any) -> Any:
        pass_through, answer = gate.pass_through, link.getreply

        def passing() -> None:
            fuse.reached("worker.text_sent")
            pass_through()

            def answered() -> Any:
                fuse.reached("worker.dot_sent")
                reply = answer()
                fuse.reached("worker.answered")
                return reply

            link.getreply = answered

        gate.pass_through = passing
        try:
            return plain(self, link, raw, gate)
        finally:
            link.__dict__.pop("getreply", None)

    SmtpTransport._data = data  # type: ignore[method-assign]
    begins = lambda *_: fuse.reached("worker.request_begins")  # noqa: E731
    around(AppriseTransport, "request_begins", nothing, begins)

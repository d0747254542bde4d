"""Failures of the daemon's own jobs: each is logged once while it lasts, and once when it is over."""

from __future__ import annotations

import structlog

from rules.errors import WirewatchError

log = structlog.get_logger()


class Complaints:
    """The failures that last, by what they stop. Jobs that fail once a second are not logged once a second."""

    def __init__(self) -> None:
        self._open: dict[str, str] = {}

    def begin(self, what: str, error: WirewatchError | str) -> None:
        """Logs an error, unless `what` failed by the same one before."""
        if self._open.get(what) != str(error):
            log.error(what, error=str(error))
        self._open[what] = str(error)

    def end(self, what: str) -> None:
        """Logs that `what` is over, if it was open."""
        if self._open.pop(what, None) is not None:
            log.info("over", what=what)

    def any_but(self, what: str) -> bool:
        """Whether anything else than `what` is open."""
        return bool(self._open.keys() - {what})

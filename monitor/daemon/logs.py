"""Sets up structured logs on standard error: for people on a terminal, as JSON lines elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable

import structlog

from rules.errors import Problem


def setup(level: str = "INFO") -> None:
    """Configures structlog and the loggers of libraries, for this process."""
    number = logging.getLevelNamesMapping()[level]
    tty = sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S" if tty else "iso", utc=not tty),
        structlog.processors.format_exc_info,
    ]
    final: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if tty else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[*shared, final],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[_strip, final])
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)


def log_contained(problems: Iterable[Problem]) -> None:
    """Logs the terms and names that a load refused, while the rest of the rules came into force."""
    for problem in problems:
        if problem.contained:
            structlog.get_logger().error(
                "a part of the rules was refused, the rest is in force", problem=str(problem)
            )


def log_note(text: str) -> None:
    """Logs what a person should know of a config that loads."""
    structlog.get_logger().warning(text)


def _strip(
    logger: logging.Logger, name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    return event

"""Templates for a destination's own words: Jinja2, sandboxed, with plain strings only.

They are rendered in a process of their own, which is killed when it takes too long. The facts that a template gets are
free of markup and control characters already; its output is cleaned once more, so that not even a template can put a
line break into a header. An alert whose template fails is still sent: with the usual text and a note.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

from jinja2 import Environment, TemplateError, nodes

from monitor.config.destination import DestinationSection, MessageWords
from monitor.delivery.rendering.mail_html import page, text_rows
from monitor.delivery.senders.fork_server import ForkServer, Worker, WorkerError
from monitor.delivery.transport.error_text import describe
from monitor.delivery.transport.template_process import environment
from monitor.text.readable import visible
from rules.errors import DestinationError
from rules.loading.explain import did_you_mean, listed
from storage.model import Payload

DEADLINE = 5.0  # seconds for one message
# Seconds for which a template that had to be killed is left alone: it would hold up each of many messages.
REST = 600.0


class Worded(NamedTuple):
    """A message in a destination's own words; in the usual ones where `failure` says why the template failed."""

    payload: Payload
    failure: str | None = None


class FailedTemplateError(Exception):
    """A template failed. `killed`: its process had to be replaced."""

    def __init__(self, why: str, *, killed: bool = False) -> None:
        self.killed = killed
        super().__init__(why)


class Templates:
    """The templates of one destination, used by one message at a time.

    Errors: DestinationError, with the line, for bad Jinja2.
    """

    def __init__(
        self,
        name: str,
        section: DestinationSection,
        fork_server: ForkServer | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        self._sources = dict(_sources(section))
        self.watches = tuple(section.watches)
        self._fork_server = fork_server or ForkServer()
        self._deadline = deadline
        self._worker: Worker | None = None
        self._rests_until = 0.0
        self._why = ""
        for part, source in self._sources.items():
            problem = _problem(environment(part), source)
            if problem is not None:
                raise DestinationError(f"destination {name}: template, line {problem} (in {part})")

    def __bool__(self) -> bool:
        return bool(self._sources)

    def words(self, kind: str, watches: Sequence[str] | None = None) -> dict[str, str]:
        """The templates for a message of a kind (alert, update, digest): their names, by the parts that they write.

        Those of a watch go before those of the destination, and those of the kind before those of any. A digest has
        only its own, and of a watch only where all of it is about that watch. Without `watches`: whatever may apply.
        """
        if watches is None:
            each = [self.words(kind, watch) for watch in ([], *([name] for name in self.watches))]
            return {name: name for words in each for name in words.values()}
        if kind == "digest" and len(watches) > 1:
            watches = ()
        places = [*(f"watches.{watch}." for watch in watches), ""]
        ends = {"alert": [""], "update": ["update.", ""], "digest": ["digest."]}[kind]
        prefixes = [place + end for place in places for end in ends]
        chosen: dict[str, str] = {}
        for parts in (("subject",), ("body", "html")):
            found = (
                {part: prefix + part for part in parts if prefix + part in self._sources}
                for prefix in prefixes
            )
            chosen |= next(filter(None, found), {})
        return chosen

    async def apply(
        self, payload: Payload, facts: Mapping[str, object], kind: str = "alert", watches: Sequence[str] = ()
    ) -> Worded:
        """The message with the destination's own words. A body without an HTML part of its own gets one of its text."""
        words = self.words(kind, watches)
        if not words:
            return Worded(payload)
        if time.monotonic() < self._rests_until:
            return Worded(_with_note(payload, self._why), self._why)
        try:
            texts = (await self._ask({"facts": facts, "parts": list(words.values())}))["texts"]
        except FailedTemplateError as error:
            why = str(error)
            if error.killed:
                self._rests_until, self._why = time.monotonic() + REST, why
            return Worded(_with_note(payload, why), why)
        return Worded(_worded(payload, {part: visible(texts[name]) for part, name in words.items()}))

    async def unknown_names(self, known: Sequence[str], kind: str = "alert") -> list[str]:
        """Says of each name that a template uses and nobody defines where it stands. Errors: FailedTemplateError."""
        parts = list(self.words(kind).values())
        unknown = (await self._ask({"known": list(known), "parts": parts}))["unknown"] if parts else []
        there = f"there are {listed(known, 'and')}"
        return [
            f"{part}, line {line}: there is no `{name}` ({did_you_mean(name, known) or there})"
            for part, line, name in unknown
        ]

    async def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Errors: FailedTemplateError."""
        try:
            if self._worker is None:
                self._worker = await self._fork_server.fork()
                await self._write(self._worker, {"templates": self._sources})
            async with asyncio.timeout(self._deadline):
                await self._write(self._worker, request)
                line = await self._worker.reader.readline()
            if not line:
                raise WorkerError("it crashed")
        except TimeoutError:
            await self.close()
            raise FailedTemplateError(f"it takes over {self._deadline:g} s", killed=True) from None
        except (WorkerError, OSError, ValueError) as error:
            await self.close()
            why = str(error) if isinstance(error, WorkerError) else describe(error)
            raise FailedTemplateError(f"its process: {why}", killed=True) from None
        except BaseException:
            await self.close()
            raise
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise FailedTemplateError(answer["error"])
        return answer

    async def _write(self, worker: Worker, message: Mapping[str, Any]) -> None:
        # ASCII with \u escapes carries even a lone surrogate.
        worker.writer.write(json.dumps(message).encode("ascii") + b"\n")
        await worker.writer.drain()

    async def close(self) -> None:
        """Kills the process, if there is one."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.writer.close()
        try:
            await self._fork_server.kill(worker.pid)
        except WorkerError:
            return  # the fork server has ended, and its workers with it


def _sources(section: DestinationSection) -> Iterator[tuple[str, str]]:
    """The templates of a destination by their names, as `subject`, `digest.body` or `watches.ships.update.html`."""
    groups: dict[str, MessageWords] = {"": section}
    groups |= {f"watches.{watch}.": words for watch, words in section.watches.items()}
    for prefix, words in groups.items():
        for place, part_words in (("", words), ("update.", words.update), ("digest.", words.digest)):
            for part in ("subject", "body", "html"):
                if source := getattr(part_words, part):
                    yield f"{prefix}{place}{part}", source


def _worded(payload: Payload, texts: Mapping[str, str]) -> Payload:
    """The message with these parts in place of the usual ones."""
    if "subject" in texts:
        payload = replace(payload, subject=" ".join(texts["subject"].split()))
    if "body" in texts:
        html = page(payload.subject, text_rows(texts["body"])) if payload.html is not None else None
        payload = replace(payload, text=texts["body"], html=html)
    if "html" in texts and payload.html is not None:
        payload = replace(payload, html=texts["html"])
    return payload


def _problem(work: Environment, source: str) -> str | None:
    """Says why a template does not parse, with its line first.

    It is not compiled here: Jinja2 works out constant expressions when it compiles, and those may be of any size.
    """
    try:
        tree = work.parse(source)
    except TemplateError as error:
        return f"{getattr(error, 'lineno', 1)}: {error}"
    except RecursionError:
        return "1: it is nested too deep"
    for kind, known in ((nodes.Filter, work.filters), (nodes.Test, work.tests)):
        for node in tree.find_all(kind):
            if node.name not in known:
                return f"{node.lineno}: no {kind.__name__.lower()} named '{node.name}'"
    return None


def _with_note(payload: Payload, why: str) -> Payload:
    note = f"(The destination's template failed: {visible(why)})"
    html = payload.html and payload.html.replace("</body>", f"<p>{escape(note)}</p>\n</body>", 1)
    return replace(payload, text=f"{payload.text}\n{note}\n", html=html)

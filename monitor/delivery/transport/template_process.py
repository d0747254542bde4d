"""The process that renders the templates of one destination. It contacts nobody.

A template may loop, recurse or fill its memory: it then costs this process, which the daemon replaces. The process
bounds its memory and its output itself; the daemon bounds the time.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.delivery.transport.protocol import Line

LONGEST = 100_000  # characters of a rendered text; what is longer is cut
MEMORY = 512 * 1024 * 1024  # bytes of address space beyond what the process has when it begins
CPU_SECONDS = 20  # for one request; matters only where the daemon that should kill this process hangs
_LONGEST_REASON = 300


def environment(part: str = "") -> Environment:
    """Makes the sandbox in which templates run. A name that it does not know is an error, not an empty text.

    Facts are escaped in parts whose name ends with `html`.
    """
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, autoescape=part.endswith("html")
    )


def serve_templates(line: Line, sources: Mapping[str, str]) -> None:
    """Renders what the daemon asks for, until it closes its end. `sources` are templates by the name of their part.

    {"facts": {...}} is answered with {"texts": {part: text}}, {"known": [...]} with {"unknown": [[part, line, name]]},
    and where a template fails either with {"error": why}. "parts" names those that are meant; by default all are.
    """
    _restrict()
    work = {part: environment(part) for part in sources}
    while (request := line.read()) is not None:
        _allow_cpu()
        part = ""
        wanted = {part: sources[part] for part in request.get("parts", sources)}
        try:
            if "known" in request:
                unknown = [[part, *found] for part, found in _unknown(work, wanted, request["known"])]
                answer: dict[str, Any] = {"unknown": unknown}
            else:
                texts: dict[str, str] = {}
                for part, source in wanted.items():
                    texts[part] = _render(work[part], source, request["facts"])
                answer = {"texts": texts}
        except Exception as error:  # a template may raise anything
            answer = {"error": _reason(part, error)}
        line.write(answer)


def _render(work: Environment, source: str, facts: Mapping[str, Any]) -> str:
    """Renders a template piece by piece, so that endless output ends where it is cut."""
    pieces: list[str] = []
    length = 0
    for piece in work.from_string(source).generate(facts):
        pieces.append(piece[: LONGEST - length])
        length += len(pieces[-1])
        if length == LONGEST:
            break
    return "".join(pieces)


def _unknown(
    work: Mapping[str, Environment], sources: Mapping[str, str], known: list[str]
) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yields the names that templates use and nobody defines, each with its part and first line."""
    for part, source in sources.items():
        tree = work[part].parse(source)
        names = find_undeclared_variables(tree) - set(known) - work[part].globals.keys()
        lines: dict[str, int] = {}
        for node in tree.find_all(nodes.Name):
            if node.name in names:
                lines.setdefault(node.name, node.lineno)
        yield from (
            (part, (number, name)) for name, number in sorted(lines.items(), key=lambda pair: pair[1])
        )


def _reason(part: str, error: Exception) -> str:
    """Says in which part and line of a template an error was raised, and which."""
    number = error.lineno if isinstance(error, TemplateError) and hasattr(error, "lineno") else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            number = trace.tb_lineno
        trace = trace.tb_next
    where = f"{part}, line {number}" if number else part
    text = f"{where}: {type(error).__name__}: {error}" if str(error) else f"{where}: {type(error).__name__}"
    return text[:_LONGEST_REASON]


def _restrict() -> None:
    limit = _address_space() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _address_space() -> int:
    """Returns the bytes of address space that the process has, libraries and all; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _allow_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))

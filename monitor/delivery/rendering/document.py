"""The document of a message: what it says, as blocks of runs in the order of reading. Each form shows it in its own way.

Texts in it are clean words for people, never markup; links are http or https.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from monitor.delivery.rendering.facts import Facts, Report
from monitor.text.readable import Passage

# label: severity and watch. heading: over items. section: a watch in a digest; story: a headline in it, over a meta line,
# developments and a subheading. note: small print. actions: links to the page.
Kind = Literal[
    "label", "title", "source", "news", "passage", "others", "heading", "item", "section", "story", "meta",
    "development", "subheading", "note", "actions",
]  # fmt: skip
SEVERITY_WORDS = {"urgent": "URGENT", "high": "High", "normal": "", "low": "Low"}
MOST_SILENT = 10
_MOST_OTHERS = 12


class Run(NamedTuple):
    """Words that look alike: marked because they matched, strong, or a link."""

    text: str
    link: str | None = None
    mark: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a message, and what it is."""

    kind: Kind
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A message before it has a form. `subject` is that of a mail, `title` that of a service which shows no watch.

    `preview` is what a mail reader shows beside the subject. `told` are the alerts that the message tells of.
    """

    subject: str
    title: str
    blocks: tuple[Block, ...]
    severity: str
    told: tuple[Facts, ...]
    preview: str = ""
    why: str = ""
    url: str | None = None
    thread: str | None = None
    actions: tuple[tuple[str, str], ...] = ()

    @property
    def tags(self) -> tuple[str, ...]:
        """The ids of the watches that the message is about."""
        return tuple(dict.fromkeys(watch for facts in self.told for watch, _ in facts.watches))


def block(kind: Kind, *runs: Run | str) -> Block:
    """A block of runs; a bare string is a run without any look."""
    made = (Run(run) if isinstance(run, str) else run for run in runs)
    return Block(kind, tuple(run for run in made if run.text))


def as_one_link(runs: Sequence[Run]) -> list[Run]:
    """The runs without marks, as one where they lead to one address: the whole of a headline is one link."""
    links = {run.link for run in runs}
    if len(links) == 1:
        return [Run("".join(run.text for run in runs), next(iter(links)))]
    return [Run(run.text, run.link) for run in runs]


def passage_runs(passage: Passage, link: str | None = None) -> tuple[Run, ...]:
    """The runs of a passage; those that matched are marked."""
    return tuple(Run(text, link, mark=hit) for text, hit in passage.runs)


def headline_runs(facts: Facts, link: str | None = None) -> tuple[Run, ...]:
    """The headline with its marks, as a link where there is one."""
    return passage_runs(facts.headline, link) or (Run("(no headline)", link),)


def join(runs: Iterable[Run], between: str = ", ") -> Iterator[Run]:
    """The runs with a text between each two."""
    for number, run in enumerate(runs):
        if number:
            yield Run(between)
        yield run


def others(facts: Facts) -> Iterator[Block]:
    """The other outlets that report it, each a link to its first report."""
    if not facts.others:
        return
    shown = [Run(report.outlet, report.link) for report in facts.others[:_MOST_OTHERS]]
    more = len(facts.others) - len(shown)
    yield block("others", "Also reported by ", *join(shown), *([f" and {more} more"] if more > 0 else []))


def listed(heading: str, reports: Sequence[Report], most: int | None = None) -> Iterator[Block]:
    """Reports under a heading that counts them; beyond `most` they are only counted."""
    if not reports:
        return
    count = "1 report" if len(reports) == 1 else f"{len(reports)} reports"
    yield block("heading", f"{heading}: {count}")
    shown = reports if most is None else reports[:most]
    for report in shown:
        yield block("item", Run(report.headline, report.link), f" ({report.source})")
    if len(shown) < len(reports):
        yield block("item", f"and {len(reports) - len(shown)} more: wirewatch stories")


def waited(reports: Sequence[Report]) -> Iterator[Block]:
    """The reports that waited for the message; all are listed, for nothing else tells of them."""
    return listed("Waited for this message", reports)


def silent(reports: Sequence[Report], most: int = MOST_SILENT) -> Iterator[Block]:
    """The reports that stayed silent since the message before: counted, and the newest of them linked."""
    return listed("Silent since the last message", reports, most)


def actions_of(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The links to the page, by the words for them."""
    words = {"story": "The story", "right": "Right", "wrong": "Wrong", "mute": "Mute"}
    return tuple((words[what], facts.pages[what]) for what in words if what in facts.pages)


def watch_names(watches: Sequence[tuple[str, str]], most: int = 2) -> str:
    """The titles of watches, the last of many as a count."""
    titles = list(dict.fromkeys(title for _, title in watches))
    more = f" and {len(titles) - most} more" if len(titles) > most else ""
    return ", ".join(titles[:most]) + more

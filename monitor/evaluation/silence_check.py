"""Finds the story of an entry, and checks the entry against what the readers of that story were told.

Threading proposes a story; where the entry reports another event than all that was told there, the next likely story is
tried, and at last it opens one of its own. Reads the context; writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.evaluation.silence_memory import SilenceMemory
from rules.deciding.decide import NOTHING_TOLD, Verdicts
from rules.model import NEW_STORY, SAME_EVENT, Entry, Fired, Join, Reason, RuleSet, StoryHistory, ToldReport
from rules.silence import Facts, Meaning, Verdict, verdict_on

# Stories that an entry is refused before it opens its own.
TRIED = 3
OTHER_EVENT = "other_event"


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry's story, with its history and the verdicts on the entry."""

    join: Join
    history: StoryHistory
    verdicts: Verdicts = NOTHING_TOLD


@dataclass(frozen=True, slots=True)
class SilenceCheck:
    """Asks for verdicts of silence by the rules in force, with a memory of what was read."""

    memory: SilenceMemory
    rules: RuleSet
    meaning: Meaning | None = None

    def verdicts(self, entry: Entry, firing: Sequence[Fired], history: StoryHistory, link: float) -> Verdicts:
        """The verdicts on an entry of a story with this history; `link` is the score of the join to it."""
        if not firing or not (history.reports or history.waiting):
            return NOTHING_TOLD
        facts = self.memory.facts(entry)
        told: dict[str, Verdict] = {}
        waiting: dict[str, Verdict] = {}
        for fired in firing:
            watch, watched = fired.watch.id, self.memory.watched(facts, [fired], self.rules)
            reports, waits = history.reports.get(watch, ()), history.waiting.get(watch, ())
            if reports:
                told[watch] = self.beside(entry, reports, watched, link)
            if reports and waits and not told[watch].is_silent:
                waiting[watch] = self.beside(entry, waits, watched, link)
        return Verdicts(
            told=told, waiting=waiting, elsewhere=self._elsewhere(facts, entry, firing, history, told, link)
        )

    def _elsewhere(
        self,
        facts: Facts,
        entry: Entry,
        firing: Sequence[Fired],
        history: StoryHistory,
        told: Mapping[str, Verdict],
        link: float,
    ) -> Verdict | None:
        """The verdict beside all that was told of the story; that of one watch, where its reader was told all."""
        everything = {(r.entry.id, r.version): r for reports in history.reports.values() for r in reports}
        if not everything:
            return None
        for watch, verdict in told.items():
            if len(firing) == 1 and len(history.reports[watch]) == len(everything):
                return verdict
        watched = self.memory.watched(facts, firing, self.rules)
        reports = sorted(everything.values(), key=lambda report: report.at)
        return self.beside(entry, reports, watched, link)

    def beside(
        self,
        entry: Entry,
        reports: Sequence[ToldReport],
        watched: frozenset[str] = frozenset(),
        link: float = 1.0,
    ) -> Verdict:
        """The verdict on an entry for a reader who was told these reports; `watched` words tell nothing."""
        for report in reports:
            them = report.entry
            if them.id == entry.id and (them.title, them.text) == (entry.title, entry.text):
                return Verdict("copy", Reason("same_version", "this very text was told"), them.id, 1.0)
        likest = self.memory.nearest(entry, [report.entry for report in reports])
        told = [self.memory.facts(each) for each in likest]
        memory = self.memory
        return verdict_on(memory.facts(entry), told, memory.forms, watched, self.meaning, link, memory.pairs)


def place(
    join: Join,
    again: Callable[[Collection[str]], Join],
    history: Callable[[str], StoryHistory],
    verdicts: Callable[[StoryHistory, float], Verdicts],
    across: Callable[[], Sequence[str]],
    *,
    fixed: bool,
) -> Placed:
    """Finds the story of an entry, beginning with `join`.

    `again` joins the entry anew, but to none of some stories. `history` is that of a story, `verdicts` those on the
    entry by the history and the score of the join, `across` gives likely stories in other languages. A `fixed` join
    stays: a version belongs to its entry.
    """
    refused: list[tuple[Join, Verdict]] = []
    likely: Placed | None = None
    while join.story is not None and len(refused) < TRIED:
        past = history(join.story)
        found = verdicts(past, join.score)
        if fixed or found.elsewhere is None or found.elsewhere.kind != "other":
            likely = Placed(_noting(join, refused), past, found)
            break
        refused.append((join, found.elsewhere))
        join = again([other.story for other, _ in refused if other.story is not None])
    if likely is not None and (fixed or join.level != SAME_EVENT or _is_silent(likely)):
        return likely
    known = {join.story, *(other.story for other, _ in refused)}
    for story in across():
        told = _told_across(story, history(story), verdicts) if story not in known else None
        if told is not None:
            return replace(told, join=_noting(told.join, refused))
    if likely is not None:
        return likely
    if refused:
        join = _of_its_own(refused[0][1])
    return Placed(_noting(join, refused), StoryHistory())


def _is_silent(placed: Placed) -> bool:
    return placed.verdicts.elsewhere is not None and placed.verdicts.elsewhere.is_silent


def _told_across(
    story: str, history: StoryHistory, verdicts: Callable[[StoryHistory, float], Verdicts]
) -> Placed | None:
    """The entry in a story in another language, where its reader was told what the entry says; else None.

    Words seldom join two languages, but facts do: most of what the headline states must have been told.
    """
    found = verdicts(history, 1.0)
    verdict = found.elsewhere
    if verdict is None or not verdict.is_silent:
        return None
    text = f"tells in another language what entry {verdict.told} tells: {verdict.reason.text}"
    reason = Reason("same_event_across", text, {"score": verdict.score})
    join = Join(story=story, level=SAME_EVENT, same_as=verdict.told, score=verdict.score, reason=reason)
    return Placed(join, history, found)


def _of_its_own(other: Verdict) -> Join:
    """The join of an entry that reports another event than the likeliest story."""
    data = {"told": other.told, "score": other.score, "code": other.reason.code}
    text = f"another event than entry {other.told} reports: {other.reason.text}"
    return Join(story=None, level=NEW_STORY, same_as=None, score=0.0, reason=Reason(OTHER_EVENT, text, data))


def _noting(join: Join, refused: Sequence[tuple[Join, Verdict]]) -> Join:
    """The join with the stories that the entry was refused before, so that its links stay known."""
    if not refused:
        return join
    noted = [
        {"story": other.story, "level": other.level, "entry": other.same_as, "why": verdict.reason.text}
        for other, verdict in refused
    ]
    return replace(join, reason=replace(join.reason, data={**join.reason.data, "refused": noted}))

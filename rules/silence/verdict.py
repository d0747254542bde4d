"""The verdict of silence: is this report a copy, the same again, a development, another event, or in doubt?

Silence needs evidence that the reader was told these very facts. It is looked for in this order, against each report that
the reader was told in the thread: a conflict (never silent), a copy of the text, a cover of what the headline states, and
acts that nobody told of. What is neither clearly told nor clearly new is in doubt: it waits and goes out as a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.model import Reason
from rules.silence.cover import Cover, Stated, cover, part_told, things
from rules.silence.facts import Facts
from rules.silence.facts_cache import PackedWords
from rules.silence.forms import Memory
from rules.silence.news import news, objection
from rules.silence.pairs import likeness
from rules.silence.pairs.conflict import Conflict
from rules.silence.pairs.pair import Pair, Pairs

Kind = Literal["copy", "same", "development", "doubt", "other"]
# How alike two reports are in meaning, -1..1, by headline and first sentences of each.
Meaning: TypeAlias = Callable[[str, str], float]

# Of a copy so many runs of words were told.
COPY_RUNS = 0.6
COPY_RUNS_ONE_SOURCE = 0.8  # what it repeats is mostly a form
# A shorter text may be a form, or what its outlet puts under everything: its headline must be told of, too.
SHORT_COPY = 40
SHORT_COPY_HEADLINE = 0.3
WHOLE = 0.9  # of its runs: then what the headline adds is no news
KEY_WORDS = 3
# So much of what the headline states must have been told for silence; a model of meaning moves the bar within bounds.
COVERED = 0.75
# By so much cover may be less where the told headline is covered by the report in turn.
DETAILS = 0.25
COVERED_LEAST, COVERED_MOST = 0.40, 0.95
MEANING_FROM = 0.92
MEANING_SLOPE = 20.0
# Things that must be shared beside what is watched for.
SHARED = 2
# Less told than this, in a thread that is joined but weakly, may be another event: it does not wait.
LITTLE = 0.2
WEAK_LINK = 0.2
# A report that leaves all open must hold so much less of the new one than one that conflicts with it.
CLEARLY = 0.8
# A headline that comes again word for word at another address is news again after so many hours.
AGAIN_HOURS = 12.0

# Of a long thread so many reports are asked: the likest by their words, and some of the last.
REPORTS = 12
LAST = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class of a report for a reader who was told others of its thread.

    `told` is the id of the nearest told report, None where none was told; `score` 0..1 is how much of the report it tells.
    """

    kind: Kind
    reason: Reason
    told: str | None = None
    score: float = 0.0

    @property
    def is_silent(self) -> bool:
        return self.kind in ("copy", "same")


@dataclass(frozen=True, slots=True)
class _Case:
    """A report on which a verdict is asked, with what is asked of it."""

    new: Facts
    stated: Stated
    memory: Memory
    watched: Set[str]
    meaning: Meaning | None
    link: float
    beside: Callable[[Facts], Pair]


def verdict_on(
    new: Facts,
    told: Sequence[Facts],
    memory: Memory | None = None,
    watched: Set[str] = frozenset(),
    meaning: Meaning | None = None,
    link: float = 1.0,
    pairs: Pairs | None = None,
) -> Verdict:
    """The verdict on `new` for a reader who was told the reports `told` of its thread, and no others.

    `watched` are folded words and stems that the watch's own rules hit, or that nearly all its entries share: they count for
    nothing. `link` is the score, 0..1, of the join that put the entry into the thread. `pairs` knows what was worked out of
    these reports before.
    """
    memory = memory or Memory()
    beside = (pairs or Pairs()).beside(new, watched)
    stated = things(new, memory, watched, lambda report, look: beside(report).places_told(look))
    case = _Case(new, stated, memory, watched, meaning, link, beside)
    if not told:
        return Verdict("development", Reason("nothing_told", "nothing of this was told"))
    told = [told[place] for place in nearest(new.title_stems, [report.all_stems for report in told])]
    conflicts: list[tuple[Facts, Conflict]] = []
    open_: list[Facts] = []
    for report in told:
        found = beside(report).conflict or _comes_again(case, report)
        if found is None or found.kind == "development":
            copied = _copy(case, report, found)
            if copied is not None:
                return copied
        if found is not None:
            conflicts.append((report, found))
        else:
            open_.append(report)
    if not open_:
        return _of_conflicts(case, conflicts)
    verdict = _by_cover(case, open_, conflicts)
    other = None if verdict.is_silent else _nearer_other(case, open_, conflicts)
    return other or verdict


def nearest(headline: Set[str], told: Sequence[Set[str] | PackedWords]) -> list[int]:
    """The places of the reports to ask, in their order. `headline` and `told` are the stems of each report."""
    if len(told) <= REPORTS:
        return list(range(len(told)))
    shared = [
        (stems.count(headline) if isinstance(stems, PackedWords) else len(headline & stems), place)
        for place, stems in enumerate(told)
    ]
    likest = {place for _, place in sorted(shared, reverse=True)[: REPORTS - LAST]}
    return sorted(likest.union(range(len(told) - LAST, len(told))))


def _of_conflicts(case: _Case, conflicts: Sequence[tuple[Facts, Conflict]]) -> Verdict:
    """Where every told report conflicts: a development of the nearest, if it is one of any."""
    developments = [(report, found) for report, found in conflicts if found.kind == "development"]
    report, found = max(developments or conflicts, key=lambda pair: part_told(case.stated, pair[0]))
    score = part_told(case.stated, report)
    return Verdict(found.kind, Reason(found.code, found.text), report.id, round(score, 4))


def _nearer_other(
    case: _Case, open_: Sequence[Facts], conflicts: Sequence[tuple[Facts, Conflict]]
) -> Verdict | None:
    """Another event, where the report that says so is the nearest, and no other knows a name of the new one.

    Reports that leave it open say little of it then: "what survivors say" is open to every accident.
    """
    others = [(report, found) for report, found in conflicts if found.kind == "other"]
    names = [w for w in case.new.names if not likeness.is_watched(w, case.watched)]
    told = [*open_, *(report for report, _ in conflicts)]
    if not others or not names or any(case.beside(report).shares_name for report in told):
        return None
    nearest = max(part_told(case.stated, report) for report, _ in others)
    if CLEARLY * nearest <= max(part_told(case.stated, report) for report in open_):
        return None
    return _of_conflicts(case, others)


def _comes_again(case: _Case, report: Facts) -> Conflict | None:
    """Why a headline of a recurring form is of another event, though nothing in it conflicts."""
    new, pair = case.new, case.beside(report)
    if new.key != report.key:
        if pair.one_source and new.form == report.form and case.memory.recurs(new):
            return Conflict("other", "recurring_form", "a form that this feed fills in again and again")
        return None
    held = pair.held
    if pair.one_source and held is not None and max(held, pair.held_in_turn or 0) < 0.5:
        return Conflict("other", "another_text", "one headline, another text")
    hours = pair.hours
    moved = new.url and report.url and new.url != report.url
    if (
        pair.one_source
        and moved
        and hours >= AGAIN_HOURS
        and held is None
        and new.text_names == report.text_names
    ):
        return Conflict(
            "other", "comes_again", f"the same headline again after {hours:.0f} h at another address"
        )
    return None


def _copy(case: _Case, report: Facts, found: Conflict | None) -> Verdict | None:
    """Whether the report's text, or its bare headline, was told word for word."""
    new = case.new
    pair = case.beside(report)
    held, one_source = pair.held, pair.one_source
    needed = COPY_RUNS_ONE_SOURCE if one_source or not new.cased else COPY_RUNS
    if found is None and held is not None and held >= needed and pair.tellings_held:
        shared = case.stated.told_by(report)
        part = sum(t.weight > 0 and t.at in shared for t in case.stated)
        weighty = sum(t.weight > 0 for t in case.stated)
        if part < weighty and (not new.cased or (len(new.runs) < SHORT_COPY and held < WHOLE)):
            return None  # of so little, what is new in the headline may be all that is told
        if not one_source or len(new.runs) >= SHORT_COPY or part >= SHORT_COPY_HEADLINE * weighty:
            text = f"the same text, {held:.0%}"
            return Verdict(
                "copy", Reason("same_text", text, {"share": round(held, 4)}), report.id, round(held, 4)
            )
    if (
        found is None
        and new.key == report.key
        and len(new.key.split()) >= KEY_WORDS
        and (held is None or held >= 0.1)
    ):
        return Verdict("copy", Reason("same_headline", "the same headline"), report.id, 1.0)
    return None


def _by_cover(case: _Case, open_: Sequence[Facts], conflicts: Sequence[tuple[Facts, Conflict]]) -> Verdict:
    new = case.new
    nearest = max(open_, key=lambda report: part_told(case.stated, report))
    told = [*open_, *(report for report, found in conflicts if found.kind == "development")]
    covered = cover(case.stated, nearest, told)
    score = round(covered.part, 4)
    developments = [(report, found) for report, found in conflicts if found.kind == "development"]
    if developments and covered.fresh:
        report, found = developments[-1]
        return Verdict("development", Reason(found.code, found.text), report.id, score)
    fresh = news(case.new, case.stated, covered, told)
    if fresh is not None:
        return Verdict("development", fresh, nearest.id, score)
    alike = case.meaning(new.sample, nearest.sample) if case.meaning else None
    against = _is_told(case, covered, nearest, alike) and objection(
        new, nearest, covered, _stated_by(case, nearest), case.watched
    )
    if against == "":
        words = ", ".join(thing.word.raw for thing in covered.shared[:4])
        data = {"cover": score} | ({"meaning": round(alike, 4)} if alike is not None else {})
        return Verdict(
            "same", Reason("told_already", f"told already, {score:.0%}: {words}", data), nearest.id, score
        )
    words = (
        ", ".join(thing.word.raw for thing in covered.fresh[:3])
        or "little but what the watch looks for is shared"
    )
    if against:
        return Verdict("doubt", Reason("in_doubt", against, {"cover": score}), nearest.id, score)
    reason = Reason("partly_new", f"new, {1 - score:.0%}: {words}", {"cover": score})
    little = (
        covered.part < LITTLE and case.link < WEAK_LINK and (alike is None or alike < MEANING_FROM - 0.03)
    )
    return Verdict("development" if little else "doubt", reason, nearest.id, score)


def _stated_by(case: _Case, report: Facts) -> Stated:
    """The things that a told headline states, to be asked which of them the new report holds."""
    pair = case.beside(report)
    return things(report, case.memory, case.watched, lambda _new, look: pair.places_told_back(look))


def _is_told(case: _Case, covered: Cover, nearest: Facts, alike: float | None) -> bool:
    """Whether enough was told: by cover alone, or by cover both ways; and things that are no bare names.

    A report that adds details, but no act, to a short headline is covered less than the headline is by it.
    """
    names = [t for t in covered.fresh if t.word.kind == "name"]
    likely = alike is not None and alike >= MEANING_FROM
    if len(names) >= 2 and not likely:
        return False
    need = COVERED
    if alike is not None:
        need = min(COVERED_MOST, max(COVERED_LEAST, COVERED - MEANING_SLOPE * (alike - MEANING_FROM)))
    groups = likeness.together(case.new, [thing.word for thing in covered.shared])
    enough = len(groups) >= SHARED and any(group[0].kind != "name" for group in groups)
    enough = enough and not _only_subject(case.new, covered)
    if not enough and not (likely and covered.shared):
        return False
    if covered.part >= need:
        return True
    if any(case.new.marks[thing.at].startswith("!") for thing in covered.fresh):
        return False
    back = part_told(_stated_by(case, nearest), case.new)
    return covered.part >= need - DETAILS and (covered.part + back) / 2 >= need


def _only_subject(new: Facts, covered: Cover) -> bool:
    """Whether only the subject is shared: words side by side, no act or figure, while several words are new."""
    shared = {thing.at for thing in covered.shared}
    if len(covered.fresh) < SHARED or any(new.marks[at].startswith("!") for at in shared):
        return False
    if any(new.title[at].kind == "figure" for at in shared):
        return False
    between = range(min(shared, default=0), max(shared, default=0))
    return all(at in shared or new.title[at].kind == "small" for at in between)

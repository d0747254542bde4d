"""Judges a draft of a rules file beside the other files: findings, examples, its effect on stored entries. Reads only."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.config.schema import Config
from monitor.delivery.rendering.facts import marked
from monitor.text.readable import Passage, passages, plain, readable, whole
from monitor.web.editing.alert_changes import AlertChanges, about
from monitor.workshop.edits.edit import Edit, about_alerts
from monitor.workshop.match_changes import EditPreview, MatchChange
from rules.checking.check import check, check_reach
from rules.errors import Problem, ProblemsError, WirewatchError
from rules.loading.load import load
from rules.loading.rule_positions import RulePositions
from rules.model import Match, RuleSet, RuleSource, Span
from storage import Store

# Entries that an answer shows, and seconds that they may take.
MOST_ENTRIES = 30
EFFECT_SECONDS = 4.0
_DELETED = "version: 1\n...\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text for a rules file, None to delete it, with what its check needs to know of the config.

    With a `config`, the effect on the entries of its store is asked for: beside the rules in force, whose files are
    `in_force`; with `alerts`, also which alerts change about.
    """

    folder: Path
    name: str
    text: str | None
    addressees: Sequence[str] = ()
    ended: Collection[str] = ()
    languages: Collection[str] = ()
    feeds: Mapping[str, Sequence[str]]
    told_otherwise: Collection[str] | None = ()
    config: Config | None = None
    alerts: bool = False
    in_force: Sequence[RuleSource] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding as the page shows it. `line` is 0 where it concerns a whole file, or another one."""

    file: str
    line: int
    column: int
    level: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An example of a watch of the draft: whether it is to fire, and whether it does as it should."""

    watch: str
    text: str
    fires: bool
    passes: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A stored entry in which the draft finds more rules, or fewer."""

    headline: Passage
    passage: Passage | None
    outlet: str
    at: datetime
    appear: tuple[str, ...]
    vanish: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The effect of a draft on stored entries: matches by rule, the newest entries. `trouble` says why it is not known."""

    appear: Mapping[str, int]
    vanish: Mapping[str, int]
    entries: tuple[Touched, ...] = ()
    more: int = 0
    seconds: float = 0.0
    trouble: str = ""
    alerts: AlertChanges | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The judgement of a draft. `loads`: it may be saved. `ids` are all ids that a watch may name."""

    found: tuple[Found, ...]
    loads: bool
    examples: tuple[Example, ...] = ()
    ids: tuple[str, ...] = ()
    effect: Effect | None = None
    seconds: float = 0.0


class Judge:
    """Judges one draft after the other; what it learns of a store's words makes the next effect quicker."""

    def __init__(self) -> None:
        self._preview: EditPreview | None = None
        self._location = ""

    def __call__(self, draft: Draft) -> Judged:
        """Errors: none for what a person typed."""
        began = time.perf_counter()
        text = _DELETED if draft.text is None else draft.text
        # Deleting a file is no file that is cut short.
        ended = [name for name in draft.ended if draft.text is not None or name != draft.name]
        kept = [RuleSource(draft.name, "", False, text)]
        try:
            loaded = load(draft.folder, destinations=draft.addressees, ended=ended, kept=kept)
        except ProblemsError as error:
            return Judged(
                found=_found(draft, error.problems), loads=False, seconds=time.perf_counter() - began
            )
        problems = _checked(draft, loaded.rules)
        loads = not any(problem.refuses for problem in problems)
        return Judged(
            found=_found(draft, [*loaded.warnings, *problems]),
            loads=loads,
            examples=_examples(draft, loaded.rules, problems),
            ids=_ids(loaded.rules),
            effect=self._effect(draft, loaded.rules) if draft.config and loads else None,
            seconds=time.perf_counter() - began,
        )

    def _effect(self, draft: Draft, new: RuleSet) -> Effect:
        assert draft.config is not None
        location = draft.config.store_location()
        try:
            old = load(draft.folder, kept=_before(draft)).rules
            with closing(Store.open(location)) as store:
                after = self._preview if self._location == location else None
                self._preview, self._location = EditPreview(store, after), location
                found = self._preview.changes(old, new, EFFECT_SECONDS)
                alerts = None
                if draft.alerts:
                    alerts = about(about_alerts(store, Edit(draft.config, old, new), found))
        except WirewatchError as error:
            return Effect(appear={}, vanish={}, trouble=str(error))
        newest = list(reversed(found.changes))[:MOST_ENTRIES]
        return Effect(
            appear=dict(found.appear),
            vanish=dict(found.vanish),
            entries=tuple(map(_touched, newest)),
            more=len(found.changes) - len(newest),
            seconds=found.seconds,
            alerts=alerts,
        )


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """The edit that a draft makes of the rules in force, loaded where it is called: in a process of its own."""

    draft: Draft

    def __call__(self) -> Edit:
        """Errors: ProblemsError, where the draft does not load."""
        draft = self.draft
        assert draft.config is not None
        text = _DELETED if draft.text is None else draft.text
        new = load(draft.folder, kept=[RuleSource(draft.name, "", False, text)]).rules
        return Edit(draft.config, load(draft.folder, kept=_before(draft)).rules, new)


def _before(draft: Draft) -> list[RuleSource]:
    """The files in force; a file that is not among them counts for nothing."""
    named = {source.name for source in draft.in_force}
    new = [] if draft.name in named else [RuleSource(draft.name, "", False, _DELETED)]
    return [*draft.in_force, *new]


def _checked(draft: Draft, rules: RuleSet) -> list[Problem]:
    """Findings that `wirewatch check` would have in the rules with this draft."""
    problems = check(rules, draft.folder, draft.languages)
    if any(problem.refuses for problem in problems):
        return problems
    told = draft.told_otherwise
    told = {watch.id for watch in rules.watches} if told is None else told
    return problems + check_reach(rules, draft.folder, draft.feeds, told_otherwise=told)


def _found(draft: Draft, problems: Sequence[Problem]) -> tuple[Found, ...]:
    """The findings, those of the draft itself first."""
    found = [
        Found(
            file=problem.path.name,
            line=problem.line if problem.path.name == draft.name else 0,
            column=problem.column,
            level="error" if problem.refuses else "warning",
            message=problem.message,
            hint=problem.hint,
        )
        for problem in problems
    ]
    return tuple(sorted(found, key=lambda each: (each.file != draft.name, each.level != "error", each.line)))


def _examples(draft: Draft, rules: RuleSet, problems: Sequence[Problem]) -> tuple[Example, ...]:
    """The examples of the watches of the draft; the check has told which of them fail."""
    failed = {(problem.line, problem.column) for problem in problems if problem.path.name == draft.name}
    positions = RulePositions(rules, draft.folder)
    own = set(positions.ids(draft.name))
    examples = []
    for watch in rules.watches:
        groups = (("match", watch.examples.match), ("no_match", watch.examples.no_match))
        for key, number, text in (
            (key, number, text) for key, texts in groups for number, text in enumerate(texts)
        ):
            if watch.id not in own:
                break
            place = positions.problem(watch.id, ("examples", key, number), "")
            passes = (place.line, place.column) not in failed
            examples.append(
                Example(watch=watch.id, text=text, fires=key == "match", passes=passes, line=place.line)
            )
    return tuple(sorted(examples, key=lambda each: each.passes))


def _ids(rules: RuleSet) -> tuple[str, ...]:
    own = {rule.id for group in (rules.actors, rules.topics, rules.watches) for rule in group}
    return tuple(sorted(own | {loaded.rule.id for loaded in rules.lists}))


def _touched(change: MatchChange) -> Touched:
    entry, matches = change.recalled.entry, (*change.appear, *change.vanish)

    def spans(field: str) -> list[Span]:
        return [span for match in matches if match.field == field for span in marked(match)]

    around = passages(readable(entry.text), spans("text"), most=1)
    return Touched(
        headline=whole(readable(entry.title), spans("title")),
        passage=around[0] if around else None,
        outlet=plain(entry.outlet or entry.feed),
        at=change.recalled.at,
        appear=_names(change.appear),
        vanish=_names(change.vanish),
    )


def _names(matches: Sequence[Match]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.rule for match in matches))

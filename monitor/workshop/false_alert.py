"""Exclusions proposed for a false alert, each with the alerts that it would cost and the file of its rule. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rules.checking.exclusions import exclusions
from rules.errors import WirewatchError
from rules.loading.load import load
from rules.loading.rule_positions import GROUPS, RulePositions
from rules.loading.yaml_positions import YamlProblem, read
from rules.model import RuleSet, RuleSource
from rules.seeding.extend import extended
from storage import Store

COMPARED = 500  # past alerts that an exclusion is tried on


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A phrase for the `not` of a rule, which stands in `file`. `lost`: the other alerts that it takes away."""

    rule: str
    file: str
    phrase: str
    lost: tuple[int, ...]
    lost_true: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The proposals for a false alert, the cheapest first, tried on so many other alerts."""

    proposals: tuple[Proposal, ...]
    tried_on: int


@dataclass(frozen=True, slots=True)
class FalseAlert:
    """A false alert of a store, under the rules whose files are `in_force`: a question for a process of its own."""

    store: str
    folder: Path
    in_force: Sequence[RuleSource]
    alert: int

    def __call__(self) -> Proposed:
        """Errors: StoreError, WirewatchError."""
        rules = load(self.folder, kept=self.in_force).rules
        with closing(Store.open(self.store)) as store:
            return proposed_for(store, rules, self.folder, self.alert)


def proposed_for(store: Store, rules: RuleSet, folder: Path, alert: int) -> Proposed:
    """Proposes exclusions for an alert, and tries each on the newest other ones."""
    found = store.alerts.find(ids=[alert])
    if not found:
        raise WirewatchError(f"there is no alert {alert}")
    others = [past for past in store.alerts.find(limit=COMPARED) if past.id != alert]
    numbers = {past.entry.id: past.id for past in others if past.id is not None}
    known, positions = store.verdicts.last(), RulePositions(rules, folder)
    rows = []
    for each in exclusions(
        rules, found[0].entry, found[0].watches, [(past.entry, past.watches) for past in others]
    ):
        lost = tuple(number for entry in each.lost if (number := numbers.get(entry)) is not None)
        rows.append(
            Proposal(
                rule=each.rule,
                file=positions.file(each.rule),
                phrase=each.phrase,
                lost=lost,
                lost_true=sum(known.get(number, False) for number in lost),
            )
        )
    return Proposed(proposals=tuple(rows), tried_on=len(others))


def with_phrase(text: str, rule: str, phrase: str) -> str:
    """The text of a rules file with a phrase more in the `not` of a rule. Errors: WirewatchError."""
    try:
        written = read(text).value
    except YamlProblem as error:
        raise WirewatchError(f"line {error.place.line}: {error}") from error
    for group in GROUPS:
        listed = written.get(group) if isinstance(written, dict) else None
        for number, each in enumerate(listed if isinstance(listed, list) else ()):
            if not isinstance(each, dict) or each.get("id") != rule:
                continue
            own = each.get("not")
            if phrase in (own if isinstance(own, list) else [own]):
                return text
            return extended(text, (group, number, "not"), [phrase])
    raise WirewatchError(f"this file has no rule {rule} any more")

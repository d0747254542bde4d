"""Random histories and rules for replays: copies, versions, first polls, waiting reports and gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from monitor.workshop.archives.archive_copies import in_order, linked
from rules.deciding.defaults import WatchDefaults, with_defaults
from rules.model import Entry, RuleSet
from rules.schema import Topic, Watch
from storage import Recalled

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
TITLES = (
    "Ferry with 200 aboard sinks off Batangas, 12 dead",
    "Ferry sinks off Batangas with 200 aboard, 12 dead",
    "Ferry off Batangas was overloaded, survivors say",
    "Captain of sunken Batangas ferry arrested",
    "Ferry with 90 aboard sinks off Cebu, 3 dead",
    "Harbour strike enters its third week in Cebu",
    "Harbour strike ends as dockers in Cebu accept an offer",
    "Ferry and harbour workers join the strike in Cebu",
    "Hundreds wait at the quay as the strike goes on",
    "Rain is expected over the northern hills on Sunday evening",
)
SANK = (
    "A ferry with 200 people aboard sank in heavy seas off Batangas on Friday, the coast guard said. Twelve people "
    "died and boats were still searching for survivors at dusk, its spokesman told reporters."
)
VOTED = (
    "Dockers voted on Monday to go on with the strike until the port pays for the nights, their union said. The port "
    "authority did not comment; forty ships wait outside of the bay."
)
TEXTS = ("", SANK, VOTED)
_WATCHES = (
    {"id": "ships", "when": {"any": ["ferry"]}, "wait": "6h"},
    {"id": "ports", "when": {"any": ["harbour", "ferry"]}, "updates": "daily"},
    {"id": "heard", "when": {"any": ["strike", "ferry"]}, "min_outlets": 2},
    {"id": "many", "when": {"any": ["strike"]}, "count": {"at_least": 2, "within": "48h"}},
)
_TOPICS = (["ferry"], ["harbour", "quay"], ["strike"], ["strike", "quay"], ["ferry", "overloaded"])


def rules_of(terms: Sequence[Sequence[str]], watches: Sequence[int], version: str) -> RuleSet:
    """Rules with three topics of these terms, and some of the four watches."""
    topics = [
        Topic.model_validate({"id": name, "terms": list(words)})
        for name, words in zip(("ferry", "harbour", "strike"), terms, strict=True)
    ]
    made = [Watch.model_validate({"notify": ["desk"], **_WATCHES[number]}) for number in watches]
    return with_defaults(RuleSet(topics=tuple(topics), watches=tuple(made), version=version), WatchDefaults())


RULES = st.builds(
    rules_of,
    st.lists(st.sampled_from(_TOPICS), min_size=3, max_size=3),
    st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True),
    st.just("v"),
)
ITEMS = st.lists(
    st.tuples(
        st.integers(0, 60),  # hours since the one before
        st.sampled_from(TITLES),
        st.sampled_from(TEXTS),
        st.integers(0, 3),  # its outlet
        st.integers(0, 9),  # 0: the same entry again, changed
        st.booleans(),  # whether its feed was new
    ),
    min_size=1,
    max_size=24,
)


def history_of(items: Sequence[tuple[int, str, str, int, int, bool]]) -> tuple[Recalled, ...]:
    """A history in order, its copies linked."""
    entries, now, quiet = [], START, []
    for number, (hours, title, text, outlet, again, first) in enumerate(items):
        now += timedelta(hours=hours)
        name = f"e{number - 1}" if again == 0 and number else f"e{number}"
        entries.append(
            Entry(id=name, title=title, text=text, feed=f"f{outlet}", outlet=f"Outlet {outlet}", fetched=now)
        )
        quiet.append(first and number < 4)
    found = linked(in_order(entries, START))
    return tuple(replace(each, quiet=silent) for each, silent in zip(found, quiet, strict=True))

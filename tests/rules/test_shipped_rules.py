"""The rules and sample feeds that ship, judged by labelled cases.

STRONG cases must hold. WEAK ones are known to be hard: how many hold is frozen, so that a change is noticed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from support.places import ROOT

from monitor.config.load import load as load_config
from monitor.parsing.model import Origin, Parsed
from monitor.parsing.parse import parse
from rules.checking.check import check, examples
from rules.loading.load import check_seeds, load
from rules.matching import Matcher
from rules.matching import compile as compile_rules
from rules.model import Entry

RULES = ROOT / "rules"
DATA = ROOT / "tests" / "data"
WEAK_THAT_HOLD = 0
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return compile_rules(load(RULES).rules)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def held(matcher: Matcher, case: dict[str, str]) -> bool:
    found = matcher.match(Entry(id="case", title=case["text"]))
    return any(match.rule == case["rule"] for match in found) == (case["matches"] == "yes")


def test_every_strong_case_of_the_shipped_rules_holds(matcher: Matcher) -> None:
    cases = [case for case in rows("shipped_rules_cases.csv") if case["strength"] == "STRONG"]
    assert [case["text"] for case in cases if not held(matcher, case)] == []
    assert len(cases) >= 200


def test_the_weak_cases_hold_as_many_as_last_time(matcher: Matcher) -> None:
    cases = [case for case in rows("shipped_rules_cases.csv") if case["strength"] == "WEAK"]
    good = [case["text"] for case in cases if held(matcher, case)]
    assert len(good) >= WEAK_THAT_HOLD, f"only {good} of {len(cases)} hold now"


def test_the_shipped_rules_their_examples_and_their_seeds_are_without_findings(matcher: Matcher) -> None:
    loaded = load(RULES, destinations=load_config(ROOT / "config.toml").destinations)
    problems = [*loaded.warnings, *examples(loaded.rules, matcher, RULES)]
    assert [*problems, *check_seeds(loaded.rules, ROOT / "seeds")] == []


def test_the_ids_that_other_documents_rely_on_are_there() -> None:
    rules = load(RULES).rules
    assert [rule.id for rule in rules.topics] == ["fentanyl", "arms-trafficking", "us-mexico-migration"]
    assert {rule.id for rule in rules.actors} == {
        "sherwood-randall",
        "ebrard",
        "lopez-obrador",
        "ken-salazar",
    }
    assert [watch.id for watch in rules.watches] == ["us-mexico-security"]


def test_real_feeds_are_polled_politely_and_each_says_its_language() -> None:
    config = load_config(ROOT / "config.toml")
    real = [feed for feed in config.feeds if "sample" not in feed.tags]
    assert len(real) >= 20
    assert all(feed.lang and feed.enabled and feed.tags for feed in real)
    assert {feed.interval for feed in real} <= {None, "30m", "1h"}
    assert (config.defaults.interval, config.defaults.min_interval) == (None, "15m")


def sample_entries() -> Iterator[tuple[str, Entry]]:
    for feed in load_config(ROOT / "config.toml").feeds:
        if "sample" in feed.tags:
            origin = Origin(feed=feed.name, url=feed.url, outlet=feed.outlet, lang=feed.lang)
            path = next((ROOT / "seeds" / "feeds").glob(f"{feed.name}.*"))
            parsed = parse(path.read_bytes(), origin, None, NOW)
            assert isinstance(parsed, Parsed), parsed
            yield from ((feed.name, entry) for entry in parsed.entries)


def test_sample_entries_match_as_their_table_says(matcher: Matcher) -> None:
    expected = {(row["feed"], row["entry"]): row for row in rows("sample_feeds_expected.csv")}
    found = {}
    for feed, entry in sample_entries():
        keys = [(feed, key) for key in (entry.guid, entry.url, entry.title) if key]
        row = next(key for key in keys if key in expected)
        found[row] = "yes" if matcher.match(entry) else "no"
    assert found == {key: row["alerts"] for key, row in expected.items()}


def test_the_shipped_rules_pass_their_lint_and_examples() -> None:
    folder = ROOT / "rules"
    assert check(load(folder).rules, folder, {"en", "es"}) == []

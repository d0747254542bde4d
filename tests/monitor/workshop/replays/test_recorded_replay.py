"""A recorded replay decides as any; of its states those of the last weeks stay, and fewer of the older ones."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from support.histories import TITLES, history_of, rules_of

from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.replay import Replayer
from monitor.evaluation.replay_memory import references
from monitor.workshop.replays.recorded_replay import NEWEST, STATES, RecordedReplay
from rules.matching import compile as compile_rules

RULES = rules_of((["ferry"], ["harbour"], ["strike"]), (0, 1, 2), "v")
MATCHER = compile_rules(RULES)
YEAR = history_of([(60, TITLES[n % 10], "", n % 3, 9, False) for n in range(150)])


def test_it_decides_as_the_replay_that_it_writes_down(tmp_path: Path) -> None:
    named = references(YEAR)
    plain = Replayer(ActiveRules(RULES, MATCHER), {}, named)
    recorded = RecordedReplay(tmp_path / "a.replay", Replayer(ActiveRules(RULES, MATCHER), {}, named), named)
    for recalled in YEAR:
        matches = tuple(MATCHER.match(recalled.entry))
        assert plain.take(recalled, matches) == recorded.take(recalled, matches)
        assert plain.settled() == recorded.settled()
        assert plain.made == recorded.made
    states = [at for at, _ in recorded.states().values()]
    assert NEWEST < len(states) <= STATES
    gaps = [(later - earlier).days for earlier, later in pairwise(states)]
    assert gaps[0] > gaps[-1]
    assert gaps[-1] <= 9
    recorded.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["a.replay"]


def test_a_replay_of_nothing_is_not_kept(tmp_path: Path) -> None:
    recorded = RecordedReplay(tmp_path / "a.replay", Replayer(ActiveRules(RULES, MATCHER), {}, {}), {})
    recorded.end()
    recorded.keep()
    assert list(tmp_path.iterdir()) == []

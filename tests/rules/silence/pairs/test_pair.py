"""A pair of reports is worked out once, and says the same whoever asks, then or in another run."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st
from support.facts import facts_of, watched
from support.histories import TEXTS, TITLES

from rules.silence import Facts, Memory, Pairs, verdict_on

REPORTS = st.builds(
    lambda title, text, outlet, hours: facts_of(title, text, outlet=outlet, hours=hours),
    st.sampled_from(TITLES),
    st.sampled_from(TEXTS),
    st.sampled_from(["one", "two"]),
    st.integers(0, 48),
)
LOOKED_FOR = st.sampled_from(["", "ferry", "ferry Batangas", "strike Cebu harbour"])


@settings(max_examples=60, deadline=None)
@given(
    new=REPORTS,
    told=st.lists(REPORTS, min_size=1, max_size=4),
    asked=st.lists(
        st.tuples(LOOKED_FOR, st.lists(st.sampled_from(TITLES), max_size=4)), min_size=2, max_size=4
    ),
)
def test_kept_pairs_change_no_verdict_whatever_is_watched_or_learned(
    new: Facts, told: list[Facts], asked: list[tuple[str, list[str]]]
) -> None:
    pairs, again = Pairs(), Pairs()
    for words, learned in asked:
        memory, looked_for = Memory(), watched(words)
        for title in learned:
            memory.learn(facts_of(title))
        expected = verdict_on(new, told, memory, looked_for)
        assert verdict_on(new, told, memory, looked_for, pairs=pairs) == expected
        assert verdict_on(new, told, memory, looked_for, pairs=again) == expected
        again.put(pickle.loads(pickle.dumps(pairs.known())))


def test_what_is_known_of_a_pair_is_not_worked_out_again() -> None:
    new, told = facts_of(TITLES[0], TEXTS[1], outlet="two"), facts_of(TITLES[1], TEXTS[1], outlet="one")
    pairs = Pairs()
    verdict_on(new, [told], pairs=pairs)
    digest, known = pairs.known()
    assert digest == new.digest
    (said,) = known.values()
    said["conflict"] = None
    said["held"] = 0.875
    assert verdict_on(new, [told], pairs=pairs).score == 0.875


def test_watched_words_count_only_where_a_headline_has_them() -> None:
    new, told = facts_of("Ferry sinks off Cebu"), facts_of("Ferry sinks off Batangas")
    pairs = Pairs()
    for words in ("ferry", "ferry quay", "ferry harbour strike"):
        pairs.beside(new, watched(words))(told)
    assert len(pairs.known()[1]) == 1
    pairs.beside(new, watched("ferry Cebu"))(told)
    assert len(pairs.known()[1]) == 2


def test_another_new_report_begins_anew() -> None:
    one, two = facts_of(TITLES[0]), facts_of(TITLES[3])
    pairs = Pairs()
    pairs.beside(one, frozenset())(two)
    pairs.beside(two, frozenset())
    assert pairs.known() == (two.digest, {})


@given(REPORTS, REPORTS)
def test_reports_that_differ_in_what_is_compared_have_other_digests(one: Facts, other: Facts) -> None:
    assert (one == other) == (one.digest == other.digest)

"""The hash functions of the bands: stable, apart by kind, and as likely to collide as texts are alike."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from rules.stories.hash_family import Family, article_number, family

shingles = st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=40)


@given(shingles, st.randoms(use_true_random=False))
def test_bands_do_not_depend_on_the_order_of_shingles(given_: set[int], draw: random.Random) -> None:
    mixed = list(given_)
    draw.shuffle(mixed)
    bands = family(1, 20, 3).of(sorted(given_))
    assert family(1, 20, 3).of(mixed) == bands
    assert Family(1, 20, 3).of(mixed) == bands
    assert len(bands) == 20
    assert all(-(2**63) <= band < 2**63 for band in bands)


@given(shingles)
def test_bands_of_different_kinds_and_an_articles_number_never_collide(given_: set[int]) -> None:
    ordered = sorted(given_)
    first, second = family(1, 20, 3).of(ordered), family(2, 20, 2).of(ordered)
    number = article_number(ordered[0].to_bytes(8, "little"))
    assert len({*first, *second, *number}) == len(first) + len(second) + 1


def test_sets_share_a_band_about_as_often_as_their_likeness_says() -> None:
    draw, hits = random.Random(3), 0
    for _ in range(300):
        both = [draw.getrandbits(32) for _ in range(20)]
        one = {*both, *(draw.getrandbits(32) for _ in range(10))}
        other = {*both, *(draw.getrandbits(32) for _ in range(10))}
        hits += bool(set(family(1, 20, 3).of(sorted(one))) & set(family(1, 20, 3).of(sorted(other))))
    # Jaccard .5: 1 - (1 - .5^3)^20 = .93
    assert 0.88 < hits / 300 < 0.98


def test_a_family_is_made_once() -> None:
    assert family(1, 20, 3) is family(1, 20, 3)

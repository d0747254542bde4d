"""Bands that propose pairs of near-duplicate entries."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.model import Entry
from rules.stories.keys import title_key
from rules.stories.minhash import bands, lookup_keys
from rules.stories.signatures import signature


@given(st.text(max_size=300), st.text(max_size=600))
def test_any_entry_has_bands_that_fit_a_database(title: str, text: str) -> None:
    one = Entry(id="a", title=title, text=text)
    found = bands(signature(one))
    assert all(-(2**63) <= band < 2**63 for band in found)
    assert len(found) in {0, 20, 40, 60}
    assert bands(signature(replace(one, id="b"))) == found
    assert title_key(title) == signature(one).title


def test_light_edits_share_a_band_and_strangers_share_none() -> None:
    one = set(lookup_keys(Entry(id="a", title="Ferry stopped after storm breaks ramp at Puerto Alto")))
    edited = set(lookup_keys(Entry(id="b", title="Ferry halted after storm breaks ramp in Puerto Alto")))
    stranger = set(lookup_keys(Entry(id="c", title="Council votes to plant nine hundred trees")))
    assert one & edited
    assert not one & stranger


def test_bands_never_change_for_they_are_stored() -> None:
    assert (
        lookup_keys(Entry(id="a", title="Ferry stopped", url="https://example.com/a-12345678"))[::10]
        == FROZEN
    )


FROZEN = (8_583_629_007_675_020, 1_540_071_448_378_874_983, 9_140_676_462_058_511_164)


def test_an_article_number_is_one_more_key_whatever_the_words_around_it() -> None:
    first = lookup_keys(Entry(id="a", title="Ferry stops", url="https://example.com/a-12345678"))
    second = lookup_keys(Entry(id="b", title="Council votes on trees", url="https://example.com/b-12345678"))
    assert set(first) & set(second) == {first[-1]}
    assert len(first) == 21
    assert len(lookup_keys(Entry(id="c", title="Ferry stops", url="https://example.com/a"))) == 20

"""The matcher without its filters: every word of every rule against every token, every pattern everywhere.

Says what the fast one must find. Uses the same keys and the same alignment, so that only the filters differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rules.matching import lexicon
from rules.matching.patterns.pattern import Pattern
from rules.matching.search import align
from rules.matching.search.align import Alignment
from rules.matching.search.token_index import Hit
from rules.matching.words import keys, misspellings
from rules.matching.words.keys import EDITED, EXACT, PHONETIC, SCRAMBLED, WORTH, Reading, Spec

Hits = dict[int, Hit]


def hits_of(specs: Sequence[Spec], tokens: Iterable[str]) -> dict[str, Hits]:
    """For each token every word that it may stand for, by comparing all with all."""
    wanted = keys.wanted_readings(specs)
    read: dict[str, list[tuple[str, Reading]]] = defaultdict(list)
    for token in sorted(set(tokens)):
        for reading in keys.readings(token, wanted):
            read[reading.key].append((token, reading))
    by_mark: dict[str, list[str]] = defaultdict(list)
    for key in read:
        by_mark[keys.mark(key)].append(key)
    found: dict[str, Hits] = defaultdict(dict)
    for number, spec in enumerate(specs):
        for key, filed_as, edits in keys.filed(spec):
            for token, reading in read.get(key, ()):
                if not keys.may_inflect(spec.text, token, reading.key):
                    continue
                worth = keys.confirmed(spec, filed_as, reading)
                _keep(found[token], number, worth, max(reading.way, filed_as))
            if edits:
                _edited(found, number, spec, (key, filed_as, edits), read, by_mark[keys.mark(key)])
            if key.startswith(SCRAMBLED):
                _slipped(found, number, spec, read, by_mark[""])
    return found


def _edited(
    found: dict[str, Hits],
    number: int,
    spec: Spec,
    filed: tuple[str, int, int],
    read: dict[str, list[tuple[str, Reading]]],
    candidates: list[str],
) -> None:
    key, filed_as, edits = filed
    near = process.extract(key, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None)
    for form, distance, _ in near:
        for token, reading in read[form] if distance else ():
            if reading.exactly or lexicon.is_form(token) or not misspellings.may_be(token, spec.text):
                continue
            if not keys.may_inflect(spec.text, token, reading.key):
                continue
            worth = keys.confirmed(spec, filed_as, reading)
            worth -= 0 if filed_as == PHONETIC else distance / len(key)
            _keep(found[token], number, worth, filed_as if filed_as == PHONETIC else EDITED)


def _slipped(
    found: dict[str, Hits],
    number: int,
    spec: Spec,
    read: dict[str, list[tuple[str, Reading]]],
    candidates: list[str],
) -> None:
    slips = 1 if len(spec.text) == 4 else 2
    for form in candidates:
        if (
            misspellings.scrambled(form) == misspellings.scrambled(spec.text)
            and OSA.distance(form, spec.text) == slips
        ):
            for token, reading in read[form]:
                if (
                    not reading.exactly
                    and not lexicon.is_form(token)
                    and misspellings.may_be(token, spec.text)
                ):
                    worth = WORTH[reading.way] - 1 / len(form)
                    _keep(found[token], number, worth, max(EDITED, reading.way))


def _keep(best: Hits, number: int, worth: float, way: int) -> None:
    if worth > (best[number].similarity if number in best else 0):
        best[number] = Hit(number, worth, way)


def alignments_of(
    patterns: Iterable[Pattern], words: Sequence[str], hits: dict[str, Hits]
) -> list[Alignment]:
    """Every alignment of every pattern, wherever it is."""
    at: dict[int, list[tuple[int, Hit]]] = defaultdict(list)
    for i, word in enumerate(words):
        for hit in hits.get(word, {}).values():
            at[hit.spec].append((i, hit._replace(similarity=round(hit.similarity, 4))))
    return [a for pattern in patterns for a in align.alignments(pattern, at, words)]


__all__ = ["EXACT", "alignments_of", "hits_of"]

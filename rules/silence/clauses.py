"""Clauses: which words of a headline tell why something happened, and which of what has not happened.

"Shares fall after strike": the strike was mostly known before. "Union threatens strike": the strike has not begun, and when
it does nobody has been told. Places of words go out; tables by language go in. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import pairwise

from rules.silence.words import Word

# What follows these words in a headline is why it happened, mostly known before.
CAUSES = {
    "en": frozenset({"after", "over", "amid", "following", "as"}),
    "es": frozenset({"tras", "por", "luego", "ante"}),
    "fr": frozenset({"apres", "pour", "suite", "face"}),
    "de": frozenset({"nach", "wegen", "trotz"}),
    "pt": frozenset({"apos", "por", "depois"}),
    "ru": frozenset({"после", "за", "изза"}),
}
# "Prices jump on outage": within so many words "on" names a cause.
ON_REACH = 5
# What follows these words is asked for, feared, weighed, threatened or denied; * stands for any ending. "Plans" and
# "will" are no such words: one outlet's "to close" is another one's "closes".
UNREAL = {
    "en": (
        "could may might would should if whether not never calls call calling demand* urge* threat* refus* deny denies "
        "denied consider* mull* weigh* rumour* rumor* propos* expected likely unlikely poised primed wants fear* hopes"
    ),
    "es": (
        "podria podrian exige* exigi* pide piden pidio amenaz* niega* nego descart* considera* evalua* analiza* "
        "estudia* propon* propus* no nunca quiere* teme* preven urge* rumor*"
    ),
    "fr": (
        "pourrait pourraient demand* exig* reclam* appelle* menac* refus* dement* envisag* etudi* propos* ne veut "
        "veulent risque* crain* rumeur*"
    ),
    "de": (
        "fordert fordern gefordert* forderung* droht drohen drohung* konnte konnten erwagt erwagen pruft weigert* "
        "nicht kein* bestreitet dementiert verlangt verlangen ob falls furchtet furchten"
    ),
    "pt": (
        "pode podem poderia* pede pedem exige* cobra* ameac* nega negam descart* avalia* estuda* propo* nao quer "
        "querem considera* teme*"
    ),
    "ru": (
        "требу* потребов* призва* призыва* угрож* пригроз* может могут мог отказ* не если предлож* рассматрива* "
        "опроверг* хочет хотят опаса*"
    ),
}
# So far such a word reaches; in German it may also stand behind ("Rücktritt gefordert").
UNREAL_REACH = 6
UNREAL_BEHIND = 3


def causes(words: Sequence[Word], code: str) -> frozenset[int]:
    """The places behind a word that leads over to a cause; in German, whose verb may follow, few of them."""
    leads = CAUSES.get(code, CAUSES["en"])
    start = next((at for at, word in enumerate(words) if at and word.fold in leads), len(words))
    behind = range(start, min(len(words), start + 2) if code == "de" else len(words))
    on = [
        at
        for at, (word, then) in enumerate(pairwise(words))
        if at and code == "en" and word.fold == "on" and then.kind not in ("weekday", "month", "figure")
    ]
    return frozenset(behind).union(*(range(at, min(len(words), at + ON_REACH)) for at in on))


def unreal(words: Sequence[Word], code: str, behind_cause: Set[int]) -> frozenset[int]:
    """The places of words for what has not happened; a word for a cause ends them."""
    places: set[int] = set()
    for at, word in enumerate(words):
        if word.kind in ("name", "month") or not _is_unreal(word.fold, code):
            continue
        for place in range(at + 1, min(len(words), at + 1 + UNREAL_REACH)):
            if place in behind_cause and at not in behind_cause:
                break
            places.add(place)
        if code == "de":
            places.update(range(max(0, at - UNREAL_BEHIND), at))
    return frozenset(places)


@lru_cache(maxsize=4_096)
def _is_unreal(word: str, code: str) -> bool:
    known = UNREAL.get(code, "").split()
    return any(word.startswith(w[:-1]) if w.endswith("*") else word == w for w in known)

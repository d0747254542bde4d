"""How often something happens, learned from when it did: is it silent for unusually long? Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

# Fewer gaps say nothing of a rhythm.
FEWEST_GAPS = 10
_FACTOR = 4
_QUANTILE = 0.95


def silence_limit(times: Sequence[datetime], least: timedelta) -> timedelta | None:
    """After how long a silence is unusual; None while too little is known.

    Four times the gap that 95 of 100 gaps do not exceed, and never less than `least`: a feed that pauses every
    night or weekend has such gaps among its own. `times` in any order; several at one moment count as one.
    """
    moments = sorted(set(times))
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    if len(gaps) < FEWEST_GAPS:
        return None
    usual = gaps[math.ceil(_QUANTILE * len(gaps)) - 1]
    return max(least, _FACTOR * usual)

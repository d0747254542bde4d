"""Learns from the times of past entries how long a feed may be silent. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

# With fewer gaps no usual gap can be known.
FEWEST_GAPS = 10
_FACTOR = 4
_QUANTILE = 0.95


def silence_limit(times: Sequence[datetime], least: timedelta) -> timedelta | None:
    """The length from which a silence is unusual; None while too few times are known.

    Four times the gap that 95 of 100 gaps do not exceed, and never less than `least`: a feed that pauses every
    night or weekend has these gaps among its own. `times` may come in any order; equal times count once.
    """
    moments = sorted(set(times))
    gaps = sorted(later - earlier for earlier, later in pairwise(moments))
    if len(gaps) < FEWEST_GAPS:
        return None
    usual = gaps[math.ceil(_QUANTILE * len(gaps)) - 1]
    return max(least, _FACTOR * usual)

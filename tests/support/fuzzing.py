"""How many examples a property is tried on: the same few each day, many new ones in `make fuzz`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = os.environ.get("WIREWATCH_EXAMPLES")


def tries(everyday: int) -> settings:
    """Settings for `@given`, with so many examples in the everyday run."""
    return settings(
        max_examples=int(EXAMPLES or everyday),
        derandomize=EXAMPLES is None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

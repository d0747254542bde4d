"""Case endings that Slavic languages put onto foreign names, romanised."""

from __future__ import annotations

_ENDINGS = frozenset(
    "a u om em e y i oi oiu ov iv am ami akh ia iu ei ev ogo omu im ym ikh ykh ovi owi iem ego emu a".split()
)


def bare(romanised: str) -> list[str]:
    """The word, and what is left of it without an ending that it may carry."""
    out = [romanised]
    for n in (1, 2, 3):
        if len(romanised) - n >= 3 and romanised[-n:] in _ENDINGS:
            out.append(romanised[:-n])
    return out

"""Says in one line for people why an alert was made: which rules its text names, and by which words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from monitor.delivery.rendering.split import shorten
from monitor.text.readable import plain
from rules.model import GROUPS, Match

_MOST_RULES = 4
_LONGEST = 60


def why_line(matches: Sequence[Match], titles: Mapping[str, str]) -> str:
    """The rules that matched, each by its best match, as "names Marcelo Ebrard and fentanyl"; empty without matches."""
    best: dict[str, Match] = {}
    for match in matches:
        if match.rule not in best or match.score > best[match.rule].score:
            best[match.rule] = match
    named = [_named(match, plain(titles.get(match.rule, match.rule))) for match in best.values()]
    named = list(dict.fromkeys(named))
    if len(named) > _MOST_RULES:
        named[_MOST_RULES:] = [f"{len(named) - _MOST_RULES} more"]
    if not named:
        return ""
    return "names " + (f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0])


def rule_names(matches: Sequence[Match], titles: Mapping[str, str]) -> list[str]:
    """The titles of the rules that matched, each once."""
    return list(dict.fromkeys(plain(titles.get(match.rule, match.rule)) for match in matches))


def _named(match: Match, title: str) -> str:
    """The rule, with the words that were found where they read otherwise, and the context that they needed."""
    said = found_words(match)
    words = "" if _folded(said) == _folded(title) else f"“{said}”"
    beside = f"beside “{shorten(plain(match.context), _LONGEST)}”" if match.context else ""
    more = ", ".join(filter(None, (words, beside)))
    return f"{title} ({more})" if more else title


def found_words(match: Match) -> str:
    """The words that were found; of words near each other, only these and not what stands between them."""
    words = match.text
    if GROUPS in match.variant and match.tokens:
        words = " … ".join(dict.fromkeys(token.text for token in match.tokens))
    return shorten(plain(words), _LONGEST)


def _folded(text: str) -> str:
    """The text without case, accents and the marks between words: `mining-law` and `Mining Law` read the same."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())

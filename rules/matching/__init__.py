"""Compiles the rules of a watch folder and finds them in entries.

`compile(rules)` gives a `Matcher`; `Matcher.match(entry)` gives the matches. Everything else is internal.
"""

from rules.matching.matcher import Matcher, compile  # noqa: A004  the public name of the seam

__all__ = ["Matcher", "compile"]

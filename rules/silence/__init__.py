"""Judges whether a reader was told the facts of a report, so that silence has evidence; threads are `rules.stories`' matter.

`facts` reads an entry, `verdict_on` lays it beside the reports that were told; `Memory` learns the forms of feeds,
`FactsCache` keeps what was read. No clock, no store, no network: whoever calls owns memory and cache.
"""

from rules.silence.facts import Facts, facts
from rules.silence.facts_cache import FactsCache
from rules.silence.forms import Memory
from rules.silence.pairs.pair import Pairs
from rules.silence.verdict import Kind, Meaning, Verdict, verdict_on

__all__ = ["Facts", "FactsCache", "Kind", "Meaning", "Memory", "Pairs", "Verdict", "facts", "verdict_on"]

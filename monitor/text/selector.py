"""Compiles CSS selectors over HTML, each once."""

from __future__ import annotations

from functools import lru_cache

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector


@lru_cache(maxsize=64)
def compiled(selector: str) -> CSSSelector:
    """Compiles a selector. Errors: ValueError, with a sentence."""
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, etree.XPathSyntaxError) as error:
        raise ValueError(f"this is no CSS selector that can be used: {error}") from None

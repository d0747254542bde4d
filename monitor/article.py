"""Reads a page or a file as (title, text): fetched under the same guard and limits as feeds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from monitor.fetch import fetch
from monitor.outcome import Fetched, FetchError, Gone, Validators
from monitor.session import Limits, Request, open_session
from rules.errors import WirewatchError


class ArticleError(WirewatchError):
    """The page could not be read."""


async def read_article(where: str | Path, now: datetime) -> tuple[str, str]:
    """Title and main text of a web page, an HTML file or a plain text file. Errors: ArticleError.

    A person named the address, so private ones are allowed here.
    """
    request = Request(target=where, allow_private=True)
    async with open_session() as session:
        got = await fetch(session, request, Validators(), Limits(), now)
    if isinstance(got, FetchError | Gone):
        raise ArticleError(f"{where}: {got.text}")
    assert isinstance(got, Fetched)  # no validators were given, so nothing can be unchanged
    return extract(got.body, got.content_type or "")


def extract(body: bytes, content_type: str = "") -> tuple[str, str]:
    """(title, main text) of a page; a text that is no HTML is returned as it is, without a title."""
    head = body[:2048].lstrip().lower()
    if "html" not in content_type and not (head.startswith(b"<") and b"<html" in head):
        return "", body.decode("utf-8", "replace").strip()
    import trafilatura

    found = trafilatura.bare_extraction(body, include_comments=False, deduplicate=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        raise ArticleError("the page holds no article text that could be told from its furniture")
    return found.title or "", found.text or ""

"""Reads documents as title and text: a page to explain, or text, HTML and PDF to draft rules from.

An address is fetched under the same guard and limits as feeds. What the document says is not judged here.
"""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from lxml import etree, html

from monitor.text import charset
from monitor.workshop.deadline import within
from rules.errors import WirewatchError
from rules.seeding.sentences import Document

T = TypeVar("T")
MAX_BYTES = 20_000_000
DEADLINE = 60.0  # seconds; a report of two hundred pages takes some ten
MAX_PAGES = 200
_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|article|main|div|p|h1)\b", re.I)
_HYPHENED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\n(?=[a-z\u00df-\u00ff])")
# Each part is bounded, so that brackets without an end cost no search to the end of the document.
_LINK = re.compile(r"!?\[([^\[\]]{0,1000})\]\([^()\[\s]{0,2000}(?:\s\"[^\"\n]{0,300}\")?\)")
_HEADING = re.compile(r"^#\s+(.+)$", re.M)
_BLOCK = re.compile(r"(?:#+|[-*>]|\d+[.)])\s+")
_FURNITURE = ("script", "style", "noscript", "nav", "header", "footer", "aside", "form", "template", "svg")


class DocumentError(WirewatchError):
    """The document could not be read."""


def read_article(where: str | Path, now: datetime) -> tuple[str, str]:
    """Title and main text of a web page, an HTML file or a plain text file. Errors: DocumentError."""
    body, content_type = _fetched(where, now)
    head = body[:2048].lstrip().lower()
    if "html" not in content_type and not (head.startswith(b"<") and b"<html" in head):
        return "", body.decode("utf-8", "replace").strip()
    if (article := _bounded(where, _article, body)) is None:
        raise DocumentError("the page holds no article text that could be told from its furniture")
    return article


def read_document(where: str, now: datetime) -> Document:
    """The document at a path or an http(s) address, a page with its quoted posts. Errors: DocumentError."""
    name = where.rstrip("/").rpartition("/")[2] or where
    body, content_type = _fetched(where, now) if "://" in where else (_file(Path(where)), "")
    if body.startswith(b"%PDF-") or b"%PDF-" in body[:1024]:
        title, text = _bounded(where, _pdf, body, where)
    elif "html" in content_type or _MARKUP.search(body[:4096]):
        title, text = _bounded(where, _page, body, content_type)
    else:
        title, text = "", charset.decode(body, content_type)
        if name.endswith((".md", ".markdown")):
            title, text = _markdown(text)
    if not text.strip():
        raise DocumentError(f"{where}: there is no text in this document")
    return Document(name, " ".join(title.split()), text)


def _bounded(where: str | Path, read: Callable[..., T], *arguments: object) -> T:
    """Reads what strangers wrote, in bounded time."""
    try:
        return within(DEADLINE, read, *arguments)
    except TimeoutError:
        raise DocumentError(
            f"{where}: reading this document takes over {DEADLINE:g} s; save its text to a file, and give that"
        ) from None
    except EOFError:
        raise DocumentError(f"{where}: this document crashes its reader") from None
    except WirewatchError:
        raise
    except Exception as error:  # whatever a library raises at what a stranger wrote
        raise DocumentError(
            f"{where}: this document cannot be read: {str(error) or type(error).__name__}"
        ) from error


def _file(path: Path) -> bytes:
    try:
        with path.expanduser().open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"{path}: this file cannot be read: {error.strerror}") from error
    if len(body) > MAX_BYTES:
        raise DocumentError(f"{path}: this file is larger than {MAX_BYTES / 1e6:g} MB")
    return body


def _fetched(where: str | Path, now: datetime) -> tuple[bytes, str]:
    """The body at an address or a path, and its content type."""
    # Imported late: the network is slow to load, and most documents are files.
    from monitor.fetching.fetch import fetch
    from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, Request, Validators
    from monitor.fetching.session import open_session

    async def get() -> object:
        # A person named the address, so it may be private; where it redirects to may not.
        request = Request(target=where, allow_private=True)
        async with open_session() as session:
            return await fetch(session, request, Validators(), HttpLimits(), now)

    answer = asyncio.run(get())
    if isinstance(answer, FetchError | Gone):
        raise DocumentError(f"{where}: {answer.text}")
    assert isinstance(answer, Fetched)  # no validators were given, so nothing can be unchanged
    if answer.trouble:
        raise DocumentError(f"{where}: {answer.trouble.text}")
    return answer.body, answer.content_type or ""


def _article(body: bytes) -> tuple[str, str] | None:
    """Title and main text of a page; None where no text stands out from its furniture."""
    import trafilatura

    found = trafilatura.bare_extraction(body, include_comments=False, deduplicate=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return None
    return found.title or "", found.text or ""


def _page(body: bytes, content_type: str) -> tuple[str, str]:
    """Title and text of a page, quoted posts included, and its furniture left out as far as possible."""
    tree = _tree(charset.decode(body, content_type))
    title, text = _article(body) or ("", "")
    if tree is None:
        return title, text
    for element in list(tree.iter(*_FURNITURE)):
        element.drop_tree()
    whole = _lines(tree)
    if len(text) < min(200, len(whole) / 2):
        text = whole
    known = " ".join(text.split())
    quoted = [" ".join(str(quote.text_content()).split()) for quote in tree.iter("blockquote")]
    title = title or " ".join(tree.findtext(".//title", default="").split())
    return title, "\n".join([text, *(quote for quote in quoted if quote and quote not in known)])


def _markdown(text: str) -> tuple[str, str]:
    """The first heading, and the paragraphs without marks; a table's row reads as a list."""
    plain = _LINK.sub(r"\1", text).replace("**", "").replace("`", "")
    heading = _HEADING.search(plain)
    paragraphs: list[str] = [""]
    for line in (line.strip() for line in plain.splitlines()):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            paragraphs += [", ".join(cells) + ".", ""] if any(c.strip("-: ") for c in cells) else []
        elif (mark := _BLOCK.match(line)) or not line:
            paragraphs.append(line[mark.end() :] if mark else "")
        else:
            paragraphs[-1] += f" {line}"
    return (heading[1] if heading else ""), "\n\n".join(filter(None, paragraphs))


def _tree(page: str) -> html.HtmlElement | None:
    try:
        parser = html.HTMLParser(encoding="utf-8")
        return html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _lines(tree: html.HtmlElement) -> str:
    """The text of the body, a line for each block."""
    body = tree.find("body")
    blocks = {"p", "div", "li", "br", "tr", "h1", "h2", "h3", "h4", "blockquote", "section", "article"}
    parts = []
    for element in (tree if body is None else body).iter():
        if element.tag in blocks:
            parts.append("\n")
        parts.append(element.text or "" if isinstance(element.tag, str) else "")
        tail = element.tail or ""
        parts.append("\n" + tail if element.tag in blocks and tail.strip() and element.tag != "br" else tail)
    return "\n".join(line.strip() for line in "".join(parts).splitlines() if line.strip())


def _pdf(body: bytes, where: str) -> tuple[str, str]:
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise DocumentError(f"{where}: reading PDF needs the package pypdf") from error
    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # what it finds odd in a document that it reads anyway
    reader = PdfReader(io.BytesIO(body))
    pages = [page.extract_text() for page in reader.pages[:MAX_PAGES]]
    title = str(reader.metadata.title or "") if reader.metadata else ""
    return title, _HYPHENED.sub("", "\n".join(pages))

"""Writes a document as an Adaptive Card, which Microsoft Teams shows of a Workflows webhook.

Words stand in runs of plain text, which no client reads as Markdown; a link is an action, or a word that opens it.
Source: https://adaptivecards.io/explorer (version 1.5: `RichTextBlock`, `TextRun`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from monitor.delivery.neutralize import inert
from monitor.delivery.rendering.document import Block, Document, Run, as_one_link

_MOST_ACTIONS = 6  # Teams shows no more


def as_card(document: Document) -> str:
    """The message that a Workflows webhook takes, as JSON."""
    actions = [("Open the report", document.url), *document.actions]
    content = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": elements(document.blocks),
        "actions": [{"type": "Action.OpenUrl", "title": title, "url": url} for title, url in actions if url][
            :_MOST_ACTIONS
        ],
    }
    card = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return json.dumps({"type": "message", "attachments": [card]}, ensure_ascii=False)


def elements(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The body of a card: an element for each block."""
    return list(_elements(blocks))


def _elements(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        match block.kind:
            case "actions":
                continue
            case "title":
                yield _text(as_one_link(block.runs), size="Medium", weight="Bolder")
            case "label" | "source" | "others" | "meta":
                yield _text(block.runs, spacing="Small", size="Small", isSubtle=True)
            case "note":
                yield _text(block.runs, spacing="Small", size="Small", isSubtle=True, italic=True)
            case "section":
                yield _text(block.runs, separator=True, weight="Bolder")
            case "heading" | "story":
                yield _text(as_one_link(block.runs), weight="Bolder")
            case "item" | "development" | "subheading":
                dot = [] if block.kind == "subheading" else [Run("• ")]
                yield _text((*dot, *block.runs), spacing="Small")
            case _:
                yield _text(block.runs)


def _text(runs: Sequence[Run], *, spacing: str = "", separator: bool = False, **look: Any) -> dict[str, Any]:
    """A block of text; `look` is that of each of its runs."""
    element: dict[str, Any] = {"type": "RichTextBlock", "inlines": [_run(run, look) for run in runs]}
    if spacing:
        element["spacing"] = spacing
    if separator:
        element["separator"] = True
    return element


def _run(run: Run, look: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": "TextRun", "text": inert(run.text), **look}
    if run.mark:
        shown |= {"weight": "Bolder", "highlight": True}
    if run.strong:
        shown["weight"] = "Bolder"
    if run.link is not None:
        shown["selectAction"] = {"type": "Action.OpenUrl", "url": run.link}
    return shown

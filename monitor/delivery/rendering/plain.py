"""Writes a document as plain text: a line is as long as its sentence, because programs wrap better than we do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.delivery.rendering.document import Block, Run

# Blocks that begin a paragraph.
_APART = {"title", "news", "passage", "others", "heading", "section", "story", "actions"}


def as_plain(
    blocks: Sequence[Block], *, headline: bool = True, marks: bool = True, links: bool = True
) -> str:
    """The blocks as lines. `headline`: with the lines that a service shows as the subject; `marks`: «matched» words.

    Without `links` no address is written out: the service shows them as buttons.
    """
    lines: list[str] = []
    former = ""
    for block in blocks:
        if (block.kind in ("label", "title") and not headline) or (block.kind == "actions" and not links):
            continue
        if lines and (block.kind in _APART or (block.kind == "note" and former != "note")):
            lines.append("")
        shown = block if links else Block(block.kind, tuple(run._replace(link=None) for run in block.runs))
        lines += _lines(shown, marks=marks)
        former = block.kind
    return "\n".join(lines) + "\n" if lines else ""


def _lines(block: Block, *, marks: bool) -> Iterator[str]:
    indent = "  " if block.kind in ("meta", "development", "subheading") else ""
    match block.kind:
        case "source" | "meta" | "subheading":
            yield indent + block.text
            yield from (f"{indent}{link}" for link in _links(block.runs))
        case "others":
            yield from _others(block)
        case "item" | "development":
            yield f"{indent}- {block.text}"
            yield from (f"{indent}  {link}" for link in _links(block.runs))
        case "actions":
            yield from (f"{run.text}: {run.link}" for run in block.runs)
        case "story":
            yield f"- {_marked(block.runs, marks=marks)}"
        case _:
            yield _marked(block.runs, marks=marks)


def _others(block: Block) -> Iterator[str]:
    """The other outlets: in one line where none has a link, else each in its own."""
    if not any(run.link for run in block.runs):
        yield block.text
        return
    lead, *rest = block.runs
    yield lead.text.rstrip() + ":"
    for run in rest:
        if run.text != ", ":
            yield f"- {run.text}: {run.link}" if run.link else f"- {run.text.strip()}"


def _links(runs: Iterable[Run]) -> list[str]:
    return list(dict.fromkeys(run.link for run in runs if run.link))


def _marked(runs: Iterable[Run], *, marks: bool) -> str:
    return "".join(f"«{run.text}»" if run.mark and marks else run.text for run in runs)

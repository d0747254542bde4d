"""Writes a document in the marks of a chat service. Strangers' words are escaped: no mark, link or mention is theirs.

A line is a line of the document, and closes what it opens, so that a message may be parted between any two lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from monitor.delivery.neutralize import escape_markdown, inert
from monitor.delivery.rendering.document import Block, Run, as_one_link

# Slack has no escape for its marks: letters that look like them.
_SLACK_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one service. `apart` stands between lines; what opens and closes a quote stands for itself."""

    clean: Callable[[str], str]
    link: Callable[[str, str], str]
    strong: tuple[str, str]
    soft: tuple[str, str]
    quote: tuple[str, str]
    line: str = "\n"


def _slack_clean(text: str) -> str:
    safe = inert(text).translate(_SLACK_LOOKALIKES)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack_link(text: str, url: str) -> str:
    address = url.replace("&", "&amp;").replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
    return f"<{address}|{text}>"


def _html_clean(text: str) -> str:
    return escape(inert(text))


def _html_link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{text}</a>'


def _markdown_link(text: str, url: str) -> str:
    address = url.replace("\\", "%5C").replace("(", "%28").replace(")", "%29")
    return f"[{text}]({address})"


def _discord_link(text: str, url: str) -> str:
    # In angle brackets, or Discord unfolds a preview of each.
    address = url.replace("\\", "%5C").replace(">", "%3E")
    return f"[{text}](<{address}>)"


# https://docs.slack.dev/messaging/formatting-message-text, https://core.telegram.org/bots/api#html-style,
# https://support.discord.com/hc/en-us/articles/210298617, https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes
SLACK = Marks(_slack_clean, _slack_link, ("*", "*"), ("_", "_"), ("> ", ""))
TELEGRAM = Marks(_html_clean, _html_link, ("<b>", "</b>"), ("<i>", "</i>"), ("<blockquote>", "</blockquote>"))
MATRIX = Marks(
    _html_clean,
    _html_link,
    ("<strong>", "</strong>"),
    ("<em>", "</em>"),
    ("<blockquote>", "</blockquote>"),
    "<br>\n",
)
DISCORD = Marks(escape_markdown, _discord_link, ("**", "**"), ("*", "*"), ("> ", ""))
MARKDOWN = Marks(escape_markdown, _markdown_link, ("**", "**"), ("*", "*"), ("> ", ""))


def as_markup(blocks: Sequence[Block], marks: Marks) -> str:
    """The blocks as lines, the headline first: it is what a phone shows of a message."""
    return marks.line.join(_lines(blocks, marks))


def _lines(blocks: Sequence[Block], marks: Marks) -> Iterator[str]:
    """The lines; the label stands beside the source, and small print in one line."""
    label: tuple[Run, ...] = ()
    notes = [block for block in blocks if block.kind == "note"]
    for block in blocks:
        if block.kind == "label":
            label = block.runs
            continue
        if block.kind == "source" and label:
            yield _runs((*label, Run(" · "), *_unlinked(block.runs)), marks)
            label = ()
            continue
        if block.kind == "note":
            if block is notes[-1]:
                small = " · ".join(note.text for note in notes)
                yield _wrapped(marks.clean(small), marks.soft)
            continue
        if label and block.kind != "title":
            yield _runs(label, marks)
            label = ()
        yield from _block(block, marks)


def _block(block: Block, marks: Marks) -> Iterator[str]:
    match block.kind:
        case "title":
            yield _wrapped(_runs(as_one_link(block.runs), marks), marks.strong)
        case "heading":
            yield _wrapped(_runs(block.runs, marks), marks.strong)
        case "section":
            yield ""
            yield _wrapped(_runs([Run(run.text) for run in block.runs], marks), marks.strong)
        case "story":
            yield f"• {_wrapped(_runs(as_one_link(block.runs), marks), marks.strong)}"
        case "item" | "development":
            yield f"• {_runs(block.runs, marks)}"
        case "passage":
            yield _wrapped(_runs(block.runs, marks), marks.quote)
        case "meta" | "source":
            yield _runs(_unlinked(block.runs), marks)
        case "actions":
            yield " · ".join(_runs([run], marks) for run in block.runs)
        case _:
            yield _runs(block.runs, marks)


def _unlinked(runs: Sequence[Run]) -> list[Run]:
    """The runs without links: the headline above them is the link."""
    return [run._replace(link=None) for run in runs]


def _runs(runs: Sequence[Run], marks: Marks) -> str:
    return "".join(_run(run, marks) for run in runs)


def _run(run: Run, marks: Marks) -> str:
    text = marks.clean(run.text)
    if run.link is not None:
        return marks.link(text, run.link)
    return _wrapped(text, marks.strong) if run.mark or run.strong else text


def _wrapped(text: str, around: tuple[str, str]) -> str:
    """The text between marks, which hug its words: no service takes `* word*` as bold."""
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{around[0]}{core}{around[1]}{after}"

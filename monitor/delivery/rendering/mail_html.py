"""Writes a document as the HTML part of a mail, in the HTML that Gmail and Outlook keep: tables and inline styles.

Everything is escaped, nothing is loaded. Classes serve only the dark scheme and phones, where a client reads <style> at
all; without it the mail reads the same. Gmail inverts colours by itself: borders and mid tones survive that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from monitor.delivery.rendering.document import Block, Document, Run

_FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_INK, _SOFT, _FAINT, _LINE, _LINK = "#1b1a19", "#3f3d3a", "#6b6862", "#e4e1dc", "#1f4fbf"
_GRAVE = {"URGENT": "#b3261e", "High": "#9a5b00"}
_TOPS = {"urgent": "#c5362b", "high": "#d08a1d"}
_MARK = f"background-color:#fff0b3;color:{_INK}"
_STYLE = """:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
 .bg { background-color: #121211 !important; } .sheet { background-color: #1c1b1a !important; }
 .ink, .ink a { color: #f0eeea !important; } .soft { color: #d0cdc7 !important; }
 .faint, .faint a { color: #a5a19a !important; } .rule { border-color: #383633 !important; }
 .mark { background-color: #564400 !important; color: #ffeeb8 !important; }
 .act { border-color: #56534e !important; } .act a, .go { color: #9db8ff !important; }
 .URGENT { color: #ff8a80 !important; } .High { color: #ffb95c !important; }
}
@media (max-width: 620px) {
 .sheet { width: 100% !important; border-left: 0 !important; border-right: 0 !important; border-radius: 0 !important; }
 .out { padding: 0 !important; } .pad { padding-left: 18px !important; padding-right: 18px !important; }
}"""
_TABLE = '<table role="presentation" cellpadding="0" cellspacing="0" border="0"'
_SIZES = {
    "label": f"font:13px/1.5 {_FONT};color:{_FAINT}",
    "title": f"font:600 21px/1.3 {_FONT};color:{_INK}",
    "small": f"font:13px/1.5 {_FONT};color:{_FAINT}",
    "body": f"font:15px/1.55 {_FONT};color:{_SOFT}",
    "strong": f"font:600 15px/1.45 {_FONT};color:{_INK}",
    "heading": f"font:600 13px/1.5 {_FONT};color:{_INK}",
    "note": f"font:12px/1.5 {_FONT};color:{_FAINT}",
}
_LOOKS = {
    "label": ("label", "0 0 4px", "faint"),
    "title": ("title", "0 0 4px", "ink"),
    "source": ("small", "0 0 14px", "faint"),
    "others": ("small", "0 0 12px", "faint"),
    "story": ("strong", "12px 0 1px", "ink"),
    "meta": ("small", "0 0 4px", "faint"),
    "heading": ("heading", "14px 0 4px", "ink"),
    "subheading": ("small", "2px 0 2px 12px", "soft"),
    "item": ("small", "0 0 6px 12px", "faint"),
    "development": ("small", "0 0 3px 12px", "faint"),
}


def as_html(document: Document) -> str:
    """The whole page of a message."""
    return page(
        document.subject, _rows(document.blocks), document.preview, _TOPS.get(document.severity, _LINE)
    )


def page(title: str, rows: Iterator[str] | Sequence[str], preview: str = "", top: str = _LINE) -> str:
    """A page around rows of a table that are escaped already; `top` is the colour of its upper edge."""
    hidden = ""
    if preview:
        filler = "&#8199;&#65279;&#847; " * 30
        hidden = (
            '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">'
            f"{escape(preview)}\n{filler}</div>\n"
        )
    body = "\n".join(rows)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>{escape(title)}</title>
<style>
{_STYLE}
</style></head>
<body class="bg" style="margin:0;padding:0;background-color:#f6f5f2">
{hidden}{_TABLE} class="bg" width="100%" style="background-color:#f6f5f2"><tr>
<td class="out" align="center" style="padding:20px 8px">
{_TABLE} class="sheet rule" width="600"
 style="width:600px;max-width:100%;background-color:#ffffff;border:1px solid {_LINE};border-radius:8px">
<tr><td style="height:4px;font-size:1px;line-height:1px;background-color:{top};border-radius:8px 8px 0 0">&nbsp;</td></tr>
<tr><td style="height:16px;font-size:1px;line-height:1px">&nbsp;</td></tr>
{body}
<tr><td style="height:18px;font-size:1px;line-height:1px">&nbsp;</td></tr>
</table>
</td></tr></table>
</body></html>
"""


def text_rows(text: str) -> list[str]:
    """The rows of a plain text: a paragraph each, with its lines kept."""
    return [
        _row(escape(part).replace("\n", "<br>\n"), "body", "0 0 12px", "soft") for part in text.split("\n\n")
    ]


def _rows(blocks: Sequence[Block]) -> Iterator[str]:
    noted = False
    for block in blocks:
        match block.kind:
            case "actions":
                yield _actions(block.runs)
            case "note":
                space = "0 0 2px" if noted else "10px 0 2px"
                yield _row(escape(block.text), "note", space, "faint rule", line=not noted)
                noted = True
            case "section":
                yield _row(_label(block.runs), "small", "14px 0 8px", "faint rule", line=True)
            case kind:
                size, margin, classes = _LOOKS.get(kind, ("body", "0 0 12px", "soft"))
                yield _row(_written(block), size, margin, classes)


def _written(block: Block) -> str:
    """The words of a block, as its kind shows them."""
    if block.kind in ("label", "meta"):
        return _label(block.runs)
    words = "".join(_run(run, plain_link=block.kind in ("title", "story")) for run in block.runs)
    return f"&#8226;&nbsp;{words}" if block.kind in ("item", "development") else words


def _row(inner: str, size: str, margin: str, classes: str, *, line: bool = False) -> str:
    border = f"border-top:1px solid {_LINE};" if line else ""
    cell = '<tr><td class="pad" style="padding:0 28px">'
    space = "padding" if line else "margin"
    outside = "margin:8px 0 0;" if line else ""
    return (
        f'{cell}<div class="{classes}" style="{outside}{border}{space}:{margin};{_SIZES[size]}">'
        f"\n{inner}</div></td></tr>"
    )


def _label(runs: Sequence[Run]) -> str:
    """Runs of which a strong one says how grave it is, or under which watch what follows stands."""
    shown = []
    for run in runs:
        if run.strong:
            name = run.text if run.text in _GRAVE else "ink"
            colour = _GRAVE.get(run.text, _INK)
            shown.append(f'<b class="{name}" style="color:{colour}">{escape(run.text)}</b>')
        else:
            shown.append(_run(run, plain_link=False))
    return "".join(shown)


def _actions(runs: Sequence[Run]) -> str:
    """Links to the page, as buttons."""
    cells = [
        f'<td class="act" style="border:1px solid #c9c5be;border-radius:6px;font:500 13px/1.2 {_FONT}">'
        f'<a href="{escape(run.link or "")}"\n style="color:{_LINK};text-decoration:none;'
        f'display:inline-block;padding:8px 12px">{escape(run.text)}</a></td>'
        for run in runs
    ]
    between = '\n<td style="width:6px;font-size:1px">&nbsp;</td>\n'
    table = f'{_TABLE} style="margin:14px 0 8px"><tr>\n{between.join(cells)}\n</tr></table>'
    return f'<tr><td class="pad" style="padding:0 28px">{table}</td></tr>'


def _run(run: Run, *, plain_link: bool) -> str:
    """A run; in a headline the link looks like the headline, elsewhere it is underlined."""
    text = escape(run.text)
    if run.mark:
        text = f'<span class="mark" style="{_MARK}">{text}</span>'
    elif run.strong:
        text = f"<b>{text}</b>"
    if run.link is None:
        return text
    look = f"color:{_INK};text-decoration:none" if plain_link else "color:inherit;text-decoration:underline"
    return f'<a href="{escape(run.link)}"\n style="{look}">{text}</a>'

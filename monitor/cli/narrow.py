"""Lays a table out for a narrow terminal: what does not fit beside a row stands under it, on lines of its own.

A last column of a few letters would break words, ids and addresses into pieces, a dozen lines a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

LEAST_ROOM = 30  # columns of the terminal that the last column of a table needs beside the others
INDENT = 4
WHOLE = 16  # a column as wide as a date with its time is never shortened
LEAST_WIDTH = 8  # of a name that is shortened


def is_narrow(table: Table, width: int) -> bool:
    """Whether a terminal of `width` leaves the last column of the table less than it needs."""
    *fixed, last = table.columns
    taken = sum(2 + max(map(_width, (column.header, *column.cells))) for column in fixed)
    needed = max(map(_width, (last.header, *last.cells)))
    return bool(fixed) and width - taken < min(needed, LEAST_ROOM)


def stacked(table: Table, console: Console) -> Iterator[Text | Padding]:
    """The header and rows of a table, one line each, and under each row its last cell."""
    *fixed, last = table.columns
    lines = Table(box=None, pad_edge=False, header_style=table.header_style)
    for column, room in zip(fixed, _rooms(fixed, console.width), strict=True):
        lines.add_column(column.header, no_wrap=True, overflow="ellipsis", min_width=room, max_width=room)
    for cells in zip(*(column.cells for column in fixed), strict=True):
        lines.add_row(*cells)
    with console.capture() as shown:
        console.print(lines)
    header, *rows = shown.get().splitlines()
    yield Text.from_ansi(header)
    for line, cell in zip(rows, last.cells, strict=True):
        yield Text.from_ansi(line)
        if _width(cell):
            yield Padding(cell, (0, 0, 0, INDENT))


def _rooms(columns: Sequence[Column], width: int) -> list[int]:
    """The widths of columns on a terminal: long names give way, so that ids, times and states stay whole."""
    rooms = [
        min(max(map(_width, (column.header, *column.cells))), column.max_width or width) for column in columns
    ]
    names = [number for number, room in enumerate(rooms) if room > WHOLE]
    while sum(rooms) + 2 * (len(rooms) - 1) > width:
        widest = max(names, key=lambda number: rooms[number], default=None)
        if widest is None or rooms[widest] <= LEAST_WIDTH:
            break
        rooms[widest] -= 1
    return rooms


def _width(cell: object) -> int:
    text = cell if isinstance(cell, Text) else Text(str(cell))
    return max((line.cell_len for line in text.split("\n")), default=0)

"""Adds to the text of a rules file: terms to a topic, an actor, a watch. Pure; every character that is there stays.

The new text goes in behind the last value of its list, so that comments keep the lines that they speak of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from rules.errors import WirewatchError
from rules.loading.explain import Loc
from rules.loading.yaml_positions import YamlProblem, read
from rules.seeding.write_rules import scalar

_WIDTH = 90


def extended(text: str, loc: Loc, values: Sequence[Any]) -> str:
    """The text with more values at the end of the list at `loc`, as ("topics", 0, "terms"), which is made where absent.

    A single value in its place becomes the first of the list. `text` must read as a rules file. Errors: WirewatchError
    where the text is written in a way that this cannot add to.
    """
    written = YAML(typ="safe", pure=True).compose(text)
    edited = _inserted(text, written, loc, values)
    try:
        fits = read(edited).value == _with(read(text).value, loc, values)
    except YamlProblem:
        fits = False
    if not fits:
        where = ".".join(map(str, loc))
        raise WirewatchError(
            f"this file is written in a way that nothing can be added to {where}: add it by hand"
        )
    return edited


def _inserted(text: str, node: Node, loc: Loc, values: Sequence[Any]) -> str:
    """The text with the values put in. `node` stands where `loc` begins."""
    if not loc:
        return _in_list(text, node, values)
    if isinstance(node, SequenceNode):
        return _inserted(text, node.value[int(loc[0])], loc[1:], values)
    if not isinstance(node, MappingNode):
        # `when: lithium` becomes `when: {any: [lithium, cobalt]}`.
        whole = text[node.start_mark.index : node.end_mark.index]
        return _put(
            text,
            node.start_mark.index,
            f"{{{loc[0]}: [{whole}, {_flow_items(values)}]}}",
            node.end_mark.index,
        )
    for key, value in node.value:
        if key.value == loc[0]:
            if isinstance(value, ScalarNode) and not value.value:
                colon = text.index(":", key.end_mark.index) + 1
                return _put(text, colon, f" [{_flow_items(values)}]")
            return _inserted(text, value, loc[1:], values)
    return _with_key(text, node, str(loc[0]), values)


def _in_list(text: str, node: Node, values: Sequence[Any]) -> str:
    if not isinstance(node, SequenceNode):
        whole = text[node.start_mark.index : node.end_mark.index]
        return _put(text, node.start_mark.index, f"[{whole}, {_flow_items(values)}]", node.end_mark.index)
    if node.flow_style:
        at = _end(node.value[-1]) if node.value else node.end_mark.index - 1
        return _put(text, at, (", " if node.value else "") + _flow_items(values))
    between = text[node.start_mark.index : node.value[-1].start_mark.index]
    space = "\n" if "\n\n" in between else ""
    lines = "".join(space + _block_item(value, node.start_mark.column) for value in values)
    return _put(text, *_next_line(text, node, lines))


def _with_key(text: str, node: MappingNode, key: str, values: Sequence[Any]) -> str:
    if node.flow_style:
        at = _end(node.value[-1][1]) if node.value else node.end_mark.index - 1
        return _put(text, at, f"{', ' if node.value else ''}{key}: [{_flow_items(values)}]")
    column = node.start_mark.column
    if column:
        lines = f"{' ' * column}{key}: [{_flow_items(values)}]\n"
    else:
        lines = f"\n{key}:\n" + "".join(_block_item(value, 2) for value in values)
    return _put(text, *_next_line(text, node, lines))


def _next_line(text: str, node: Node, lines: str) -> tuple[int, str]:
    """The place behind the last line of a node, and the lines to put there."""
    end = _end(node)
    if text[end - 1] == "\n":  # a text in a block, which ends with its line
        return end, lines
    line_end = text.find("\n", end)
    return (line_end + 1, lines) if line_end >= 0 else (len(text), "\n" + lines)


def _end(node: Node) -> int:
    """The place behind the last character of a node: a group in block style counts the comments behind it as its own."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    if isinstance(last, tuple):
        key, value = last
        return _end(value) if not isinstance(value, ScalarNode) or value.value else _end(key) + 1
    return _end(last)


def _put(text: str, at: int, new: str, until: int | None = None) -> str:
    return text[:at] + new + text[at if until is None else until :]


def _block_item(value: Any, column: int) -> str:
    """A value as an item of a list in block style: the keys of a group stand on lines of their own."""
    if not isinstance(value, Mapping):
        return f"{' ' * column}- {_flow(value)}\n"
    lines = []
    for key, part in value.items():
        line = f"{key}: {_flow(part)}"
        if isinstance(part, list) and len(line) > _WIDTH:
            line = f"{key}:\n" + "\n".join(f"{' ' * (column + 4)}- {_flow(item)}" for item in part)
        lines.append(line)
    return f"{' ' * column}- " + f"\n{' ' * (column + 2)}".join(lines) + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    return f"[{_flow_items(value)}]" if isinstance(value, list) else scalar(str(value))


def _flow_items(values: Sequence[Any]) -> str:
    return ", ".join(map(_flow, values))


def _with(value: Any, loc: Loc, more: Sequence[Any]) -> Any:
    """The value that the edited text must have."""
    if not loc:
        return [*(value if isinstance(value, list) else [] if value is None else [value]), *more]
    if isinstance(value, list):
        at = int(loc[0])
        return [*value[:at], _with(value[at], loc[1:], more), *value[at + 1 :]]
    if not isinstance(value, dict):
        return {str(loc[0]): [value, *more]}
    return {**value, str(loc[0]): _with(value.get(str(loc[0])), loc[1:], more)}

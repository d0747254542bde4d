"""Formats rules files, keeping their comments, and writes files whole or not at all.

A file is replaced by a rename, so that a daemon never reads half a file; every file gets the end mark.
"""

from __future__ import annotations

import io
from pathlib import Path

from ruamel.yaml import YAML

from rules.errors import WirewatchError
from rules.loading.yaml_positions import read as read_yaml
from storage.files import write_whole

WIDTH = 110
_NAMES_SCHEMA = "# yaml-language-server: $schema=./schema.json"


def formatted(text: str) -> str:
    """Formats a rules file in the project's layout: two spaces, lines of 110 columns, the end mark.

    Comments, quotes and the order of keys stay. Raises WirewatchError if the result would mean something
    else than `text` does, which would be a fault of this function; YamlProblem if `text` is no YAML.
    """
    meaning = read_yaml(text).value
    yaml = YAML(typ="rt")
    yaml.version = None
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(text)
    out = io.StringIO()
    yaml.dump(document, out)
    layout = _with_end_mark(out.getvalue())
    if read_yaml(layout).value != meaning:
        raise WirewatchError("this file cannot be formatted without changing what it says")
    return layout


def _with_end_mark(text: str) -> str:
    lines = [line.rstrip() for line in text.rstrip().splitlines()]
    if lines and lines[-1] != "...":
        lines.append("...")
    return "\n".join(lines) + "\n"


def write_new(path: Path, text: str) -> None:
    """Writes a rules file that must not exist yet, whole or not at all. Errors: WirewatchError.

    A first line that names a schema for editors is left out where that schema is not beside the file.
    """
    if text.startswith(_NAMES_SCHEMA) and not (path.parent / "schema.json").exists():
        text = text.partition("\n")[2]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
            except BaseException:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError as error:
        message = f"{path} is there already and was not changed: choose another name"
        raise WirewatchError(message) from error
    except OSError as error:
        raise WirewatchError(f"{path} cannot be written: {error.strerror}") from error


def replace_file(path: Path, text: str) -> None:
    """Replaces the content of a file by `text`, whole or not at all; a link to it stays. Errors: WirewatchError."""
    try:
        write_whole(path.resolve(strict=True), text.encode("utf-8"))
    except OSError as error:
        raise WirewatchError(f"{path} cannot be written: {error.strerror}") from error

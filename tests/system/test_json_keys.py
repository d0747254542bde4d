"""What scripts read stays: the JSON of each command has every key that it had in the first version."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run
from support.places import DATA

# The entries of `[]` are those of a list.
with (DATA / "json_keys.csv").open(encoding="utf-8") as file:
    KEYS = {row["command"]: row["keys"].split() for row in csv.DictReader(file)}
ARTICLE = "The Minister of Fisheries, Jane Roe, told Tarvola Inc. about the fentanyl talks on Tuesday.\n"
ENTRIES = [
    {"id": "1", "title": "Agents find fentanyl"},
    {"id": "2", "title": "Marcelo Ebrard spoke of fentanyl"},
]


def keys_of(value: object, path: str = "") -> Iterator[str]:
    """The paths of all keys in a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}.{key}"
            yield from keys_of(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner, f"{path}[]")


def printed(text: str) -> Any:
    """One JSON document, or one a line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("asked", KEYS)
def test_json_has_every_key_of_the_first_version(polled: Path, run: Run, asked: str) -> None:
    article, entries = polled / "article.txt", polled / "entries.jsonl"
    article.write_text(ARTICLE)
    entries.write_text("".join(json.dumps(entry) + "\n" for entry in ENTRIES))
    alert = json.loads(run("alerts", "--json", cwd=polled).stdout)[0]
    number = str(alert["id"])
    if asked == "verdicts":
        run("verdict", number, "true", cwd=polled)
    text = "Marcelo Ebrard spoke of fentanyl"
    stand_ins = {"ALERT": number, "TEXT": text, "ARTICLE": article, "ENTRIES": entries}
    words = [stand_ins.get(word, word) for word in asked.split()]
    shown = run(*words, *([] if "--output" in words else ["--json"]), cwd=polled, code=None)
    assert set(KEYS[asked]) - set(keys_of(printed(shown.stdout))) == set()

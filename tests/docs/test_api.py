"""docs/api.md: every example does what it says, and every route is named."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.makers import NOW, entry
from support.page import ADDRESS, PageFolder
from support.places import ROOT

from storage import Outcome

PAGE = (ROOT / "docs" / "api.md").read_text()
API = "/api/v1"


def test_every_example_does_what_it_says(page: PageFolder, capfd: pytest.CaptureFixture[str]) -> None:
    page.tell(entry("e1"))
    (delivery,) = page.store.outbox.claim(NOW, 9)
    page.store.outbox.mark(delivery.id, Outcome(state="unknown", reason="gone"), NOW)
    sends = page.set_tokens(script="editor")["script"]
    text = (
        page.browser.get(f"{API}/rules/watch.yaml")
        .json()["text"]
        .replace("terms: [lithium]", "terms: [lithium, tin]")
    )
    known = {
        "$TOKEN": sends["Authorization"].removeprefix("Bearer "),
        "$ETAG": page.browser.get(f"{API}/rules/watch.yaml").headers["etag"],
        "@draft.json": json.dumps({"text": text}),
    }
    examples = re.findall(r"^curl .+$", PAGE, re.MULTILINE)
    assert len(examples) > 10
    for example in examples:
        status = run(page, shlex.split(example), known)
        assert 200 <= status < 300, (example, status)


def run(page: PageFolder, words: list[str], known: dict[str, str]) -> int:
    """Asks as curl would: with -H, -X and --json; returns the status of the answer."""
    method, headers, body, address = "GET", {}, None, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-H":
            name, _, value = next(rest).partition(": ")
            for variable, meant in known.items():
                value = value.replace(variable, meant)
            headers[name] = value
        elif word == "-X":
            method = next(rest)
        elif word == "--json":
            given = next(rest)
            body, method = known.get(given, given), "POST" if method == "GET" else method
            headers["Content-Type"] = "application/json"
        elif word != "-i":
            address = word.removeprefix(ADDRESS)
    return page.browser.request(method, address, headers=headers, content=body).status_code


def test_every_route_is_named(page: PageFolder) -> None:
    described = page.browser.get(f"{API}/openapi.json").json()["paths"]
    named = re.sub(r"\?[a-z_=&]+", "", PAGE)
    for path in described:
        shown = re.sub(r"\{(\w+)\}", lambda part: PARTS.get(part[1], part[1].upper()), path.removeprefix(API))
        assert f"{shown}`" in named or f"{shown} " in named or f"{shown}," in named, shown


# How the manual calls a part of a path, where it is not the name of the part.
PARTS = {"story_id": "ID", "entry_id": "ID", "alert": "ID", "delivery": "ID"}


@pytest.fixture
def page(tmp_path: Path) -> Iterator[PageFolder]:
    folder = PageFolder(tmp_path)
    yield folder
    folder.close()

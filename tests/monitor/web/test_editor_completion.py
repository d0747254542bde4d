"""Completion in the editor of rules, from the schema, run by Node.js; skipped where there is none."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from support.places import ROOT

from rules.loading.json_schema import json_schema

TEXT = (
    "version: 1\ntopics:\n  - id: a\n    terms:\n      - x\nwatches:\n  - id: w\n    when: {any: [a]}\n    "
)
SCRIPT = """
import { allowed, pathAt } from %s;
const { schema, lines } = JSON.parse(process.argv[1]);
const path = pathAt(lines, lines.length - 1, 4);
const { keys } = allowed(schema, path);
const severities = allowed(schema, [...path, "severity"]).values;
console.log(JSON.stringify({ path, keys: [...keys.keys()], top: [...allowed(schema, []).keys.keys()], severities: [...severities] }));
"""


def completed(text: str) -> Any:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js here")
    script = SCRIPT % json.dumps((ROOT / "assets" / "complete.mjs").as_uri())
    given = json.dumps({"schema": json_schema(), "lines": text.split("\n")})
    done = subprocess.run(
        [node, "--input-type=module", "-e", script, given],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_keys_and_values_are_those_that_may_stand_there() -> None:
    found = completed(TEXT)
    assert found["path"] == ["watches"]
    assert {"severity", "notify", "title", "when"} <= set(found["keys"])
    assert "terms" not in found["keys"]
    assert {"actors", "topics", "watches"} <= set(found["top"])
    assert {"urgent", "high", "normal", "low"} <= set(found["severities"])

"""The manual's page of dependencies says something of each one, and of no other."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import chain

from support.places import ROOT


def test_each_dependency_of_pyproject_has_its_line_on_the_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    declared = {re.split(r"[\[<>=;~! ]", requirement, maxsplit=1)[0] for requirement in wanted}
    assets = json.loads((ROOT / "assets" / "package.json").read_text(encoding="utf-8"))
    bundled = {**assets.get("dependencies", {}), **assets.get("devDependencies", {})}
    # The parts of CodeMirror share a line.
    declared |= {"@codemirror/*" if name.startswith("@codemirror/") else name for name in bundled}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    lines = re.findall(r"(?m)^\| ([a-z0-9._@/*-]+) \| .+ \| .+ \|$", page)
    assert sorted(line for line in lines if line != "package") == sorted(declared)

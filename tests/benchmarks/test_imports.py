"""The benchmarks import each other in one direction, and nothing of the tests."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from support.places import ROOT, TESTS

BENCHMARKS = {path.stem: path for path in (ROOT / "benchmarks").glob("*.py")}


def imports(path: Path) -> set[str]:
    """The first names of all modules that a file imports, also within its functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def test_no_benchmark_leads_back_to_itself() -> None:
    uses = {name: imports(path) & BENCHMARKS.keys() for name, path in BENCHMARKS.items()}
    assert uses["stories"] >= {"stories_data", "stories_index"}
    # static_order raises CycleError, which names the circle.
    assert set(TopologicalSorter(uses).static_order()) == BENCHMARKS.keys()


def test_no_benchmark_imports_tests() -> None:
    shared = {path.stem for path in (TESTS / "support").glob("*.py")} | {"support", "tests", "conftest"}
    for name, path in BENCHMARKS.items():
        assert not imports(path) & shared, name

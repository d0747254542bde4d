"""The tables of statements: they are those of the SQLModel classes."""

from __future__ import annotations

import ast

from support.core_tables import source
from support.places import ROOT


def test_the_tables_are_written_from_the_models_as_they_are_now() -> None:
    written = (ROOT / "storage" / "tables.py").read_text()
    assert ast.dump(ast.parse(written)) == ast.dump(ast.parse(source())), "run `make tables`"

"""Finds where a rule is written, for findings that come after loading: lint, examples, seeds. Pure.

A RuleSet carries the text of its files, but no positions; the text is parsed again when a position is needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from rules.errors import Problem
from rules.loading.explain import Loc
from rules.loading.yaml_positions import Document, read
from rules.model import RuleSet

GROUPS = ("actors", "topics", "lists", "watches")


class RulePositions:
    """The positions of the rules of a rule set, which was loaded from `origin`: a folder or a single file."""

    def __init__(self, rules: RuleSet, origin: Path) -> None:
        self._rules, self._origin = rules, origin
        self._positions: dict[str, tuple[Path, Document, Loc]] | None = None

    def problem(
        self,
        rule: str,
        keys: Loc,
        message: str,
        hint: str = "",
        level: Literal["error", "warning"] = "error",
    ) -> Problem:
        """A finding at the value that `keys` lead to within a rule, as `("aliases", 1)` in `ebrard`.

        Where the rule has no such key, the finding is at the rule itself.
        """
        if rule not in self._by_id():
            return Problem(self._origin, 0, 0, message, hint, level)
        path, document, loc = self._by_id()[rule]
        place = document.place((*loc, *keys))
        return Problem(path, place.line, place.column, message, hint, level)

    def file(self, rule: str) -> str:
        """The name of the file that holds a rule."""
        return self._by_id()[rule][0].name

    def ids(self, file: str) -> list[str]:
        """The ids of the rules in a file, in its order."""
        return [rule for rule, (path, _, _) in self._by_id().items() if path.name == file]

    def _by_id(self) -> dict[str, tuple[Path, Document, Loc]]:
        if self._positions is None:
            self._positions = self._read()
        return self._positions

    def _read(self) -> dict[str, tuple[Path, Document, Loc]]:
        positions: dict[str, tuple[Path, Document, Loc]] = {}
        single = self._origin.suffix == ".yaml"
        for source in self._rules.sources:
            document = read(source.content)
            path = self._origin if single else self._origin / source.name
            for group in GROUPS:
                for i, rule in enumerate(document.value.get(group) or ()):
                    positions[rule["id"]] = (path, document, (group, i))
        return positions

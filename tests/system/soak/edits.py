"""Edits of rules and config as people and programs make them: valid, invalid, half-written, replaced, linked, deleted."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

RULES = """\
version: 1
topics:
  - {id: ferry, terms: [ferry]}
watches:
  - {id: ships, when: {any: [ferry]}, notify: [mail, hook]}
...
"""
OTHER_RULES = """\
version: 1
topics:
  - {id: bridge, terms: [drawbridge], not: [toy bridge %d]}
watches:
  - {id: bridges, when: {any: [bridge]}, notify: [mail]}
...
"""


class Edits:
    """The files of one watch folder. Each edit leaves a good file behind, at once or at the next edit."""

    def __init__(self, folder: Path, config: str, seed: random.Random) -> None:
        self.rules, self.other = folder / "rules" / "ships.yaml", folder / "rules" / "bridges.yaml"
        self.config, self._config_text = folder / "config.toml", config
        self._folder, self._random = folder, seed
        self._number = 0
        self.made: Counter[str] = Counter()
        self._kinds: tuple[Callable[[], None], ...] = (
            self.valid, self.replaced, self.invalid, self.half_written, self.linked, self.deleted, self.emptied,
            self.config_valid, self.config_invalid, self.config_deleted,
        )  # fmt: skip

    def write_all(self) -> None:
        """Writes every file as it should be, each at once as a careful editor does."""
        self.rules.parent.mkdir(exist_ok=True)
        for path, text in (
            (self.config, self._config_text), (self.rules, RULES), (self.other, OTHER_RULES % self._number),
        ):  # fmt: skip
            self._replace(path, text)

    def make_one(self) -> None:
        """Undoes what the last edit broke, or makes another edit."""
        if self._number % 2 == 0:
            edit = self._random.choice(self._kinds)
            edit()
            self.made[edit.__name__] += 1
        else:
            self.write_all()
        self._number += 1

    def valid(self) -> None:
        self.other.write_text(OTHER_RULES % self._number)

    def replaced(self) -> None:
        self._replace(self.other, OTHER_RULES % self._number)

    def invalid(self) -> None:
        self.other.write_text(OTHER_RULES.replace("terms:", "trems:") % self._number)

    def half_written(self) -> None:
        text = OTHER_RULES % self._number
        for end in range(0, len(text), 40):
            self.other.write_text(text[:end])
            time.sleep(0.05)

    def linked(self) -> None:
        target = self._folder / f"elsewhere-{self._number}.yaml"
        target.write_text(OTHER_RULES % self._number)
        link = self.other.with_name("link.new")
        link.symlink_to(target)
        link.replace(self.other)

    def deleted(self) -> None:
        """Deletes the rules file whose watch the ledgers count on: it stays in force."""
        self.rules.unlink(missing_ok=True)

    def emptied(self) -> None:
        self.rules.write_text("")

    def config_valid(self) -> None:
        text = self._config_text.replace("flood_cap = 100000", f"flood_cap = {100_000 + self._number}")
        self._replace(self.config, text)

    def config_invalid(self) -> None:
        self.config.write_text(self._config_text[: len(self._config_text) // 2] + "\n[[[")

    def config_deleted(self) -> None:
        self.config.unlink(missing_ok=True)

    def _replace(self, path: Path, text: str) -> None:
        new = path.with_name(f".{path.name}.new")
        new.write_text(text)
        new.replace(path)

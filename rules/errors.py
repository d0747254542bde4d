"""Errors that a person can act on: each says what is wrong, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


class WirewatchError(Exception):
    """Base of every error that wirewatch raises on purpose. Its text can be shown to a person."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding in a file that a person wrote.

    `line` and `column` count from 1; 0 means that the finding concerns the file as a whole. `contained`: an error of
    this one term or name, without which the rest loads.
    """

    path: Path
    line: int
    column: int
    message: str
    hint: str = ""
    level: Literal["error", "warning"] = "error"
    contained: bool = False

    @property
    def refuses(self) -> bool:
        """Whether the rules cannot come into force with it."""
        return self.level == "error" and not self.contained

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)
        return f"{where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class ProblemsError(WirewatchError):
    """Input written by a person was refused; `problems` lists every finding, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(p) for p in problems))


class RulesError(ProblemsError):
    """The rules do not load."""


class ConfigError(ProblemsError):
    """config.toml does not load."""


class DestinationError(WirewatchError):
    """A destination's URL or template cannot be used. The text names the destination, never its URL."""

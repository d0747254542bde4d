"""Rules files that are gone or emptied while the daemon runs: their watches stay in force, and the operator hears.

Whether they do is `on_missing_rules`. A file that was renamed or merged into another is not missing: its watches are
there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from monitor.config.schema import Config
from rules.errors import RulesError
from rules.loading.load import watches_in
from rules.model import RuleSet, RuleSource

# The trouble's key in the store.
MISSING_RULES = "rules-missing"


class Load(Protocol):
    """Reads config and rules; `kept` are files to be read as they were, not as they are. Errors: WirewatchError."""

    def __call__(self, kept: Sequence[RuleSource] = ()) -> tuple[Config, RuleSet]: ...


@dataclass(frozen=True, slots=True)
class Missing:
    """The names of the files that are gone or empty, the watches that go with them, and whether those are kept."""

    files: tuple[str, ...]
    watches: tuple[str, ...]
    kept: bool

    @property
    def subject(self) -> str:
        """The trouble in a line."""
        count = f"{len(self.watches)} {'watch' if len(self.watches) == 1 else 'watches'}"
        verb = "would go" if self.kept else "went"
        return (
            f"{count} {verb}: {', '.join(self.files)} {'is' if len(self.files) == 1 else 'are'} gone or empty"
        )

    @property
    def text(self) -> str:
        """The watches, and what a person can do."""
        listed = "\n".join(f"- {watch}" for watch in self.watches) or "\n".join(self.files)
        then = (
            "The rules stay in force until wirewatch is started anew. Put the file back, or let it go by a restart or "
            'with `on_missing_rules = "drop"` under [monitor].'
            if self.kept
            else "They are no longer in force. What comes in until they are back is told to nobody."
        )
        return f"{listed}\n\n{then}"


def load_edit(load: Load, config: Config, rules: RuleSet) -> tuple[Config, RuleSet, Missing | None]:
    """Reads an edit of `config` and `rules`, which are in force; None where no watch is missing with its file.

    Errors: WirewatchError.
    """
    gone = _gone(config.rules_folder, rules.sources)
    if not gone:
        return *load(), None
    refusal: RulesError | None = None
    edited: tuple[Config, RuleSet] | None = None
    try:
        edited = load()
    except RulesError as error:
        refusal = error
    if edited is not None and edited[0].rules_folder != config.rules_folder:
        return *edited, None
    left = {watch.id for watch in edited[1].watches} if edited else set()
    lost = tuple(watch for source in gone for watch in watches_in(source.content) if watch not in left)
    keep = (edited[0] if edited else config).monitor.on_missing_rules == "keep"
    if edited is not None and not (lost and keep):
        return *edited, Missing(tuple(source.name for source in gone), lost, kept=False) if lost else None
    if not keep and refusal is not None:
        raise refusal
    return *load(gone), Missing(tuple(source.name for source in gone), lost, kept=True)


def missing_since(before: Sequence[RuleSource], rules: RuleSet) -> Missing | None:
    """The watches that were in force in a former run, and are gone with their files."""
    names, left = {source.name for source in rules.sources}, {watch.id for watch in rules.watches}
    gone = [source for source in before if source.name not in names]
    lost = tuple(watch for source in gone for watch in watches_in(source.content) if watch not in left)
    return Missing(tuple(source.name for source in gone), lost, kept=False) if lost else None


def _gone(folder: Path, sources: Sequence[RuleSource]) -> list[RuleSource]:
    return [source for source in sources if source.content.strip() and _is_empty(_path_of(folder, source))]


def _path_of(folder: Path, source: RuleSource) -> Path:
    return folder if folder.name == source.name and not folder.is_dir() else folder / source.name


def _is_empty(path: Path) -> bool:
    """Whether a file is not there, or holds nothing but blanks. A file that cannot be read is another trouble."""
    try:
        with path.open("rb") as file:
            return not file.read(4_096).strip()
    except FileNotFoundError:
        return True
    except OSError:
        return False

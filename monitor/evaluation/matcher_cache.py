"""Compiles rules to a matcher, and keeps what long lists compile to in the user's cache folder.

A cache only: whatever is missing, unreadable or of another version is compiled anew, and nothing fails.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from platformdirs import user_cache_path

from monitor.config.paths import APP
from rules.matching import Matcher
from rules.matching import compile as compile_afresh
from rules.matching.compiled_lists import CompiledList, CompiledListError, compile_list, digest
from rules.model import LoadedList, RuleSet

WORTH = 2_000  # actors; a shorter list compiles in the time that a file takes
MOST_KEPT = 20  # files: lists in use, and the last editions of each


def compile_rules(rules: RuleSet, folder: Path | None = None) -> Matcher:
    """The matcher of these rules. `folder`: where compiled lists are kept, the user's cache folder by default."""
    kept = folder or user_cache_path(APP, appauthor=False) / "lists"
    long = [loaded for loaded in rules.lists if len(loaded.actors) >= WORTH]
    return compile_afresh(rules, {digest(loaded): _compiled(loaded, kept) for loaded in long})


def _compiled(loaded: LoadedList, folder: Path) -> CompiledList:
    wanted = digest(loaded)
    file = folder / f"{wanted}.list"
    with suppress(OSError, CompiledListError):
        known = CompiledList.from_bytes(file.read_bytes())
        if known.digest == wanted:
            with suppress(OSError):
                os.utime(file)  # what is in use is not pruned
            return known
    made = compile_list(loaded)
    with suppress(OSError):
        _keep(file, made.to_bytes())
    return made


def _keep(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and renamed: a reader, or a kill, never meets half a file.
    aside = file.with_name(f".{uuid4().hex}.part")
    try:
        aside.write_bytes(content)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    newest_first = sorted(file.parent.glob("*.list"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in newest_first[MOST_KEPT:]:
        old.unlink(missing_ok=True)

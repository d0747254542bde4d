"""Compiles rules to a matcher, and keeps compiled long lists in the user's cache folder.

The folder is only a cache: a file that is missing, unreadable or of another version is compiled anew, and nothing
fails.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_cache_path

from monitor.config.paths import APP
from rules.matching import Matcher
from rules.matching import compile as compile_afresh
from rules.matching.compiled_lists import CompiledList, CompiledListError, compile_list, digest
from rules.model import LoadedList, RuleSet
from storage.files import write_whole

WORTH = 2_000  # actors; a shorter list compiles in the time that reading a file takes
EDITIONS = 3  # files kept of each list: the one in use and two before
MOST_KEPT = 20  # files kept of all lists together, in whatever folder they are watched


def compile_rules(rules: RuleSet, folder: Path | None = None) -> Matcher:
    """Compiles the matcher of these rules. `folder` keeps compiled lists, by default the user's cache folder."""
    kept = folder or user_cache_path(APP, appauthor=False) / "lists"
    long = [loaded for loaded in rules.lists if len(loaded.actors) >= WORTH]
    if not long:
        return compile_afresh(rules)
    with _garbage_left_alone():
        return compile_afresh(rules, {digest(loaded): _compiled(loaded, kept) for loaded in long})


@contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Keeps the collector from looking through millions of new objects, all of which stay: two thirds of a load."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _compiled(loaded: LoadedList, folder: Path) -> CompiledList:
    wanted = digest(loaded)
    file = folder / f"{loaded.rule.id}.{wanted}.list"
    with suppress(OSError, CompiledListError):
        cached = CompiledList.from_bytes(file.read_bytes())
        if cached.digest == wanted:
            with suppress(OSError):
                os.utime(file)  # a list in use is not pruned
            return cached
    compiled = compile_list(loaded)
    with suppress(OSError):
        _keep(file, compiled.to_bytes())
        _prune(folder, f"{loaded.rule.id}.*.list", EDITIONS)
        _prune(folder, "*.list", MOST_KEPT)
    return compiled


def _keep(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, content, durable=False)


def _prune(folder: Path, pattern: str, most: int) -> None:
    """Removes the files that were used longest ago. Errors: OSError."""
    newest_first = sorted(folder.glob(pattern), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in newest_first[most:]:
        old.unlink(missing_ok=True)

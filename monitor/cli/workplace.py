"""The composition root of every command: finds the config, loads the rules, opens the store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import IO

import typer

from monitor.cli import output
from monitor.config import load as config_file
from monitor.config.schema import Config
from monitor.delivery.senders import DestinationError
from rules.checking.check import check
from rules.errors import ConfigError, ProblemsError, RulesError, WirewatchError
from rules.loading.load import Loaded, load
from storage import Store, StoreError

OK, FINDINGS, USAGE, SKIPPED, STORE = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Workplace:
    """A watch folder: its config, and what follows from it."""

    config: Config
    zone: tzinfo

    def rules(self, path: Path | None = None) -> Loaded:
        """The rules of the folder, or those at `path`, linted and tried on their examples. Errors: RulesError.

        A file that closed with the end mark when the daemon last loaded it must still do so: else it
        is half written. Only the store knows that; without a store nothing was loaded yet.
        """
        try:
            with self.store() as store:
                ended = store.ended_sources()
        except StoreError:
            ended = frozenset()
        where = path or self.config.rules_folder
        loaded = load(where, destinations=tuple(self.config.destinations), ended=ended)
        found = check(loaded.rules, where, {feed.lang for feed in self.config.feeds if feed.lang})
        if any(problem.level == "error" for problem in found):
            raise RulesError([*loaded.warnings, *found])
        return replace(loaded, warnings=(*loaded.warnings, *found))

    @contextmanager
    def store(self, *, create: bool = False) -> Iterator[Store]:
        """Errors: StoreError."""
        store = Store.open(self.config.store_location(), create=create)
        try:
            yield store
        finally:
            store.close()


def workplace(explicit: Path | None) -> Workplace:
    """Errors: ConfigError."""
    config = config_file.load(config_file.find(explicit, environ=os.environ).path)
    return Workplace(config, config.zone())


def exit_code(error: WirewatchError) -> int:
    if isinstance(error, StoreError):
        return STORE
    if isinstance(error, ConfigError | RulesError | DestinationError):
        return USAGE
    return FINDINGS


def report(error: WirewatchError) -> int:
    """Shows an error to a person; returns the exit code it stands for."""
    if isinstance(error, ProblemsError):
        output.show_problems(error.problems)
    else:
        output.warn(f"error: {error}")
    return exit_code(error)


def leave(code: int) -> None:
    """Ends the command with this exit code, if it is not 0."""
    if code:
        sys.stdout.flush()
        raise typer.Exit(code)


@contextmanager
def output_file(target: Path, source: Path) -> Iterator[IO[bytes]]:
    """The file to write to, `-` for standard output; what was there before stays until the new one is whole.

    Errors: WirewatchError, also where target and source are one file.
    """
    if str(target) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if source.exists() and target.exists() and source.samefile(target):
        raise WirewatchError(f"{target} is the input as well: choose another name")
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise WirewatchError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)

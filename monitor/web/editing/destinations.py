"""Destinations that the page adds: tried first, then named in config.toml, with their address in secrets.env."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from pydantic import SecretStr

from monitor.config import edit
from monitor.config.destination import DestinationSection
from monitor.config.feed_edits import alone, replace_config
from monitor.config.load import load as load_config
from monitor.config.resolve import SECRETS_NAME, destination_url, secret_line, secrets_of
from monitor.config.schema import Config
from monitor.config.starter import SECRETS, mail_url
from monitor.delivery.send_test import TriedDelivery, send_test
from monitor.delivery.senders import open_sender
from rules.errors import WirewatchError
from storage.files import write_whole

# Files and terminals of the machine are no business of a browser.
_LOCAL = ("mbox:", "console:")
# The page says that only the user can read the secrets.
_PRIVATE = 0o600
_NO_VARIABLE = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A destination as a person typed it: by mail, or by the `url` of a service."""

    name: str = ""
    to: str = ""
    server: str = ""
    user: str = ""
    password: str = ""
    url: str = ""
    for_all: bool = True

    def without_secrets(self) -> Typed:
        """The fields that a form may show again."""
        return replace(self, password="", url="")


@dataclass(frozen=True, slots=True)
class NewDestination:
    """A destination that can be opened; `url` is secret. `for_all`: it is told of each watch that names nobody."""

    name: str
    url: SecretStr
    for_all: bool


def read(typed: Typed, config: Config) -> NewDestination:
    """The destination that was typed. Errors: WirewatchError, without a secret in its words."""
    is_mail = not typed.url
    name = typed.name or _free("mail" if is_mail else typed.url.partition(":")[0].casefold(), config)
    if name in config.destinations:
        raise WirewatchError(f"there is a destination {name}: give this one another name")
    try:
        if is_mail and not typed.server:
            raise ValueError("a mail server is needed, as mail.example.org:587")
        address = mail_url(typed.to, typed.server, typed.user, typed.password) if is_mail else typed.url
        # U+2028 and its like end a line for some readers of the file.
        if not address.isprintable():
            raise ValueError("an address is one line of text")
        if address.strip().casefold().startswith(_LOCAL):
            raise ValueError("a file of this machine is named in config.toml itself, not here")
        section = DestinationSection(url=SecretStr(destination_url(address, config.folder)))
        open_sender(name, section)
    except ValueError as error:
        raise WirewatchError(str(error)) from None
    return NewDestination(name, SecretStr(address), typed.for_all)


def _free(name: str, config: Config) -> str:
    """The name, or mail-2 where there is a mail already."""
    names = (f"{name}-{number}" if number > 1 else name for number in count(1))
    return next(each for each in names if each not in config.destinations)


def tried(new: NewDestination, config: Config) -> list[TriedDelivery]:
    """Sends a test message by it, by the very path of real alerts. Errors: DestinationError, StoreError."""
    url = destination_url(new.url.get_secret_value(), config.folder)
    sections = config.destinations | {new.name: DestinationSection(url=SecretStr(url))}
    return asyncio.run(send_test(config.model_copy(update={"destinations": sections}), new.name))


def add(new: NewDestination, path: Path) -> None:
    """Writes it: its address into secrets.env, its name into config.toml; both, or none. Errors: WirewatchError."""
    with alone(path):
        _add(new, path)


def _add(new: NewDestination, path: Path) -> None:
    config = load_config(path)
    try:
        known = {*secrets_of(config.folder), *os.environ}
        variable = _variable(new.name, known)
        # A link to the file stays.
        secrets = (config.folder / SECRETS_NAME).resolve()
        former = secrets.read_bytes() if secrets.exists() else None
        text = SECRETS.format(lines="") if former is None else former.decode("utf-8-sig").rstrip("\n") + "\n"
        text += secret_line(variable, new.url.get_secret_value()) + "\n"
        write_whole(secrets, text.encode(), most=_PRIVATE)
    except OSError as error:
        raise WirewatchError(f"{SECRETS_NAME} was not changed: {error.strerror}") from error
    except ValueError as error:
        raise WirewatchError(f"{SECRETS_NAME} was not changed: {error}") from error

    def edited(text: str) -> str:
        text = edit.with_destination(text, new.name, f"${{{variable}}}")
        if not new.for_all:
            return text
        told = edit.quoted_list([*config.defaults.notify, new.name])
        return edit.with_table_key(text, "defaults", "notify", told)

    try:
        replace_config(path, path, edited)
    except (WirewatchError, ValueError) as error:
        _restore(secrets, former)
        raise WirewatchError(f"nothing was written: {error}") from error


def _restore(secrets: Path, former: bytes | None) -> None:
    if former is None:
        secrets.unlink(missing_ok=True)
    else:
        write_whole(secrets, former, most=_PRIVATE)


def _variable(name: str, known: Collection[str]) -> str:
    """A name of a variable that nothing else has."""
    stem = _NO_VARIABLE.sub("_", name.upper()).strip("_") or "DESTINATION"
    stem = f"D_{stem}" if stem[0].isdigit() else stem
    names = (f"{stem}_URL" + (f"_{number}" if number > 1 else "") for number in range(1, 10_000))
    return next(each for each in names if each not in known)

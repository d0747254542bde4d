"""Accounts: who may log in to the page, by the config in force, and whether a password is right."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.config.schema import Config
from monitor.web.security.roles import Role

# RFC 9106 wants 64 MiB where there is room; OWASP's lesser choice of 19 MiB spares a small machine beside the watch.
MEMORY_KIB, PASSES, LANES = 19 * 1024, 3, 1
MOST_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Account:
    """A person of [people] with a password, or, with an empty name, whoever knows the password under [web]."""

    name: str
    role: Role
    password_hash: str


def accounts_of(config: Config) -> dict[str, Account]:
    """The accounts by name; empty where no password is set, and then everybody on this machine reads."""
    found = {
        name: Account(name, Role[person.role.upper()], person.password.get_secret_value())
        for name, person in config.people.items()
        if person.password is not None
    }
    if config.web.password is not None:
        found[""] = Account("", Role.EDITOR, config.web.password.get_secret_value())
    return found


class AccountsInForce:
    """The accounts of the config that is in force at each moment, made once for each config."""

    def __init__(self, config: Callable[[], Config]) -> None:
        self._config = config
        self._made: tuple[Config, dict[str, Account]] | None = None

    def __call__(self) -> Mapping[str, Account]:
        config = self._config()
        if self._made is None or self._made[0] is not config:
            self._made = config, accounts_of(config)
        return self._made[1]


def hash_password(password: str) -> str:
    """The argon2id hash of a password, as config.toml holds it."""
    return _hasher().hash(password)


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


class Verifier:
    """Compares passwords with hashes, one at a time on a thread: a hash takes 20 MB and some hundredths of a second."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="password")

    async def find(self, accounts: Mapping[str, Account], name: str, password: str) -> Account | None:
        """The account of a name with this password. An unknown name costs as much time as a known one."""
        account = accounts.get(name)
        # A hash that no password has, with the cost of the others.
        compared = account or next(iter(accounts.values()), None)
        if compared is None or len(password) > MOST_CHARACTERS:
            return None
        right = await asyncio.get_running_loop().run_in_executor(
            self._thread, _is_right, compared.password_hash, password if account else secrets.token_hex()
        )
        return account if right else None

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False

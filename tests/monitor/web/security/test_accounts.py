"""Accounts come from the config in force, and a password is compared with one hash, whatever the name."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from support.page import PageFolder, hashed

from monitor.config.load import load
from monitor.config.resolve import password_hash
from monitor.web.security.accounts import Account, Verifier, accounts_of, hash_password
from monitor.web.security.roles import Role

ANA = Account("ana", Role.REVIEWER, hashed("first word"))


def found(name: str, password: str) -> Account | None:
    verifier = Verifier()
    try:
        return asyncio.run(verifier.find({"ana": ANA}, name, password))
    finally:
        verifier.close()


def test_a_password_opens_the_account_of_its_name_alone() -> None:
    assert found("ana", "first word") is ANA
    assert found("ana", "first word ") is None
    assert found("bo", "first word") is None
    assert found("", "first word") is None


def test_a_password_that_is_too_long_is_not_hashed() -> None:
    assert found("ana", "x" * 100_000) is None


def test_nobody_logs_in_where_there_is_no_account() -> None:
    assert asyncio.run(Verifier().find({}, "", "")) is None


def test_the_hash_that_is_made_is_one_that_config_takes() -> None:
    made = hash_password("a sentence of words")
    assert password_hash(made) == made
    assert "sentence" not in made
    assert hash_password("a sentence of words") != made


def test_accounts_are_those_of_the_config(page: PageFolder) -> None:
    assert accounts_of(page.config) == {}
    page.set_passwords(web="for all", ana=("reviewer", "first word"))
    accounts = accounts_of(page.config)
    assert {name: account.role for name, account in accounts.items()} == {
        "": Role.EDITOR,
        "ana": Role.REVIEWER,
    }


def test_a_password_is_read_from_config_as_it_is_made(tmp_path: Path) -> None:
    made = hash_password("a sentence of words")
    config = tmp_path / "config.toml"
    config.write_text(
        f'[web]\nlisten = "0.0.0.0:8080"\npassword = "{made}"\n[people.ana]\npassword = "{made}"\n'
    )
    accounts = accounts_of(load(config))
    assert accounts["ana"].role is Role.READER
    assert accounts[""].password_hash == made
    assert made not in repr(load(config))


@pytest.mark.parametrize(
    "written",
    ["secret", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$aGFzaA", "$2b$12$abcdefghijklmnopqrstuv", ""],
)
def test_what_is_no_hash_is_said_with_its_line_and_never_shown(tmp_path: Path, written: str) -> None:
    from rules.errors import ConfigError

    config = tmp_path / "config.toml"
    config.write_text(f'[web]\nlisten = "127.0.0.1:8080"\npassword = "{written}"\n')
    with pytest.raises(ConfigError) as caught:
        load(config)
    (problem,) = caught.value.problems
    assert problem.line == 3
    assert problem.column
    assert "wirewatch web password" in str(problem)
    assert not written or written not in str(problem)


def test_a_hash_that_would_take_the_whole_memory_is_refused(tmp_path: Path) -> None:
    huge = hashed("x").replace("m=64", "m=4194304")
    with pytest.raises(ValueError, match="costs too much"):
        password_hash(huge)

"""People in config.toml: one namespace with destinations, and every wrong name with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.load import load
from rules.errors import ConfigError

DESTINATIONS = '[destinations.ana-mail]\nurl = "console:"\n'


def loading(folder: Path, text: str) -> list[str]:
    (folder / "config.toml").write_text(DESTINATIONS + text)
    with pytest.raises(ConfigError) as error:
        load(folder / "config.toml")
    return [f"{problem.line}: {problem.message}" for problem in error.value.problems]


def test_a_person_is_read_as_written(tmp_path: Path) -> None:
    person = (
        '[people.ana]\nnotify = ["ana-mail"]\nwatches = ["ports"]\ndigest = "weekdays 07:30"\n'
        'timezone = "Europe/Madrid"\nquiet_hours = {from = "22:00", to = "07:00"}\n[defaults]\nnotify = ["ana"]\n'
    )
    (tmp_path / "config.toml").write_text(DESTINATIONS + person)
    config = load(tmp_path / "config.toml")
    (ana,) = config.persons()
    assert (ana.name, ana.notify, ana.watches, ana.digest) == (
        "ana",
        ("ana-mail",),
        ("ports",),
        "weekdays 07:30",
    )
    assert ana.quiet_hours is not None
    assert config.addressees() == ("ana-mail", "ana")
    assert config.of_watches().people == (ana,)


def test_a_name_is_that_of_a_person_or_of_a_destination(tmp_path: Path) -> None:
    (problem,) = loading(tmp_path, '[people.ana-mail]\nnotify = ["ana-mail"]\n')
    assert problem.startswith("3: `ana-mail`: there is a [destinations.ana-mail], too")


def test_a_person_is_told_at_destinations_that_exist(tmp_path: Path) -> None:
    (problem,) = loading(tmp_path, '[people.ana]\nnotify = ["ana-male"]\n')
    assert problem == "4: `notify[1]`: there is no [destinations.ana-male]"


def test_a_person_without_a_destination_is_refused(tmp_path: Path) -> None:
    assert loading(tmp_path, "[people.ana]\nnotify = []\n")


def test_timezones_of_people_are_known(tmp_path: Path) -> None:
    quiet = 'quiet_hours = {from = "22:00", to = "07:00", timezone = "Moon"}\n'
    problems = loading(tmp_path, f'[people.ana]\nnotify = ["ana-mail"]\ntimezone = "Mars"\n{quiet}')
    assert [problem.split(":")[0] for problem in problems] == ["5", "6"]


HASH = "$argon2id$v=19$m=64,t=1,p=1$c29tZSBzYWx0IGhlcmU$dGhlIGhhc2ggaXMgaGVyZSBpbiBmdWxs"


def test_who_only_logs_in_is_nobody_whom_rules_may_name(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f'{DESTINATIONS}[people.ana]\npassword = "{HASH}"\n')
    config = load(tmp_path / "config.toml")
    assert config.addressees() == ("ana-mail",)
    assert config.persons() == ()
    assert config.people["ana"].role == "reader"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[people.ana]\nrole = 'editor'\n", "write `notify`, or a `password`"),
        (f"[people.ana]\npassword = '{HASH}'\nwatches = ['ports']\n", "write `notify`"),
        (f"[people.ana]\npassword = '{HASH}'\n[defaults]\nnotify = ['ana']\n", "told nowhere"),
        (f"[people.ana]\npassword = '{HASH}'\nrole = 'boss'\n", "role"),
        ("[people.ana]\nnotify = ['ana-mail']\npassword = 'hunter2'\n", "no argon2id hash"),
    ],
)
def test_a_person_who_could_not_be_told_or_log_in_is_an_error(tmp_path: Path, text: str, words: str) -> None:
    (problem,) = loading(tmp_path, text)
    assert words in problem
    assert "hunter2" not in problem

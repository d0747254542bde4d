"""The files of a starter watch folder."""

from __future__ import annotations

from pathlib import Path

from monitor.config.load import load
from monitor.config.starter import starter_files


def test_a_starter_has_a_config_rules_their_schema_and_seeds_and_no_code() -> None:
    files = dict(starter_files())
    assert next(iter(files)) == Path("config.toml")
    assert {Path("rules/schema.json"), Path("rules/us-mexico-security.yaml")} <= set(files)
    assert any(path.parts[0] == "seeds" for path in files)
    assert not [path for path in files if path.suffix == ".py" or path.name.startswith(".")]


def test_every_file_is_there_and_the_config_loads() -> None:
    files = dict(starter_files())
    assert all(source.is_file() for source in files.values())
    assert load(files[Path("config.toml")], environ={}).destinations

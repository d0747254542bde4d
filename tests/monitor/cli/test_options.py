"""Options that many commands share: where --config is looked for, and moments."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import typer
from support.commands import Run
from support.dask_cluster import dask_cluster
from support.port_archive import PORT_ENTRIES
from support.watch_folder import offline_starter
from typer.testing import CliRunner

from monitor.cli.options import ConfigOption, now, since_when, until_when


def test_the_config_is_found_by_option_variable_and_folder(starter: Path, run: Run, tmp_path: Path) -> None:
    run("check", "--config", starter / "config.toml")
    run("-c", starter, "check")
    run("check", WIREWATCH_CONFIG=str(starter))
    lost = run("check", code=2)
    assert "wirewatch init" in lost.stderr


def test_a_commands_own_config_counts_before_that_before_it_and_the_variable(
    run: Run, tmp_path: Path
) -> None:
    folders = [offline_starter(tmp_path / name) for name in ("own", "before", "variable")]
    own, before, variable = map(str, folders)

    def listed(*args: str) -> str:
        return run(*args, WIREWATCH_CONFIG=variable, code=None).stderr

    for folder in folders:
        (folder / "rules" / "us-mexico-security.yaml").write_text(f"# {folder.name}\nversion: 0\n")
    assert own in listed("-c", before, "check", "-c", own)
    assert before in listed("-c", before, "check")
    assert variable in listed("check")
    assert before in listed("-c", before, "seed", "gone.txt", "-o", f"{before}/rules/draft.yaml")


def test_the_config_of_one_command_is_not_left_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WIREWATCH_CONFIG", raising=False)
    app = typer.Typer()
    seen = []

    @app.callback()
    def root(context: typer.Context, config: Path | None = None) -> None:
        context.obj = config

    @app.command()
    def show(config: ConfigOption = None) -> None:
        seen.append(config)

    runner = CliRunner()
    for args in (["--config", "a", "show"], ["show"], ["--config", "a", "show", "-c", "b"]):
        assert runner.invoke(app, args).exit_code == 0
    assert seen == [Path("a"), None, Path("b")]
    assert "WIREWATCH_CONFIG" not in os.environ


MADRID = ZoneInfo("Europe/Madrid")


def test_a_moment_is_a_span_from_now_or_a_time_in_the_users_zone() -> None:
    assert abs(since_when("7d", MADRID) - (now() - timedelta(days=7))) < timedelta(minutes=1)
    assert abs(until_when("12h", MADRID) - (now() + timedelta(hours=12))) < timedelta(minutes=1)
    assert since_when("2026-11-24", MADRID) == datetime(2026, 11, 24, tzinfo=MADRID)
    assert until_when("2999-01-31 08:00", MADRID) == datetime(2999, 1, 31, 8, tzinfo=MADRID)
    assert since_when("2026-11-24T08:00:00Z", MADRID) == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_a_text_that_is_no_moment_is_refused_and_so_is_a_past_one_for_until() -> None:
    with pytest.raises(typer.BadParameter, match="neither a span"):
        since_when("yesterday", MADRID)
    with pytest.raises(typer.BadParameter, match="a length of time"):
        until_when("soon", MADRID)
    with pytest.raises(typer.BadParameter, match="a time to come"):
        until_when("2020-01-01", MADRID)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--on", "tcp://far.example:8786"], "--insecure-cluster"),
        (["--on", "far.example"], "is no scheduler"),
        (["--on", "tls://far.example:8786", "--jobs", "2"], "either --jobs or --on"),
    ],
)
def test_workers_that_cannot_be_asked_for_are_a_usage_error(
    run: Run, rules: Path, archive: Path, options: list[str], said: str
) -> None:
    done = run(
        "match", "--rules", rules, "--input", archive, "--output", "-", *options, code=2, COLUMNS="200"
    )
    assert said in done.stderr


@pytest.mark.cluster
def test_match_replay_and_backtest_give_the_same_on_a_cluster(
    run: Run, rules: Path, starter: Path, tmp_path: Path
) -> None:
    rain = (
        {"id": f"e{n}", "title": f"Rain {n}", "published": f"2026-11-24T{n % 24:02}:00:00Z"}
        for n in range(1_100)
    )
    many = [*PORT_ENTRIES, *rain]
    source = tmp_path / "many.jsonl"
    source.write_text("\n".join(map(json.dumps, many)))
    edited = tmp_path / "edited.yaml"
    edited.write_text(rules.read_text().replace("any: [theft]", "any: [theft, harbour]"))

    def answers(*workers: str) -> list[object]:
        """What each of the three commands says."""
        found: list[object] = []
        for command in ("match", "replay"):
            run(command, "--rules", rules, "-i", source, "-o", "out.jsonl", *workers)
            found.append((tmp_path / "out.jsonl").read_bytes())
        told = run(
            "backtest", "--rules", edited, "--against", rules, "-i", source, "--json", *workers, cwd=starter
        )
        difference = json.loads(told.stdout)
        return [
            *found,
            [difference[key] for key in ("entries", "old", "new", "appear", "vanish", "otherwise")],
        ]

    with dask_cluster(tmp_path, 2) as dask:
        assert answers("--on", dask.address) == answers()

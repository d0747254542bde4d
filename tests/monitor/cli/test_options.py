"""Options that many commands share: where --config is looked for, and moments."""

from __future__ import annotations

from pathlib import Path

from support.commands import Run


def test_the_config_is_found_by_option_variable_and_folder(starter: Path, run: Run, tmp_path: Path) -> None:
    run("check", "--config", starter / "config.toml")
    run("-c", starter, "check")
    run("check", WIREWATCH_CONFIG=str(starter))
    lost = run("check", code=1)
    assert "wirewatch init" in lost.stderr

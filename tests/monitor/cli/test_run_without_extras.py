"""`wirewatch run` where the packages of the page are not installed: it says so, and watches."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.commands import environment
from support.installs import installed_without
from support.places import ROOT
from support.real_servers import until
from support.terminal import PROGRAM
from support.watch_folder import ferry_folder

# Processes of the whole program, which are started, stopped and cut off.
pytestmark = pytest.mark.system

OF_THE_PAGE = {"fastapi", "starlette", "uvicorn"}


def test_without_the_packages_of_the_page_the_watch_goes_on(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "mbox:alerts.mbox")
    config = folder / "config.toml"
    # First polls are spread over the interval.
    config.write_text(config.read_text() + 'interval = "1s"\n[web]\nlisten = "127.0.0.1:8098"\n')
    packages = installed_without(OF_THE_PAGE, tmp_path / "packages")
    env = environment(tmp_path, PYTHONPATH=f"{ROOT}:{packages}")
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", PROGRAM, "run"], cwd=folder, env=env, stdout=said, stderr=said
        )
    try:
        until((folder / "alerts.mbox").exists, "an alert", 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
    text = (folder / "said").read_text()
    assert "no page" in text
    assert "install wirewatch with the extra `web`" in text
    assert "Traceback" not in text


def test_the_page_alone_says_which_packages_it_lacks(tmp_path: Path) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    packages = installed_without(OF_THE_PAGE, tmp_path / "packages")
    done = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM, "web"], cwd=folder, capture_output=True, text=True, check=False,
        env=environment(tmp_path, PYTHONPATH=f"{ROOT}:{packages}"), timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "pipx install 'wirewatch[web]'" in done.stderr

"""The sdist and the wheel: the same bytes each time, and a command that works from a fresh environment."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
from email.parser import BytesParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.places import ROOT

pytestmark = pytest.mark.slow
# Left out of the copy that is built: what no checkout has.
NOT_SOURCE = (".git", ".venv*", "var", "build", "dist", ".*_cache", ".hypothesis", "__pycache__")


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env=clean_environment() | environment,
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WIREWATCH"))}


def built(folder: Path) -> dict[str, Path]:
    """Packages built from a copy of the project, whose files therefore have other times."""
    shutil.copytree(
        ROOT, folder / "source", ignore=shutil.ignore_patterns(*NOT_SOURCE), copy_function=shutil.copy
    )
    run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", folder / "source",
        folder=folder, SOURCE_DATE_EPOCH="1800000000",
    )  # fmt: skip
    return {path.name: path for path in sorted((folder / "dist").iterdir())}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return built(tmp_path_factory.mktemp("first"))


def version() -> str:
    stated: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return stated


def test_two_builds_of_one_source_give_the_same_bytes(packages: dict[str, Path], tmp_path: Path) -> None:
    def digests(of: dict[str, Path]) -> dict[str, str]:
        return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in of.items()}

    assert len(packages) == 2
    assert digests(packages) == digests(built(tmp_path))


def test_the_wheel_holds_the_program_and_the_starter_and_nothing_else(packages: dict[str, Path]) -> None:
    name = f"wirewatch-{version()}"
    with ZipFile(packages[f"{name}-py3-none-any.whl"]) as wheel:
        names = wheel.namelist()
        facts = BytesParser().parsebytes(wheel.read(f"{name}.dist-info/METADATA"))
    assert {each.split("/")[0] for each in names} == {"monitor", "rules", "storage", f"{name}.dist-info"}
    assert {"monitor/starter/config.toml", "monitor/py.typed", f"{name}.dist-info/licenses/LICENSE"} <= {
        *names
    }
    assert facts["Version"] == version()
    assert facts["Description-Content-Type"] == "text/markdown"
    assert {"postgres", "web"} <= set(facts.get_all("Provides-Extra", []))


def test_the_sdist_holds_the_tests_and_nothing_of_a_run(packages: dict[str, Path]) -> None:
    with tarfile.open(packages[f"wirewatch-{version()}.tar.gz"]) as sdist:
        names = {member.name.split("/", 1)[1] for member in sdist}
    assert {"pyproject.toml", "CHANGELOG.md", "tests/test_house.py", "docs/index.md"} <= names
    assert not [name for name in names if name.startswith(("var/", ".ci", ".venv")) or name.endswith(".mbox")]


def test_the_wheel_works_in_a_fresh_environment(packages: dict[str, Path], tmp_path: Path) -> None:
    """Its dependencies are those of the tests, lent by path: no registry is asked."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", folder=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip()
    )
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index",
        packages[f"wirewatch-{version()}-py3-none-any.whl"], folder=tmp_path,
    )  # fmt: skip
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    command = tmp_path / "venv" / "bin" / "wirewatch"
    assert run(command, "--version", folder=tmp_path) == f"wirewatch {version()}\n"
    run(command, "init", "watch", "--topic", "lithium, litio", folder=tmp_path)
    assert "no errors" in run(command, "-c", "watch", "check", folder=tmp_path)

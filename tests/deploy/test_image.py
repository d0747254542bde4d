"""The image by a container engine: `make test-image` builds it, and asks of a real container what the manual says.

`ENGINE` is the command of the engine with its options (`podman`, `docker`); `BUILD` are options of its build, as a
`--build-arg BASE=...` where the registry cannot be reached; `IMAGE` names an image that is built already. Containers share
the network of this machine, on loopback.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from support.feed_server import FeedServer, Item, rss
from support.places import ROOT

ENGINE = shlex.split(os.environ.get("ENGINE", ""))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not ENGINE, reason="no container engine is named; see make test-image"),
]
SEALED = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network", "host")
NAME = f"wirewatch-test-{uuid4().hex[:8]}"


def engine(*arguments: str | Path, code: int | None = 0, seconds: float = 300) -> str:
    """What the engine prints. Fails where it ends with another code; None is any."""
    done = subprocess.run(
        [*ENGINE, *map(str, arguments)],
        capture_output=True, text=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert code in (None, done.returncode), said
    return said


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    if built := os.environ.get("IMAGE"):
        yield built
        engine("volume", "rm", "--force", NAME, code=None)
        return
    options = shlex.split(os.environ.get("BUILD", ""))
    docker_format = ("--format", "docker") if "podman" in ENGINE[0] else ()
    engine(
        "build", *docker_format, *options, "-t", NAME, "-f", ROOT / "deploy" / "Containerfile", ROOT,
        seconds=1700,
    )  # fmt: skip
    yield NAME
    engine("rmi", "--force", NAME, code=None)
    engine("volume", "rm", "--force", NAME, code=None)


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Path]:
    """A watch folder that anybody may read, with a feed of this machine."""
    folder = tmp_path / "watch"
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "ferry.yaml").write_text(
        "version: 1\ntopics:\n  - {id: ferry, terms: [ferry]}\n"
        "watches:\n  - {id: ferries, title: Ferries, when: {any: [ferry]}}\n"
    )
    with FeedServer() as server:
        url = server.serve("/news", rss([Item(guid="1", title="The ferry stops")]))
        (folder / "config.toml").write_text(
            f'[storage]\nurl = "/data/wirewatch.db"\n[[feeds]]\nname = "News"\nurl = "{url}"\nallow_private = true\n'
        )
        for path in (tmp_path, *tmp_path.parents):  # pytest's folders are private
            if path.is_relative_to("/tmp") and path != Path("/tmp"):
                path.chmod(0o755)
        yield folder


def mounts(watch: Path) -> tuple[str, ...]:
    return ("-v", f"{watch}:/watch:ro", "-v", f"{NAME}:/data")


def test_the_image_polls_and_matches_without_root_on_a_root_file_system_that_is_only_read(
    image: str, watch: Path
) -> None:
    said = engine("run", "--rm", *SEALED, *mounts(watch), image, "run", "--once")
    assert "1 new, 1 matched" in said
    assert "uid=10001" in engine("run", "--rm", "--entrypoint", "id", image)


def test_a_store_in_the_folder_that_is_only_read_is_refused_with_a_way_out(image: str, watch: Path) -> None:
    config = watch / "config.toml"
    config.write_text(config.read_text().replace("/data/wirewatch.db", "var/wirewatch.db"))
    said = engine("run", "--rm", *SEALED, *mounts(watch), image, "run", "--once", code=4)
    assert "Read-only file system; [storage] url in config.toml names another place" in said


def test_a_daemon_is_healthy_and_ends_in_peace_when_it_is_stopped(image: str, watch: Path) -> None:
    name = f"{NAME}-daemon"
    engine("run", "-d", "--name", name, "--stop-timeout", "15", *SEALED, *mounts(watch), image)
    try:
        until = time.monotonic() + 120
        while "well: 1 feed" not in engine("exec", name, "wirewatch", "health", code=None):
            assert time.monotonic() < until, engine("logs", name)
            time.sleep(0.5)
        facts = json.loads(engine("inspect", name))[0]
        assert (facts["Config"].get("Healthcheck") or {}).get("Test") == ["CMD", "wirewatch", "health"]
        begun = time.monotonic()
        engine("stop", name)
        assert time.monotonic() - begun < 12
        assert json.loads(engine("inspect", name))[0]["State"]["ExitCode"] == 0
        assert '"event": "stopped"' in engine("logs", name)
    finally:
        engine("rm", "--force", name, code=None)

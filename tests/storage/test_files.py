"""Files that nobody else may read: whole or not at all, never through a link, never wider than before."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from storage.files import beside, is_replaceable, whole, write_whole


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.usefixtures("open_umask")
@pytest.mark.parametrize(("former", "then"), [(None, 0o600), (0o640, 0o640), (0o400, 0o400), (0o644, 0o644)])
def test_a_file_is_for_its_owner_alone_or_as_narrow_as_the_one_that_it_replaces(
    tmp_path: Path, former: int | None, then: int
) -> None:
    path = tmp_path / "file"
    if former is not None:
        path.write_text("former")
        path.chmod(former)
    with whole(path) as part:
        assert (mode(part), part.parent) == (0o600, tmp_path), "nobody reads it meanwhile either"
        part.write_text("new")
    assert (path.read_text(), mode(path)) == ("new", then)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_replaced_and_what_it_leads_to_is_left_alone(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "file"
    victim.write_text("precious")
    path.symlink_to(victim)
    write_whole(path, b"new")
    assert (victim.read_text(), path.is_symlink(), path.read_text()) == ("precious", False, "new")


def test_the_name_of_an_unfinished_file_is_another_each_time(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250)
    with beside(path) as one, beside(path) as other:
        assert one != other
    assert list(tmp_path.iterdir()) == []


def test_after_an_error_the_former_file_is_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("former")

    def fail() -> None:
        with whole(path) as part:
            part.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (path.read_text(), list(tmp_path.iterdir())) == ("former", [path])


def test_on_a_full_disk_the_former_file_stays(small_disk: Path) -> None:
    path = small_disk / "file"
    path.write_text("former")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_whole(path, b"x" * 5_000_000)
    assert (path.read_text(), list(small_disk.iterdir())) == ("former", [path])


def test_devices_and_pipes_are_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (
        tmp_path / "pipe",
        Path("/dev/null"),
        Path("/dev/stdout"),
        Path("/proc/self/fd/1"),
        tmp_path,
    ):
        assert not is_replaceable(path)
    assert is_replaceable(tmp_path / "new")

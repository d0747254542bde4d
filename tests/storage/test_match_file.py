"""Files of matches: what they keep, and what they say of a file that cannot be used."""

import sqlite3
import stat
from pathlib import Path

import pytest

from storage import MatchFile, MatchFileError

TEXT, OTHER = b"text", b"other"


def test_nothing_is_kept_before_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "matches"
    file = MatchFile(path)
    file.put([(TEXT, b"found")])
    file.close()
    file = MatchFile(path)
    assert list(file.found([TEXT])) == []
    file.put([(TEXT, b"found")])
    assert file.keep([(3, b"rule")]) == 1
    file.close()
    again = MatchFile(path)
    assert list(again.found([TEXT, OTHER])) == [(TEXT, b"found")]
    assert (again.rules(), again.highest()) == ({b"rule": 3}, 3)
    again.close()


def test_a_rule_that_is_forgotten_leaves_its_number(tmp_path: Path) -> None:
    file = MatchFile(tmp_path / "matches")
    file.keep([(3, b"rule")])
    file.forget_rules()
    assert (file.rules(), file.highest()) == ({}, 3)
    file.close()


def test_a_file_that_is_cleared_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "matches"
    file = MatchFile(path)
    file.put([(TEXT, b"found")])
    file.keep([(1, b"rule")])
    file.clear()
    file.close()
    again = MatchFile(path)
    assert (again.rules(), again.highest(), list(again.found([TEXT]))) == ({}, 0, [])
    again.close()


def test_only_its_user_may_read_a_file(tmp_path: Path) -> None:
    MatchFile(tmp_path / "matches").close()
    assert stat.S_IMODE((tmp_path / "matches").stat().st_mode) == 0o600


def test_a_broken_file_and_one_in_use_are_told(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"no database" * 100)
    with pytest.raises(MatchFileError, match="not a database"):
        MatchFile(tmp_path / "broken")
    path = tmp_path / "matches"
    MatchFile(path).close()
    with sqlite3.connect(path) as other:
        other.execute("INSERT INTO rule VALUES (1, 'held')")
        file = MatchFile(path)
        with pytest.raises(MatchFileError, match="locked"):
            file.put([(TEXT, b"found")])
        file.close()

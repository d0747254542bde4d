"""The rules files that the page may write, on a real disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.editing.rules_folder import (
    LARGEST,
    ChangedFileError,
    ForbiddenFileError,
    RulesFolder,
    as_written,
    difference,
)
from rules.errors import WirewatchError

TEXT = "version: 1  # kept\n\n\nwatches: []\n"


def folder_of(path: Path) -> RulesFolder:
    (path / "rules").mkdir()
    (path / "rules" / "a.yaml").write_text(TEXT)
    return RulesFolder(path / "rules")


def test_a_text_is_saved_as_it_was_typed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    opened = folder.read("a.yaml")
    assert opened.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    folder.save("a.yaml", "# more\n" + TEXT + "\n\n", opened.digest)
    assert (tmp_path / "rules" / "a.yaml").read_text() == "# more\n" + TEXT + "\n\n"
    assert sorted(path.name for path in folder.folder.iterdir()) == ["a.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "../config.toml", "..", "a.yml", "config.toml", ".hidden.yaml", "sub/a.yaml", "/etc/passwd.yaml", "a.yaml\n",
        "a\0.yaml", "", ".yaml", "..yaml", "ä.yaml", "a.yaml/", "-a.yaml", "x" * 300 + ".yaml",
    ],
)  # fmt: skip
def test_other_names_are_refused(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path)
    for call in (folder.read, lambda n: folder.save(n, TEXT, ""), lambda n: folder.delete(n, "x")):
        with pytest.raises(ForbiddenFileError):
            call(name)
    assert [path.name for path in tmp_path.rglob("*")] == ["rules", "a.yaml"]


def test_links_and_folders_are_refused(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    outside = tmp_path / "secret"
    outside.write_text("secret")
    (folder.folder / "link.yaml").symlink_to(outside)
    (folder.folder / "dangling.yaml").symlink_to(tmp_path / "new")
    (folder.folder / "folder.yaml").mkdir()
    assert folder.names() == ["a.yaml"]
    for name in ("link.yaml", "dangling.yaml", "folder.yaml"):
        with pytest.raises(ForbiddenFileError):
            folder.read(name)
        with pytest.raises(ForbiddenFileError):
            folder.save(name, TEXT, "")
    assert outside.read_text() == "secret"
    assert not (tmp_path / "new").exists()


def test_a_file_that_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    opened = folder.read("a.yaml").digest
    (folder.folder / "a.yaml").write_text("of another\n")
    for call in (lambda: folder.save("a.yaml", TEXT, opened), lambda: folder.delete("a.yaml", opened)):
        with pytest.raises(ChangedFileError) as refused:
            call()
        assert refused.value.now.text == "of another\n"
    assert (folder.folder / "a.yaml").read_text() == "of another\n"


def test_a_new_file_replaces_none(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    folder.save("b.yaml", TEXT, "")
    assert folder.read("b.yaml").text == TEXT
    with pytest.raises(ChangedFileError):
        folder.save("b.yaml", "other", "")
    with pytest.raises(ChangedFileError):
        folder.save("c.yaml", "text of a file that was deleted", "00ff")


def test_a_file_is_deleted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    folder.delete("a.yaml", folder.read("a.yaml").digest)
    assert folder.names() == []
    with pytest.raises(ChangedFileError):
        folder.delete("a.yaml", "")


def test_what_cannot_be_edited_says_why(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder.folder / "big.yaml").write_text("#" * (LARGEST + 1))
    (folder.folder / "latin.yaml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(WirewatchError, match="larger than 200 kB"):
        folder.read("big.yaml")
    with pytest.raises(WirewatchError, match="not UTF-8"):
        folder.read("latin.yaml")
    assert RulesFolder(tmp_path / "none").names() == []


def test_the_line_ends_of_a_file_stay() -> None:
    assert as_written("a\r\nb\r\n", "x\ny\n") == "a\nb\n"
    assert as_written("a\r\nb\r\n", "x\r\ny\r\n") == "a\r\nb\r\n"
    assert as_written("a\r\n", "") == "a\n"
    assert as_written("a\r\n", "\ufeffx\n") == "\ufeffa\n"


@given(st.text(alphabet="ab\n #é", max_size=40))
def test_a_text_comes_back_from_a_browser_as_it_was(text: str) -> None:
    assert as_written(text.replace("\n", "\r\n"), text) == text


def test_a_difference_shows_lines_with_their_signs() -> None:
    assert difference("a\nb\n", "a\nc\n") == ["@@ -1,2 +1,2 @@", " a", "-b", "+c"]
    assert difference("a\n", "a\n") == []
    assert len(difference("", "x\n" * 5_000)) < 400

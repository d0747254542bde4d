"""The rules files that the page may write: those directly in the rules folder, whole or not at all, and never unseen."""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rules.errors import WirewatchError
from storage.files import beside, sync, write_whole

# Bytes of a file that the page edits.
LARGEST = 200_000
_MOST_LINES = 300
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.yaml")
_BOM = "\ufeff"


class ForbiddenFileError(WirewatchError):
    """A file that is not the page's to write."""


class ChangedFileError(WirewatchError):
    """A file that is not as it was opened; `now` is what it is."""

    def __init__(self, words: str, now: RulesText) -> None:
        super().__init__(words)
        self.now = now


@dataclass(frozen=True, slots=True)
class RulesText:
    """A rules file as it is on the disk. The digest is that of its bytes, empty where there is no file."""

    name: str
    text: str
    digest: str = ""


class RulesFolder:
    """The rules folder of a watch. Errors of its methods: ForbiddenFileError, WirewatchError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """The names of the files that may be edited, in order."""
        try:
            found = sorted(path.name for path in self.folder.iterdir())
        except OSError:
            return []
        return [name for name in found if _is_plain(self.folder / name)]

    def read(self, name: str) -> RulesText:
        """A file as it is; one that is not there yet is empty."""
        path = self._path(name)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return RulesText(name, "")
        except OSError as error:
            raise WirewatchError(f"{name} cannot be read: {error.strerror}") from error
        if len(content) > LARGEST:
            raise WirewatchError(f"{name} is larger than {LARGEST // 1000} kB: edit it on the machine itself")
        try:
            return RulesText(name, content.decode("utf-8"), hashlib.sha256(content).hexdigest())
        except UnicodeDecodeError as error:
            raise WirewatchError(f"{name} is not UTF-8: mend it on the machine itself") from error

    def save(self, name: str, text: str, opened: str) -> None:
        """Writes a text as it was typed over the file whose digest was `opened`. Errors also: ChangedFileError."""
        path, now = self._path(name), self.read(name)
        if now.digest != opened:
            raise ChangedFileError("the file on the disk is not the one that you opened", now)
        content = as_written(text, now.text).encode("utf-8")
        if len(content) > LARGEST:
            raise WirewatchError(
                f"a rules file has at most {LARGEST // 1000} kB: names by the thousand belong in a list"
            )
        try:
            if now.digest:
                write_whole(path, content)
                return
            with beside(path) as part:
                part.write_bytes(content)
                part.chmod(0o644)
                sync(part)
                os.link(part, path)  # unlike a rename, it refuses to replace a file
            sync(path.parent)
        except FileExistsError:
            raise ChangedFileError("there is a file of that name by now", self.read(name)) from None
        except OSError as error:
            raise WirewatchError(f"{name} cannot be written: {error.strerror}") from error

    def delete(self, name: str, opened: str) -> None:
        """Takes away the file whose digest was `opened`. Errors also: ChangedFileError."""
        path, now = self._path(name), self.read(name)
        if not now.digest or now.digest != opened:
            raise ChangedFileError("the file on the disk is not the one that you opened", now)
        try:
            path.unlink()
            sync(path.parent)
        except OSError as error:
            raise WirewatchError(f"{name} cannot be deleted: {error.strerror}") from error

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ForbiddenFileError(
                "a rules file has a name of letters, digits, - and _, and ends with .yaml"
            )
        path = self.folder / name
        if not _is_plain(path) and _is_there(path):
            raise ForbiddenFileError(f"{name} is a link or no file: edit it where it is")
        return path


def as_written(text: str, former: str) -> str:
    """A text from a browser, which ends every line with CR LF, with the line ends and the mark of the former text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(_BOM)
    if former and former.count("\r\n") * 2 > former.count("\n"):
        text = text.replace("\n", "\r\n")
    return _BOM + text if former.startswith(_BOM) else text


def difference(before: str, after: str) -> list[str]:
    """The lines that differ, with their neighbours, each with the sign of a unified difference."""
    return list(_lines(before, after))


def _lines(before: str, after: str) -> Iterator[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    for number, line in enumerate(found):
        if number == _MOST_LINES:
            yield "@@ and more @@"
            return
        if number > 1:  # the first two name files
            yield line


def _is_plain(path: Path) -> bool:
    """Whether a path is a rules file itself, neither a link nor a folder."""
    try:
        return bool(_NAME.fullmatch(path.name)) and stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)

"""Opens a file at a path or an address (`s3://`, `gs://`, `https://`) for reading; addresses need the extra `archives`."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rules.errors import WirewatchError

EXTRA = "install the extra `archives`, as in wirewatch[archives]"
ACCESS = "see that its credentials are known here, and to each worker that reads"


def is_address(where: str) -> bool:
    """Whether it is an address, such as `s3://bucket/key`, and no path."""
    return re.match(r"[a-z][a-z0-9+.-]*://", where) is not None


@contextmanager
def open_bytes(where: str) -> Iterator[IO[bytes]]:
    """Opens what lies at a path or an address, unpacked if it ends in .gz; `-` is standard input. Errors: WirewatchError."""
    if where == "-":
        yield sys.stdin.buffer
        return
    with in_words(where), open_raw(where) as file:
        if where.endswith(".gz"):
            with gzip.open(file) as unpacked:
                yield io.BufferedReader(unpacked)
        else:
            yield file


def open_raw(where: str) -> IO[bytes]:
    """Opens the file as it is, to be read at any place where it can. Errors: as they come; see `in_words`."""
    if not is_address(where):
        return Path(where).open("rb")
    import fsspec

    file: IO[bytes] = fsspec.open(where, "rb").open()
    return file


@contextmanager
def in_words(where: str) -> Iterator[None]:
    """Says what keeps a file from being read. Errors: WirewatchError."""
    try:
        yield
    except WirewatchError:
        raise
    except ModuleNotFoundError as error:
        raise WirewatchError(f"{where}: {EXTRA}") from error
    except ImportError as error:  # fsspec says what to install for the kind of address
        raise WirewatchError(f"{where} cannot be read: {error}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise WirewatchError(f"{where} cannot be read: {_why(error, where)}") from error
    except Exception as error:
        # Each kind of address has errors of its own, of libraries that are not known here.
        if not is_address(where):
            raise
        raise WirewatchError(f"{where} cannot be read: {_why(error, where)}") from error


def _why(error: Exception, where: str) -> str:
    """The reason why a file cannot be read, and the way out."""
    answered = error.__cause__ if where.startswith("http") else None
    status = getattr(answered, "status", 404 if answered is None else None)
    if isinstance(error, FileNotFoundError):
        # To fsspec every failure of HTTP is a file that is not there.
        if status in (404, 410):
            return "there is no such file"
        said = f"its server answers {status}" if status else str(answered)
        return f"{said}; {ACCESS}" if status in (401, 403) else said
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if is_address(where) and (isinstance(error, PermissionError) or "Credentials" in type(error).__name__):
        return f"{said}; {ACCESS}"
    if isinstance(error, ValueError) and "seek" in said:
        return "its server gives no parts of a file, which Parquet needs: fetch the file first"
    return said

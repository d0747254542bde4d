"""SQLite without FTS5: connections whose list of modules lacks it, as one that was built without it."""

from __future__ import annotations

import _sqlite3
import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_KEPT = (ctypes.c_char_p * 3)(b"json_each", b"json_tree", None)
_Prepare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char_p), ctypes.c_void_p)


@contextmanager
def without_fts5() -> Iterator[None]:
    """Takes FTS5 out of every connection that this process opens meanwhile. Skips where SQLite is not to be reached."""
    # The library that Python's module has loaded, whatever its name.
    library = ctypes.CDLL(_sqlite3.__file__)
    if not hasattr(library, "sqlite3_drop_modules"):  # since SQLite 3.30
        pytest.skip("Python's SQLite cannot drop modules")

    def drop(connection: int, _message: object, _api: object) -> int:
        return int(library.sqlite3_drop_modules(ctypes.c_void_p(connection), _KEPT))

    prepare = _Prepare(drop)
    library.sqlite3_auto_extension(prepare)
    try:
        yield
    finally:
        library.sqlite3_cancel_auto_extension(prepare)

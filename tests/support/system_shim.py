"""A disk that fails and a clock that is set, for a program that knows nothing of it: see shim/shim.c."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest


class Shim:
    """`env` goes to the program; `lie` may be called while it runs."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc")
        if compiler is None or not sys.platform.startswith("linux"):
            pytest.skip("needs a C compiler and Linux")
        self._lies = folder / "lies"
        self.lie()
        library = folder / "shim.so"
        source = Path(__file__).with_name("system_shim.c")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"],
            check=True,
            timeout=60,
        )
        self.env = {"LD_PRELOAD": str(library), "SHIM": str(self._lies)}

    def lie(self, *, error: int = 0, seconds: int = 0) -> None:
        """Every write to a store fails with `error`, if there is one; the clock is wrong by `seconds`."""
        with self._lies.open("r+b" if self._lies.exists() else "wb") as file:
            file.write(struct.pack("qq", error, seconds))

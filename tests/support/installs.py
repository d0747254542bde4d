"""The installed packages without some of them, as an installation without an extra has them."""

from __future__ import annotations

import sysconfig
from collections.abc import Collection
from pathlib import Path


def installed_without(names: Collection[str], folder: Path) -> Path:
    """A folder with all packages of this Python but those of these names: for PYTHONPATH beside `python -S`."""
    folder.mkdir()
    for place in {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}:
        for path in Path(place).iterdir():
            if path.name.partition("-")[0].partition(".")[0] not in names and path.suffix != ".pth":
                (folder / path.name).symlink_to(path)
    return folder

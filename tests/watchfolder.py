"""A watch folder for tests: the starter as people get it, without the feeds that need a network."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from monitor.config.starter import starter_files


def offline_starter(folder: Path) -> Path:
    """Copies the starter into `folder`, keeping only the feeds whose URL is a path. Returns the folder."""
    for name, source in starter_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    config = folder / "config.toml"
    config.write_text(without_network(config.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def without_network(text: str) -> str:
    """The config without its [[feeds]] tables whose url is on the network."""
    tables = re.split(r"(?m)^(?=\[)", text)
    remote = re.compile(r'(?m)^url\s*=\s*"https?:')
    return "".join(t for t in tables if not (t.startswith("[[feeds]]") and remote.search(t)))

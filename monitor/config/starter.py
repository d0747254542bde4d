"""Lists the files of a starter watch folder: from this repository, or from the installed wheel."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path


def starter_files() -> Iterator[tuple[Path, Path]]:
    """Yields each file as (its path in a watch folder, the file to copy), config.toml first."""
    packaged = Path(str(resources.files("monitor"))) / "starter"
    base = packaged if packaged.is_dir() else Path(str(resources.files("monitor"))).parent
    yield Path("config.toml"), base / "config.toml"
    rules = Path(str(resources.files("rules")))
    for path in sorted([*rules.glob("*.yaml"), rules / "schema.json"]):
        yield Path("rules") / path.name, path
    for path in sorted((base / "seeds").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(base), path

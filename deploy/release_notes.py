"""Prints what CHANGELOG.md says of one version, as the text of a release: `release_notes.py CHANGELOG.md [VERSION]`.

Without a version, what is unreleased. Knows no more of a release than the headings `## VERSION` of that file.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
# What needs attention comes first, as a reader of release notes looks for it.
KINDS = {
    "CHANGE": "Needs your attention",
    "FEATURE": "New",
    "ENHANCEMENT": "Better",
    "BUGFIX": "Mended",
}


def release_notes(changelog: str, version: str = "Unreleased") -> str:
    """The notes of the version, its entries grouped by kind. Errors: ValueError if it is not there or has no entry."""
    section = _section(changelog, version)
    before, *entries = re.split(r"^- ", section, flags=re.MULTILINE)
    grouped: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for entry in entries:
        kind = re.match(r"\[(\w+)\] *", entry)
        if kind is None or kind[1] not in KINDS:
            raise ValueError(f"an entry of {version} begins with none of {', '.join(KINDS)}: {entry[:60]!r}")
        grouped[kind[1]].append(entry[kind.end() :].strip())
    if not entries:
        raise ValueError(f"{version} has no entry")
    parts = [before.strip()] if before.strip() else []
    for kind, title in KINDS.items():
        if grouped[kind]:
            parts.append(f"## {title}\n\n" + "\n".join(f"- {entry}" for entry in grouped[kind]))
    return "\n\n".join(parts) + "\n"


def _section(changelog: str, version: str) -> str:
    headings = list(HEADING.finditer(changelog))
    for heading, after in zip(headings, [*headings[1:], None], strict=False):
        # A date may follow the version: `## 0.2.0 (2027-01-31)`.
        if heading[1].split()[0] == version:
            return changelog[heading.end() : after.start() if after else None]
    there = ", ".join(heading[1] for heading in headings) or "none"
    raise ValueError(f"no version {version}; there are: {there}")


def main() -> None:
    path, *version = sys.argv[1:] or ["CHANGELOG.md"]
    try:
        sys.stdout.write(release_notes(Path(path).read_text(encoding="utf-8"), *version[:1]))
    except (OSError, ValueError) as error:
        sys.exit(f"{path}: {error}")


if __name__ == "__main__":
    main()

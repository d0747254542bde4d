"""The pages `/rules` and `/rules/edit/FILE`: watches with their volume and worth, and one rules file with its versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from monitor.web.charts import DAYS
from monitor.web.editing.alert_changes import Exact
from monitor.web.editing.draft import Judged
from monitor.web.editing.rules_folder import LARGEST, RulesFolder, RulesText, difference
from monitor.web.pages.inbox import first_steps, volumes
from monitor.web.site import Shown, Site, Viewer
from storage import NotedAct, RulesEdition, Store

MOST_EDITIONS = 60
MOST_VERSIONS = 20
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a file had while it was in force, and what differs from the one before. `by`: who saved it, if known."""

    version: str
    loaded: datetime
    by: str
    difference: tuple[str, ...]
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A file that is edited: the text of the form, the digest of the file that was opened, and what came of it.

    `conflict` is the file as it is where it changed meanwhile.
    """

    name: str
    text: str
    opened: str
    judged: Judged | None = None
    exact: Exact | None = None
    refusal: str = ""
    conflict: RulesText | None = None
    said: str = ""
    status: int = 200
    nonce: str = field(default="", repr=False)


def rules(site: Site, store: Store) -> Shown:
    """The watches in force, how often each spoke and how well, and the files of the rules folder."""
    in_force = {source.name: source.content for source in site.rules.sources}
    folder = RulesFolder(site.config.rules_folder)
    values = {
        "watches": site.rules.watches,
        "days": DAYS,
        "volumes": {each.watch: each for each in volumes(site, store)},
        "worth": store.volume.worth(),
        "files": [{"name": name, "standing": _standing(folder, name, in_force)} for name in folder.names()],
        "gone": [name for name in in_force if name not in folder.names()],
        "is_manual": site.config.monitor.reload == "manual",
        "has_feeds": bool(site.config.feeds),
    }
    return Shown("rules.html", values)


def _standing(folder: RulesFolder, name: str, in_force: dict[str, str]) -> str:
    """Whether a file is in force as it is."""
    try:
        text = folder.read(name).text
    except Exception as error:  # said beside its name
        return str(error)
    if name not in in_force:
        return "not in force yet"
    return "in force" if in_force[name] == text.removeprefix("\ufeff") else "changed, not in force yet"


def editor(site: Site, viewer: Viewer, store: Store, editing: Editing) -> Shown:
    """A rules file in its editor, with what was found in the draft and the versions that were in force."""
    in_force = next((s.content for s in site.rules.sources if s.name == editing.name), None)
    on_disk = RulesFolder(site.config.rules_folder).read(editing.name)
    values: dict[str, Any] = {
        "e": editing,
        "files": RulesFolder(site.config.rules_folder).names(),
        "versions": list(
            _versions(store.rules_editions(MOST_EDITIONS), editing.name, _saves(store, editing.name))
        )[:MOST_VERSIONS],
        "is_draft": editing.text != on_disk.text,
        "applied": on_disk.digest == "" or in_force == on_disk.text.removeprefix("\ufeff"),
        "is_manual": site.config.monitor.reload == "manual",
        "gap": difference(editing.conflict.text, editing.text) if editing.conflict else [],
        "largest": LARGEST,
        "steps": first_steps(site),
        "bundle": site.has("editor.js") and viewer.may_change,
    }
    return Shown("rules_edit.html", values, editing.status)


def _saves(store: Store, name: str) -> list[NotedAct]:
    """The edits of a file that the audit log knows, newest first."""
    return [act for act in store.audit.find() if act.about == f"rules file {name}"]


def _versions(editions: Sequence[RulesEdition], name: str, saves: Sequence[NotedAct]) -> Iterator[Version]:
    """The different texts of a file among rule sets, newest first."""
    texts = [
        (edition, next((source.content for source in edition.sources if source.name == name), None))
        for edition in editions
    ]
    for at, (edition, text) in enumerate(texts):
        before = texts[at + 1][1] if at + 1 < len(texts) else None
        if text is not None and (text != before or at + 1 == len(texts)):
            lines = () if before is None else tuple(difference(before, text))
            earlier = editions[at + 1].loaded if at + 1 < len(editions) else _EARLIEST
            by = next((act.who for act in saves if earlier < act.at <= edition.loaded), "")
            yield Version(edition.version, edition.loaded, by, lines, before is None)


def text_of_version(store: Store, name: str, version: str) -> str | None:
    """The text of a file in the rules of that version; None where there is none."""
    for edition in store.rules_editions(MOST_EDITIONS):
        if edition.version == version:
            return next((source.content for source in edition.sources if source.name == name), None)
    return None

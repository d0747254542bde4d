"""Adds a rule to the rules files of a watch folder, or more terms and aliases to one. Writes no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.errors import WirewatchError
from rules.loading.yaml_positions import YamlProblem, read
from rules.seeding.extend import extended
from rules.seeding.topics import variant, with_translations
from rules.seeding.write_rules import new_rule

_EMPTY = "# yaml-language-server: $schema=./schema.json\nversion: 1\n...\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A rule to add: an actor by its full name, a topic by its terms, or a watch on `rules` that are there.

    `file`: the name of the file that it goes into; `watch`: the watch that asks for it, in place of one of its own.
    """

    name: str
    actor: str | None = None
    terms: Sequence[str] = ()
    aliases: Sequence[str] = ()
    rules: Sequence[str] = ()
    title: str | None = None
    notify: Sequence[str] = ()
    file: str | None = None
    watch: str | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    group: str
    index: int
    value: dict[str, Any]


def with_rule(wanted: Wanted, texts: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The new texts of the files that change, by name, and what was done in words. Errors: WirewatchError."""
    files = _Files(texts)
    known = files.find(wanted.name)
    if known is not None:
        said = _more(files, known, wanted)
    elif wanted.actor is None and wanted.aliases:
        raise WirewatchError(f"no actor has the id {wanted.name}: give --actor 'FULL NAME' to make one")
    else:
        said = _anew(files, wanted)
    return files.changed, said


def _more(files: _Files, known: _Place, wanted: Wanted) -> str:
    """Adds terms to a topic, or aliases to an actor; what is there already is left out."""
    key = {"topics": "terms", "actors": "aliases"}.get(known.group)
    given = wanted.terms if key == "terms" else wanted.aliases
    if key is None or not given or wanted.actor or wanted.rules:
        raise WirewatchError(
            f"{known.file} has a rule {wanted.name} already: give a topic --term, an actor --alias, or choose another id"
        )
    texts = (each.get("text") if isinstance(each, dict) else each for each in known.value.get(key) or ())
    there = {str(text).casefold() for text in texts}
    new = [text for text in dict.fromkeys(given) if text.casefold() not in there]
    if not new:
        raise WirewatchError(f"{known.file}: {wanted.name} has these {key} already")
    values = [_term(text) for text in new] if key == "terms" else new
    files.extend(known.file, (known.group, known.index, key), values)
    return f"{key} added to {wanted.name}: {', '.join(new)}"


def _anew(files: _Files, wanted: Wanted) -> str:
    watch = files.watch(wanted.watch) if wanted.watch else None
    file = wanted.file or (watch.file if watch else f"{wanted.name}.yaml")
    if watch is None and not wanted.rules and not files.has(file):
        files.changed[file] = new_rule(
            wanted.name, actor=wanted.actor, terms=wanted.terms, notify=wanted.notify,
            aliases=wanted.aliases, title=wanted.title,
        )  # fmt: skip
        return f"{'topic' if wanted.actor is None else 'actor'} {wanted.name} and watch {wanted.name}-watch added"
    added = []
    if wanted.actor is not None:
        actor: dict[str, Any] = {"id": wanted.name, "name": wanted.actor}
        files.extend(
            file, ("actors",), [actor | ({"aliases": list(wanted.aliases)} if wanted.aliases else {})]
        )
        added.append(f"actor {wanted.name}")
    elif wanted.terms:
        terms = [_term(text) for text in with_translations(wanted.terms)]
        files.extend(file, ("topics",), [{"id": wanted.name, "terms": terms}])
        added.append(f"topic {wanted.name}")
    if watch is not None:
        _join(files, watch, wanted.name)
        return f"{added[0]} added, asked for by the watch {watch.value['id']}"
    own = _watch(wanted)
    files.extend(file, ("watches",), [own])
    return " and ".join([*added, f"watch {own['id']}"]) + " added"


def _watch(wanted: Wanted) -> dict[str, Any]:
    """A watch of its own: on the rule that is added, or on those that are there."""
    name = wanted.name if wanted.rules else f"{wanted.name}-watch"
    title = wanted.title or wanted.actor or (wanted.terms[0] if wanted.terms else wanted.name)
    watch = {"id": name, "title": title, "when": {"any": list(wanted.rules or [wanted.name])}}
    return watch | ({"notify": list(wanted.notify)} if wanted.notify else {})


def _join(files: _Files, watch: _Place, name: str) -> None:
    when = watch.value.get("when")
    if isinstance(when, dict) and "any" not in when:
        raise WirewatchError(
            f"the watch {watch.value['id']} does not ask for any of several rules: write `{name}` into its `when` by hand"
        )
    files.extend(watch.file, ("watches", watch.index, "when", "any"), [name])


def _term(text: str) -> Any:
    written = variant(text)
    return text if written.match == "auto" else {"text": text, "match": written.match}


class _Files:
    """The texts of rules files, while rules are added to them."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self.changed: dict[str, str] = {}

    def find(self, name: str, groups: Sequence[str] = ("actors", "topics", "watches")) -> _Place | None:
        for file, text in self._texts.items():
            value = _value(file, text)
            for group in groups:
                for index, rule in enumerate(value.get(group) or ()):
                    if isinstance(rule, dict) and rule.get("id") == name:
                        return _Place(file, group, index, rule)
        return None

    def has(self, file: str) -> bool:
        return file in self._texts

    def watch(self, name: str) -> _Place:
        found = self.find(name, ("watches",))
        if found is None:
            raise WirewatchError(f"no watch has the id {name}: see wirewatch rules list")
        return found

    def extend(self, file: str, loc: tuple[str | int, ...], values: Sequence[Any]) -> None:
        text = self.changed.get(file, self._texts.get(file, _EMPTY))
        try:
            self.changed[file] = extended(text, loc, values)
        except WirewatchError as error:
            raise WirewatchError(f"{file}: {error}") from None


def _value(file: str, text: str) -> dict[str, Any]:
    try:
        value = read(text).value
    except YamlProblem as problem:
        raise WirewatchError(
            f"{file}:{problem.place.line}:{problem.place.column}: {problem.message}"
        ) from None
    return value if isinstance(value, dict) else {}

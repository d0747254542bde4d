"""Turns pydantic's errors into findings in plain words, each with its place in the file and a hint.

It serves rules files and config.toml alike, and knows neither YAML nor TOML. Values are shown only where the
caller says that they hold no secrets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from rules.errors import Problem

Loc = tuple[str | int, ...]
# (loc, whether the key is meant rather than its value) -> line and column, from 1
Locate = Callable[[Loc, bool], tuple[int, int]]

_LIMITS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
}
_WANTED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "tuple": "a list",
    "list": "a list",
    "dict": "a group of keys",
    "model": "a group of keys",
}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The word of `known` that `word` most likely stands for; None where none is near."""
    # Imported where a word is wrong: every command reads the config, and nearly all are right.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(
        word[:80].casefold(), list(known), scorer=OSA.normalized_similarity, score_cutoff=0.6
    )
    return str(near[0]) if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint `did you mean ...?` for the nearest of `known`, or "" where none is near."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else ""


def zone_hint(name: str, zones: Iterable[str]) -> str:
    """The hint for a name that is no timezone: the place of this name, or the form that a name has."""
    known = sorted(zones)
    places = [
        zone for zone in known if zone.rpartition("/")[2].casefold() == name.replace(" ", "_").casefold()
    ]
    if places and "/" not in name:
        return f"did you mean `{places[0]}`?"
    if re.fullmatch(r"(?i)(utc|gmt)?\s*[+-]\s*\d.*|[A-Z]{2,5}", name):
        return "write a place, as America/Santiago or Europe/Madrid: it knows summer time, too"
    return did_you_mean(name, known) or "write a place, as America/Santiago or Europe/Madrid"


def quoted(text: str) -> str:
    """A person's own word in backquotes, safe for a line of output: no controls, at most 80 characters."""
    short = text if len(text) <= 80 else f"{text[:77]}..."
    return "`" + "".join(sign if sign.isprintable() else "?" for sign in short) + "`"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Joins words into a phrase: `a, b or c`."""
    *head, tail = words
    return f"{', '.join(head)} {last} {tail}" if head else tail


def kind_of(value: object) -> str:
    """The kind of a value, in words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list() | tuple():
            return "a list"
        case Mapping():
            return "a group of keys"
        case _:
            return "a date or time"


def explain(
    error: ValidationError,
    *,
    path: Path,
    model: type[BaseModel],
    locate: Locate,
    forms: Mapping[str, str],
    secret: bool = False,
) -> list[Problem]:
    """Turns every error of `error` into a Problem.

    `forms` describes in words what each pattern asks for, and each type by the name of its class.
    """
    missing: dict[Loc, Problem] = {}
    meant: set[Loc] = set()
    problems: list[Problem] = []
    for details in error.errors(include_url=False):
        loc = _written(details["loc"])
        if details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]:
            continue  # pydantic counts only the valid items; the others have findings of their own
        if details["type"] == "missing":
            message = f"{_owner(loc[:-1])}`{loc[-1]}` is missing"
            hint = "write `version: 1` in the first line" if loc == ("version",) else ""
            missing[loc] = Problem(path, *locate(loc[:-1], False), message, hint)
        elif details["type"] == "extra_forbidden":
            known = sorted(keys_at(model, loc[:-1]))
            near = nearest(str(loc[-1]), known)
            meant |= {(*loc[:-1], near)} if near else set()
            hint = f"did you mean `{near}`?" if near else f"known here: {', '.join(known)}"
            problems.append(Problem(path, *locate(loc, True), f"unknown key {quoted(str(loc[-1]))}", hint))
        else:
            message, hint = _words(details, forms, secret)
            join = " " if message.startswith(("must ", "is ", "needs ")) else ": "
            place = locate(loc, "[key]" in details["loc"])
            problems.append(Problem(path, *place, f"`{name_of(loc)}`{join}{message}", hint))
    # A key that is missing because it is misspelt is one mistake, not two.
    return problems + [problem for loc, problem in missing.items() if loc not in meant]


def _written(loc: Loc) -> Loc:
    """The path as in the file: without the marks that distinguish the members of a union."""
    return tuple(part for part in loc if not (isinstance(part, str) and re.fullmatch(r"<\w+>|\[key\]", part)))


def name_of(loc: Loc) -> str:
    """The last key of a path, with the places in lists that follow it: `terms[2]`."""
    words = [i for i, part in enumerate(loc) if isinstance(part, str)]
    start = words[-1] if words else 0
    places = "".join(f"[{int(part) + 1}]" for part in loc[start + 1 :])
    return f"{quoted(str(loc[start]))[1:-1]}{places}" if loc else "the file"


def _owner(loc: Loc) -> str:
    return f"`{name_of(loc)}`: " if loc else ""


def _words(details: Any, forms: Mapping[str, str], secret: bool) -> tuple[str, str]:
    """The message and the hint of one error that concerns a value."""
    code, value, context = details["type"], details["input"], details.get("ctx", {})
    if code in _LIMITS:
        word, key = _LIMITS[code]
        return f"must be {word} {context[key]:g}", ""
    if code == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        shown = listed(choices) if choices else context["expected"]
        shows_value = isinstance(value, str) and not secret
        return (
            f"must be {shown}" + (f", not {quoted(value)}" if shows_value else ""),
            did_you_mean(value, choices) if isinstance(value, str) else "",
        )
    if code == "string_pattern_mismatch":
        return forms.get(context["pattern"], "has a form that is not known"), ""
    if code == "value_error":
        return str(context["error"]), ""
    if code in ("string_too_short", "too_short"):
        return (
            ("is empty", "") if context["min_length"] == 1 else (f"needs {context['min_length']} or more", "")
        )
    if code in ("string_too_long", "too_long"):
        return f"is longer than {context['max_length']}", ""
    if context.get("class_name") in forms:
        is_condition = context["class_name"] == "When" and isinstance(value, list | tuple) and not secret
        ids = ", ".join(map(str, value)) if is_condition else ""
        return forms[context["class_name"]], f"write {{any: [{ids}]}}, or all in place of any" if ids else ""
    if code == "int_type" and isinstance(value, float):
        return "must be a whole number", ""
    wanted = _WANTED.get(code.rsplit("_", 1)[0])
    if wanted is None:
        return str(details["msg"])[:1].lower() + str(details["msg"])[1:], ""
    return f"must be {wanted}, not {kind_of(value)}", _way_out(wanted, value, secret)


def _way_out(wanted: str, value: object, secret: bool) -> str:
    if wanted == "text" and isinstance(value, int | float) and not secret:
        written = str(value).lower() if isinstance(value, bool) else str(value)
        return f'put it in quotes: "{written}"'
    if wanted == "a list" and isinstance(value, str):
        return "put it in square brackets" if secret else f"write [{quoted(value)[1:-1]}]"
    if wanted == "a list" and isinstance(value, Mapping) and secret:
        return "write [[feeds]] above each feed"
    if wanted == "true or false" and isinstance(value, str):
        return "write true or false, without quotes"
    if wanted.endswith("number") and isinstance(value, str):
        return "write the number without quotes"
    return ""


def keys_at(model: type[BaseModel], loc: Loc) -> set[str]:
    """The keys that may stand in the group at `loc` of a file that `model` describes."""
    here = {model}
    for part in loc:
        if isinstance(part, str):
            # A part that no model here has is a name of the person's own, as in [destinations.NAME].
            here = {inner for owner in here for inner in _models_of_key(owner, part)} or here
    return {field.alias or name for owner in here for name, field in owner.model_fields.items()}


def _models_of_key(owner: type[BaseModel], key: str) -> Iterator[type[BaseModel]]:
    for name, field in owner.model_fields.items():
        if key == (field.alias or name):
            yield from _models_in(field.annotation)
            return


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)

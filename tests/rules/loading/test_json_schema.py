"""The JSON Schema of a rules file: an editor that uses it agrees with the loader."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries
from support.places import ROOT

from rules.loading.json_schema import DIALECT, json_schema
from rules.schema import RulesFile

fuzz = tries(100)


def test_an_editor_is_told_the_dialect_and_shown_descriptions_without_titles_of_keys() -> None:
    schema = json_schema()
    assert schema["$schema"] == DIALECT
    severity = schema["$defs"]["Watch"]["properties"]["severity"]
    assert severity["description"] == "urgent passes quiet hours"
    assert severity["default"] == "normal"
    for described in (schema, *schema["$defs"].values()):
        for key in described.get("properties", {}).values():
            assert "title" not in key
            assert not isinstance(key.get("default", ""), list | dict | None)


# What a person may write where the schema asks for an actor, topic or watch: right, nearly right and wrong.
texts = st.sampled_from(["x y", "Ken Salazar", "", " ", "a" * 501, "UPPER"]) | st.integers(0, 3) | st.none()
ids = st.sampled_from(["t", "t1", "Bad Id", "", "a.b-c_d", 5])
variants = texts | st.fixed_dictionaries(
    {"text": texts}, optional={"match": st.sampled_from(["exact", "auto", "exat"])}
)
nears = st.fixed_dictionaries(
    {"near": st.lists(st.lists(texts, max_size=2), max_size=3)},
    optional={"within": st.sampled_from([0, 1, 50, 51, 2.5, "4", True])},
)
conditions = st.recursive(
    ids,
    lambda inner: st.dictionaries(st.sampled_from(["any", "all", "none", "al"]), st.lists(inner, max_size=2)),
    max_leaves=4,
)
periods = st.sampled_from(["30m", "7 d", "1y", "12", "", 5])
topics = st.fixed_dictionaries(
    {"id": ids, "terms": st.lists(variants | nears, max_size=3)},
    optional={
        "not": st.lists(texts, max_size=2),
        "seed": st.sampled_from(["a.md", "../a.md", "a.html", None]),
    },
)
watches = st.fixed_dictionaries(
    {"id": ids, "when": conditions},
    optional={
        "severity": st.sampled_from(["low", "urgent", "hgih"]),
        "digest": st.sampled_from(["07:30", "24:00", "every 2h", "every2h", None]),
        "catch_up": st.sampled_from(["none", "7d", "all"]),
        "cooldown": periods | st.none(),
        "enabled": st.sampled_from([True, False, "no", 0]),
        "min_score": st.sampled_from([0, 1, 0.84, 1.5, "0.5"]),
        "quiet_hours": st.fixed_dictionaries(
            {"from": st.sampled_from(["22:00", "7:00"]), "to": st.just("07:00")}
        ),
        "not_": st.just(["x"]),
    },
)
rules_files = st.fixed_dictionaries(
    {"version": st.sampled_from([1, 1, 1, 2, "1"])},
    optional={"topics": st.lists(topics, max_size=2), "watches": st.lists(watches, max_size=2)},
)


@fuzz
@given(rules_files)
def test_an_editor_with_the_schema_and_the_loader_agree(value: dict[str, Any]) -> None:
    try:
        RulesFile.model_validate(value, by_alias=True, by_name=False)
        loads = True
    except ValueError as error:
        # A condition without any id, and spans beyond ten years, are beyond what the schema says.
        beyond = ("a condition needs", "at most ten years")
        loads = all(any(text in line["msg"] for text in beyond) for line in error.errors())  # type: ignore[attr-defined]
    assert fits(value, SCHEMA) == loads


def test_the_shipped_schema_is_the_one_that_the_types_give() -> None:
    shipped = ROOT / "rules" / "schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == json_schema(), (
        "run `wirewatch schema -o rules/schema.json`"
    )


SCHEMA = json_schema()


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is valid, by the keywords of JSON Schema 2020-12 that our schema uses."""
    known = {
        "$ref", "$defs", "$schema", "title", "description", "default", "examples", "type", "const", "enum",
        "pattern", "minLength", "maxLength", "minItems", "items", "minimum", "maximum", "properties", "required",
        "additionalProperties", "anyOf", "oneOf",
    }  # fmt: skip
    assert schema.keys() <= known
    return all(RULES[word](value, schema[word], schema) for word in schema if word in RULES)


def has_type(value: Any, name: str) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return {
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
        "null": value is None,
        "number": number,
        "integer": number and isinstance(value, int),
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
    }[name]


def same(value: Any, constant: Any) -> bool:
    return type(value) is type(constant) and bool(value == constant)


def searched(value: Any, pattern: str) -> bool:
    return not isinstance(value, str) or re.search(pattern, value) is not None


RULES: dict[str, Any] = {
    "$ref": lambda v, ref, _: fits(v, SCHEMA["$defs"][ref.rsplit("/", 1)[1]]),
    "type": lambda v, name, _: has_type(v, name),
    "const": lambda v, constant, _: same(v, constant),
    "enum": lambda v, options, _: any(same(v, option) for option in options),
    "pattern": lambda v, pattern, _: searched(v, pattern),
    "minLength": lambda v, least, _: not isinstance(v, str) or len(v) >= least,
    "maxLength": lambda v, most, _: not isinstance(v, str) or len(v) <= most,
    "minItems": lambda v, least, _: not isinstance(v, list) or len(v) >= least,
    "items": lambda v, inner, _: not isinstance(v, list) or all(fits(item, inner) for item in v),
    "minimum": lambda v, least, _: not has_type(v, "number") or v >= least,
    "maximum": lambda v, most, _: not has_type(v, "number") or v <= most,
    "required": lambda v, keys, _: not isinstance(v, dict) or all(key in v for key in keys),
    "properties": lambda v, inner, _: (
        not isinstance(v, dict) or all(fits(v[k], inner[k]) for k in v if k in inner)
    ),
    "additionalProperties": lambda v, allowed, schema: (
        not isinstance(v, dict) or allowed or v.keys() <= schema["properties"].keys()
    ),
    "anyOf": lambda v, options, _: any(fits(v, option) for option in options),
    "oneOf": lambda v, options, _: sum(fits(v, option) for option in options) == 1,
}

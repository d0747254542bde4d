"""Rules files that are broken, huge or malicious: refused with a place, in bounded time, never a crash."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from support.fuzzing import tries
from support.places import ROOT

from rules.errors import Problem, RulesError
from rules.loading.json_schema import json_schema
from rules.loading.load import MAX_BYTES, load
from rules.loading.yaml_positions import MAX_DEPTH, MAX_VALUES, YamlProblem, read
from rules.schema import RulesFile

SAMPLE = """\
version: 1
actors:
  - id: ken-salazar
    name: Ken Salazar
    aliases: [Kenneth Salazar, {text: "K. Salazar", match: exact}]
    context: {any: [ambassador, 'embajador'], within: 12}
topics:
  - id: arms
    terms:
      - near: [[arms, weapons], [trafficking]]
      - >-
        tráfico
        de armas
    not: [coat of arms]   # heraldry
watches:
  - id: w
    when: {any: [arms, {all: [ken-salazar]}]}
    quiet_hours: {from: 22:00, to: "07:00"}
    examples: {match: ["arms trafficking"]}
...
"""
fuzz = tries(100)


def refused(folder: Path, content: str | bytes) -> str:
    """The first finding about a file of this content, told in a few seconds of CPU time."""
    file = folder / "a.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    start = time.process_time()
    with pytest.raises(RulesError) as caught:
        load(folder)
    assert time.process_time() - start < 6
    return str(caught.value.problems[0]).replace(f"{folder}/", "")


def bomb(levels: int, item: str) -> str:
    lines = [f"a0: &a0 {item}"]
    lines += [f"a{i}: &a{i} {item.replace('x', ', '.join([f'*a{i - 1}'] * 9))}" for i in range(1, levels)]
    return "version: 1\n" + "\n".join(lines)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("[" * 100_000, f"a.yaml:1:{MAX_DEPTH + 1}: nested more than {MAX_DEPTH} levels deep"),
        ("{" * 100_000, "a.yaml:1:2: a key must be a plain word"),
        ("{a: " * 50_000, f"a.yaml:1:{4 * MAX_DEPTH + 1}: nested more than"),
        ("- " * 100_000, f"a.yaml:1:{2 * MAX_DEPTH + 1}: nested more than"),
        ("? " * 100_000, "a.yaml:1:3: a key must be a plain word"),
        ("a:\n" + "".join(" " * i + "a:\n" for i in range(1, 500)), f"a.yaml:{MAX_DEPTH + 1}:"),
        (bomb(12, "[x]"), "a.yaml:2:5: an anchor (&); rules files have none"),
        (bomb(12, "{<<: [x]}"), "a.yaml:2:5: an anchor (&); rules files have none"),
        ("version: 1\ntopics: *topics\n", "a.yaml:2:9: an alias (*); rules files have none"),
        ("!!python/object/apply:os.system ['true']", "a.yaml:1:1: a tag (!); rules files have none"),
        ("version: !!int '1'", "a.yaml:1:10: a tag (!)"),
        ("%YAML 1.1\n---\nversion: 1\n", "a.yaml:2:1: a directive"),
        ("%TAG ! tag:x,2000:\n---\nversion: 1\n", "a.yaml:2:1: a directive"),
        ("version: 1\n---\nversion: 1\n", "a.yaml:2:1: a second document in one file"),
        (
            "version: 1\n" + "# " + "x" * MAX_BYTES,
            "a.yaml: this file is larger than 2 MB (names by the thousand",
        ),
        (b"version: 1\nt\xc3", "a.yaml:2:2: this file is not UTF-8 (save it as UTF-8)"),
        ("version: 1\n".encode("utf-16"), "a.yaml:1:1: this file is not UTF-8"),
        (b"version: 1\n\xed\xa0\x80", "a.yaml:2:1: this file is not UTF-8"),
        ("version: 1\ntopics: \0", "a.yaml:2:9: a character that is no text: U+0000"),
        ("version: 1\ntopics: \x1b[31m", "a.yaml:2:9: a character that is no text: U+001B"),
        ('version: "\\U00110000"', "a.yaml:1:1: this is no YAML"),
        ("version: " + "9" * 100_000, "a.yaml:1:10: `version` must be 1"),
        ("version: 1e999999999", "a.yaml:1:10: `version` must be 1"),
        ("version: 1\n" + "".join(f"k{i}: 1\n" for i in range(5_000)), "a.yaml:2:1: unknown key `k0`"),
        ("x" * 900 + ": 1\nversion: 1\n", "a.yaml:1:1: unknown key `" + "x" * 77 + "...`"),
        ("x" * 1_000_000, "a.yaml:1:1: this file has no keys"),
        ("a: " + "b " * 200_000, "a.yaml:1:1: "),
        ("\n" * 400_000 + "\t@", "a.yaml:400001:"),
        ("[" + "a," * 400_000, f"a.yaml:1:{2 * MAX_VALUES}: more than {MAX_VALUES} values in one file"),
    ],
    ids=lambda value: f"{value[:12]!r}",
)
def test_a_hostile_file_is_refused_in_time(tmp_path: Path, content: str | bytes, found: str) -> None:
    assert refused(tmp_path, content).startswith(found)


def test_conditions_nest_to_the_limit_and_no_deeper(tmp_path: Path) -> None:
    def nested(levels: int) -> str:
        when = "{any: [" * levels + "t" + "]}" * levels
        return f"version: 1\ntopics: [{{id: t, terms: [x y]}}]\nwatches: [{{id: w, when: {when}}}]\n"

    (tmp_path / "a.yaml").write_text(nested(28))
    assert load(tmp_path).rules.watches
    assert "nested more than" in refused(tmp_path, nested(29))


def test_a_large_file_within_the_limit_loads(tmp_path: Path) -> None:
    actors = "".join(
        f"  - {{id: a{i}, name: First{i} Last{i}, aliases: [F. Last{i}]}}\n" for i in range(1000)
    )
    (tmp_path / "a.yaml").write_text(f"version: 1\nactors:\n{actors}watches: [{{id: w, when: a1}}]\n...\n")
    loaded = load(tmp_path)
    assert (len(loaded.rules.actors), len(loaded.warnings)) == (1000, 999)


edits = st.lists(
    st.tuples(
        st.integers(0, len(SAMPLE)),
        st.integers(0, 8),
        st.text(st.sampled_from("[]{}:,-?*&!|>'\"%@`#~ \n\t.ab0é\\\0\x85\u2028\ufeff"), max_size=5),
    ),
    min_size=1,
    max_size=4,
)


@fuzz
@given(edits)
def test_an_edit_gone_wrong_is_rules_or_findings_with_a_place(
    tmp_path: Path, edits: list[tuple[int, int, str]]
) -> None:
    text = SAMPLE
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
    check_bounded(tmp_path, text.encode("utf-8"))


def test_a_file_half_written_at_any_byte_is_refused_once_it_has_had_its_end_mark(tmp_path: Path) -> None:
    file, whole = tmp_path / "a.yaml", SAMPLE.encode()
    for size in range(len(whole) - len("...\n")):
        check_bounded(tmp_path, whole[:size])
        with pytest.raises(RulesError) as caught:
            load(tmp_path, ended=["a.yaml"])
        assert str(caught.value.problems[0]).startswith(str(file))
    file.write_bytes(whole)
    assert load(tmp_path, ended=["a.yaml"]).rules.watches


@fuzz
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_are_rules_or_findings_with_a_place(tmp_path: Path, content: bytes) -> None:
    check_bounded(tmp_path, content)


def check_bounded(folder: Path, content: bytes) -> None:
    file = folder / "a.yaml"
    file.write_bytes(content)
    lines = content.decode("utf-8", "replace").splitlines()
    start = time.process_time()
    for problem in problems_of(file):
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert "pydantic" not in str(problem)
        assert "\n" not in str(problem)
    assert time.process_time() - start < 4


def problems_of(file: Path) -> list[Problem]:
    try:
        load(file)
    except RulesError as error:
        return error.problems
    return []


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@fuzz
@given(trees)
@example({"a": "no", "b": "22:00", "c": "0o7", "d": "1e3", "": "~", "e": "2023-05-31"})
def test_what_ruamel_writes_is_read_back_as_it_was(tree: Any) -> None:
    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.sort_base_mapping_type_on_output = False
    writer.dump(tree, out)
    value = value_or_problem(out.getvalue())
    if isinstance(value, YamlProblem):
        # Text that no person writes is refused, and is the only thing that is.
        assert "no text" in value.message or "plain word" in value.message
    else:
        assert repr(value) == repr(tree)


def value_or_problem(text: str) -> Any:
    try:
        return read(text).value
    except YamlProblem as problem:
        return problem


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
    import json

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
    import re

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

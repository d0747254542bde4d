"""Rules files that are broken, huge or malicious: refused with a place, in bounded time, never a crash."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzing import tries

from rules.errors import Problem, RulesError
from rules.loading.load import MAX_BYTES, load
from rules.loading.yaml_positions import MAX_DEPTH, MAX_VALUES

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

"""The loader of rules files: what it accepts, and how it says what it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.places import ROOT

from rules.errors import RulesError
from rules.loading.load import Loaded, load

WHOLE = """\
# yaml-language-server: $schema=./schema.json
version: 1

actors:
  - id: ebrard
    name: Marcelo Ebrard
    aliases: [Marcelo Luis Ebrard Casaubón, {text: 埃布拉德, match: exact}]
    surname_alone: Ebrard
    not: [Óscar Ebrard]
  - id: ken-salazar
    name: Ken Salazar
    surname_alone: Salazar
    context: {any: [ambassador, embajador], within: 12}

topics:
  - id: sport
    terms: [football, fútbol]
  - id: arms-trafficking
    terms:
      - arms trafficking
      - near: [[arms, weapons], [trafficking, smuggling]]
        within: 4
    not: [coat of arms]

watches:
  - id: border
    title: Border talks
    when:
      any: [arms-trafficking, {all: [ebrard, ken-salazar]}]
      none: [sport]
    feeds: {tags: [mexico], exclude: ["*-sport"]}
    severity: high
    notify: [console]
    digest: every 2h
    quiet_hours: {from: 22:00, to: "07:00", timezone: America/Mexico_City}
    updates: silent
    cooldown: 12h
    catch_up: 7d
    min_score: 0.84
    max_per_hour: 20
    examples:
      match: [Ebrard met ambassador Salazar]
      no_match: [The coat of arms was sold]
...
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def findings(folder: Path, **options: object) -> list[str]:
    """Every finding as `file:line:column: message (hint)`, without the folder."""
    with pytest.raises(RulesError) as caught:
        load(folder, **options)  # type: ignore[arg-type]
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_a_whole_file_loads_with_everything_that_it_says(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, a=WHOLE), destinations={"console"})
    rules = loaded.rules
    assert loaded == Loaded(rules, ())
    assert [actor.id for actor in rules.actors] == ["ebrard", "ken-salazar"]
    assert [alias.match for alias in rules.actors[0].aliases] == ["auto", "exact"]
    assert rules.topics[1].terms[1].within == 4  # type: ignore[union-attr]
    watch = rules.watches[0]
    assert watch.quiet_hours is not None
    assert (watch.quiet_hours.from_, watch.digest, watch.min_score) == ("22:00", "every 2h", 0.84)
    assert [(source.name, source.ended) for source in rules.sources] == [("a.yaml", True)]
    assert len(rules.version) == 16


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("    alises: [X Y]", "unknown key `alises` (did you mean `aliases`?)"),
        ("    name: Second", "key `name` is written twice (first in line 4)"),
        ("    aliases: X Y", "`aliases` must be a list, not text (write [X Y])"),
        ("    aliases: [911]", "`aliases[1]` must be text, or a group with text and match"),
        ("    aliases: [{text: 911}]", '`text` must be text, not a number (put it in quotes: "911")'),
        ("    aliases: [{txt: X}]", "unknown key `txt` (did you mean `text`?)"),
        ("    aliases: [{text: X, match: exat}]", "(did you mean `exact`?)"),
        ("    surname_alone: '  '", "`surname_alone`: the text is blank"),
        ("    context: {any: []}", "`any` is empty"),
        ("    context: {any: [x], within: 4.5}", "`within` must be a whole number"),
        ("    context: {any: [x], within: 900}", "`within` must be at most 200"),
        ("    not_: [X]", "unknown key `not_` (did you mean `not`?)"),
        ("    seed: ../secret.md", "`seed`: a seed is the name of a document in the seeds folder"),
        ("    <<: {name: X}", "unknown key `<<`"),
        ("    not: [*-sport]", "an alias (*); rules files have none (put quotes around"),
        ("    not: &x [a]", "an anchor (&); rules files have none"),
        ("    not: !!python/name:os.system []", "a tag (!); rules files have none"),
        ("    not: [a", "a bracket that is not closed, or a missing comma"),
        ("    not: it: is", "a second `: ` in one value"),
        ("\tnot: [a]", "a tab; YAML indents with spaces"),
        ("   not: [a]", "the indentation does not fit the lines above"),
        ('    not: ["\\ud800"]', "an escape for a character that is no text: U+D800"),
        ('    not: ["a\\0b"]', "an escape for a character that is no text: U+0000"),
        ("---", "a second document in one file"),
    ],
)
def test_a_mistake_is_named_in_plain_words_at_its_line(tmp_path: Path, line: str, found: str) -> None:
    text = f"version: 1\nactors:\n  - id: x\n    name: X Y\n{line}\n"
    (message,) = findings(write(tmp_path, a=text))
    assert found in message
    assert message.startswith(("a.yaml:5:", "a.yaml:6:1:"))


def test_columns_point_at_the_value_or_at_the_unknown_key(tmp_path: Path) -> None:
    text = """\
version: 1
topics:
  - {id: a, terms: [x], contxt: {}}
  - {id: Ä, terms: []}
  - terms: [{near: [[a], []]}]
watches:
  - {id: w, when: {any: [a, {al: [b]}, 5]}, severity: hgih, digest: 25:00, enabled: no}
"""
    assert [message.partition(": ")[0] for message in findings(write(tmp_path, a=text))] == [
        "a.yaml:3:25",
        "a.yaml:4:10",
        "a.yaml:4:20",
        "a.yaml:5:5",
        "a.yaml:5:26",
        "a.yaml:7:30",
        "a.yaml:7:40",
        "a.yaml:7:55",
        "a.yaml:7:69",
        "a.yaml:7:85",
    ]


def test_every_file_is_checked_before_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, a="version: 2\n", b="actors: [\n", c="", d="- x\n", e=WHOLE)
    assert findings(tmp_path) == [
        "a.yaml:1:10: `version` must be 1",
        "b.yaml:2:1: a quote or a bracket that is not closed (is the file cut short?)",
        "c.yaml:1:1: this file is empty (a rules file begins with `version: 1`)",
        "d.yaml:1:1: this file has no keys (a rules file begins with `version: 1`)",
    ]


def test_yaml_1_2_reads_clocks_and_words_as_they_look(tmp_path: Path) -> None:
    text = """\
version: 1
topics: [{id: t, terms: [no, on, yes, 2023-05-31, 1_000, 0b1, 22:00]}]
watches: [{id: w, when: t, quiet_hours: {from: 22:00, to: 07:00}, enabled: false, min_score: 1}]
"""
    rules = load(write(tmp_path, a=text)).rules
    terms = [term.text for term in rules.topics[0].terms]  # type: ignore[union-attr]
    assert terms == ["no", "on", "yes", "2023-05-31", "1_000", "0b1", "22:00"]
    watch = rules.watches[0]
    assert watch.quiet_hours is not None
    assert (watch.quiet_hours.from_, watch.quiet_hours.to, watch.enabled) == ("22:00", "07:00", False)
    assert watch.when.any == ("t",)


def test_ids_are_unique_and_known_across_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="version: 1\ntopics: [{id: fentanyl, terms: [fentanyl]}]\n",
        b="version: 1\nactors: [{id: fentanyl, name: X Y}]\n"
        "watches: [{id: w, when: {any: [fentanil, {all: [w2]}]}}]\n",
    )
    assert findings(tmp_path) == [
        "b.yaml:2:15: id `fentanyl` is used twice (first at a.yaml:2:15)",
        "b.yaml:3:32: no rule has the id `fentanil` (did you mean `fentanyl`?)",
        "b.yaml:3:49: no rule has the id `w2`",
    ]


def test_an_id_in_a_file_that_does_not_load_is_not_called_unknown(tmp_path: Path) -> None:
    write(tmp_path, a="version: 1\nwatches: [{id: w, when: t}]\n", b="version: 1\ntopics: {\n")
    assert [message.split(":")[0] for message in findings(tmp_path)] == ["b.yaml"]


def test_watches_that_lead_in_a_circle_are_refused(tmp_path: Path) -> None:
    text = """\
version: 1
topics: [{id: t, terms: [x y]}]
watches:
  - {id: a, when: {any: [t, b]}}
  - {id: b, when: {any: [t], none: [c]}}
  - {id: c, when: a}
  - {id: self, when: {any: [t, self]}}
"""
    assert findings(write(tmp_path, a=text)) == [
        "a.yaml:6:19: watches that lead in a circle (a -> b -> c -> a)",
        "a.yaml:7:32: watches that lead in a circle (self -> self)",
    ]


def test_watches_may_build_on_each_other_ten_deep_and_no_deeper(tmp_path: Path) -> None:
    def chain(length: int) -> str:
        watches = "".join(
            f"  - {{id: w{i}, when: {{all: [w{i - 1}, w{i - 1}]}}}}\n" for i in range(1, length)
        )
        return f"version: 1\ntopics: [{{id: t, terms: [x y]}}]\nwatches:\n  - {{id: w0, when: t}}\n{watches}"

    assert len(load(write(tmp_path, a=chain(10))).rules.watches) == 10
    (message,) = findings(write(tmp_path, a=chain(2000)))
    assert "a watch that leads through more than 10 others" in message


def test_a_watch_must_say_what_it_looks_for(tmp_path: Path) -> None:
    text = """\
version: 1
topics: [{id: t, terms: [x y]}]
watches:
  - {id: a, when: {none: [t]}}
  - {id: b, when: {all: [t], any: [{none: [t]}]}}
  - {id: c, when: {}}
"""
    assert findings(write(tmp_path, a=text)) == [
        "a.yaml:6:19: `when`: a condition needs any, all or none with at least one id"
    ]
    (message,) = findings(write(tmp_path, a=text.replace("when: {}", "when: b")))
    assert message.startswith("a.yaml:4:19: watch `a` fires where nothing is found")


def test_destinations_and_timezones_must_exist(tmp_path: Path) -> None:
    text = """\
version: 1
topics: [{id: t, terms: [x y]}]
watches:
  - id: w
    when: t
    notify: [desk-emial, console]
    quiet_hours: {from: 22:00, to: 07:00, timezone: America/Mexico_Cty}
"""
    folder = write(tmp_path, a=text)
    assert findings(folder, destinations=["desk-email", "console"]) == [
        "a.yaml:6:14: no destination is called `desk-emial` (did you mean `desk-email`?)",
        "a.yaml:7:53: there is no timezone `America/Mexico_Cty` (did you mean `America/Mexico_City`?)",
    ]
    write(folder, a=text.replace("desk-emial", "mailto://me:hunter-two@x"))
    (message, _) = findings(folder, destinations=["desk-email", "console"])
    assert message.startswith("a.yaml:6:14: a destination is named here, not its URL")
    assert "hunter-two" not in message
    assert findings(write(folder, a=text), destinations=[])[1].endswith("(config.toml has no destination)")
    assert len(findings(folder)) == 1


def test_an_unused_rule_is_a_warning_only(tmp_path: Path) -> None:
    text = "version: 1\ntopics: [{id: t, terms: [x y]}]\nactors: [{id: a, name: X Y}]\nwatches: [{id: w, when: t}]\n"
    write(tmp_path, a=text)
    (tmp_path / "b.yml").touch()
    (tmp_path / ".#a.yaml").symlink_to("nobody@nowhere.1:2")
    assert [str(warning).replace(f"{tmp_path}/", "") for warning in load(tmp_path).warnings] == [
        "b.yml: this file is not read (name it .yaml)",
        "a.yaml:3:15: no watch uses actor `a`",
    ]


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    assert "there is no rules file here" in findings(tmp_path)[0]
    assert "the rules folder cannot be read" in findings(tmp_path / "none")[0]
    assert "`wirewatch rules new NAME --term WORDS` makes it" in findings(tmp_path / "none")[0]
    (tmp_path / "a.yaml").mkdir()
    assert findings(tmp_path) == ["a.yaml: this is no file"]


def test_a_single_file_loads_by_itself(tmp_path: Path) -> None:
    write(tmp_path, a=WHOLE, b="not: [rules")
    assert [watch.id for watch in load(tmp_path / "a.yaml").rules.watches] == ["border"]


def shipped() -> list[Path]:
    return sorted((ROOT / "rules").glob("*.yaml"))


@pytest.mark.parametrize("text", [WHOLE, *(p.read_text("utf-8") for p in shipped())], ids=len)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_save_cut_anywhere_never_loads_as_other_rules(tmp_path: Path, text: str, newline: str) -> None:
    content = text.replace("\n", newline).encode()
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    whole = load(file).rules
    accepted = []
    for size in reversed(range(len(content))):
        os.truncate(file, size)
        try:
            loaded = load(file, ended=["a.yaml"]).rules
        except RulesError:
            continue
        accepted.append(size)
        assert (loaded.version, loaded.sources[0].ended) == (whole.version, True)
    # Only the last line's own newline can be missed.
    assert accepted == [len(content) - lost for lost in range(1, len(newline) + 1)]


def test_without_the_memory_of_an_end_mark_none_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, a=WHOLE.removesuffix("...\n"))
    assert not load(tmp_path).rules.sources[0].ended
    (message,) = findings(tmp_path, ended={"a.yaml", "gone.yaml"})
    assert "this file is cut short: the end mark is missing" in message


def test_the_end_mark_is_a_line_of_its_own(tmp_path: Path) -> None:
    closed = WHOLE + "# thanks for reading\n\n"
    assert load(write(tmp_path, a=closed), ended={"a.yaml"}).rules.sources[0].ended
    within = WHOLE.removesuffix("...\n") + "      no_match: |\n        x\n        ...\n"
    for text in (within, WHOLE.removesuffix("...\n") + " ...\n", WHOLE.removesuffix(".\n")):
        assert "cut short" in findings(write(tmp_path, a=text), ended={"a.yaml"})[0]


def test_the_version_is_that_of_what_the_rules_say(tmp_path: Path) -> None:
    version = load(write(tmp_path, a=WHOLE)).rules.version
    reordered = WHOLE.replace("# yaml", "# other words\n# yaml").replace(
        "id: sport\n    terms: [", "id: sport\n    terms: [ "
    )
    assert load(write(tmp_path, a=reordered)).rules.version == version
    assert load(write(tmp_path, a=WHOLE.replace("within: 4", "within: 5"))).rules.version != version
    assert (
        load(write(tmp_path, a=WHOLE.replace("severity: high", "severity: normal"))).rules.version != version
    )

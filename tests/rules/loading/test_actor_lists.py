"""Lists of actors: the formats that they come in, and what is said of a bad one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from support.places import SHARED_DATA

from rules.errors import RulesError
from rules.loading import actor_lists as lists
from rules.loading import load
from rules.model import ListedActor, LoadedList

SDN = (
    '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '173,"DOE ROE, Jane Ann","individual","CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1 Jan 1950"\r\n'
    '306,"MAR AZUL","vessel","CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a'
).encode("latin-1")
ALT = (
    '36,12,"aka","AERO-CARIBBEAN",-0- \r\n173,57,"aka","ROE, Janie",-0- \r\n173,58,"aka","ROÉ, Janie",-0- \r\n'
).encode("latin-1")


def folder_with(tmp_path: Path, form: str, file: str, content: bytes, extra: str = "") -> Path:
    (tmp_path / "lists").mkdir(exist_ok=True)
    (tmp_path / "lists" / file).write_bytes(content)
    rule = f"{{id: sdn, file: lists/{file}, format: {form}{extra}}}"
    text = f"version: 1\nlists:\n  - {rule}\nwatches: [{{id: w, when: sdn}}]\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def loaded(folder: Path) -> LoadedList:
    return load.load(folder).rules.lists[0]


def findings(folder: Path) -> list[str]:
    with pytest.raises(RulesError) as caught:
        load.load(folder)
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_ofac_files_give_names_in_order_with_the_aliases_of_the_file_beside(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "ofac", "SDN.CSV", SDN)
    (folder / "lists" / "ALT.CSV").write_bytes(ALT)
    assert loaded(folder).actors == (
        ListedActor("36", "AEROCARIBBEAN AIRLINES", ("AERO-CARIBBEAN",), "organization"),
        ListedActor("173", "Jane Ann DOE ROE", ("Janie ROE", "Janie ROÉ"), "person"),
        ListedActor("306", "MAR AZUL", (), "vessel"),
    )
    assert load.load(folder).warnings == ()


def test_ofac_without_its_aliases_is_a_warning(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "ofac", "sdn.csv", SDN)
    (warning,) = load.load(folder).warnings
    assert "there is no ALT.CSV beside this list" in warning.message


@pytest.mark.parametrize(
    ("kinds", "keys"),
    [("[person]", ["173"]), ("[individual, entity]", ["36", "173"]), ("[Organisation]", ["36"])],
)
def test_only_the_kinds_asked_for_are_taken(tmp_path: Path, kinds: str, keys: list[str]) -> None:
    folder = folder_with(tmp_path, "ofac", "sdn.csv", SDN, f", kinds: {kinds}")
    assert [actor.key for actor in loaded(folder).actors] == keys


def test_a_kind_that_nobody_is_of_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "ofac", "sdn.csv", SDN, ", kinds: [vessel, persn, aircraft]")
    assert findings(folder) == [
        "a.yaml:3:66: no actor of this list is of kind `persn` (did you mean `person`?)",
        "a.yaml:3:73: no actor of this list is of kind `aircraft` (this list has organization, person and vessel)",
    ]


def test_a_csv_list_needs_a_name_and_may_tell_more(tmp_path: Path) -> None:
    content = 'Name,aliases,kind,id,remarks\n"Roe, Jane",Janie Roe; J. Roe ;,person,j1,x\n\nACME / Co,,,,\n'
    folder = folder_with(tmp_path, "csv", "mine.csv", content.encode("utf-8-sig"))
    assert loaded(folder).actors == (
        ListedActor("j1", "Jane Roe", ("Janie Roe", "J. Roe"), "person"),
        ListedActor("acme-co", "ACME / Co", (), ""),
    )


def test_json_lines_are_read_packed_or_not(tmp_path: Path) -> None:
    content = (
        b'{"id": "a", "name": "Roe, Jane", "type": "individual", "aliases": [{"name": "Janie Roe"}, "J. Roe"]}\n'
        b'\n{"id": "b", "name": "ACME", "kind": "entity", "program": "X"}\n'
    )
    for file, data in (("a.jsonl", content), ("a.jsonl.gz", gzip.compress(content))):
        assert loaded(folder_with(tmp_path, "jsonl", file, data)).actors == (
            ListedActor("a", "Jane Roe", ("Janie Roe", "J. Roe"), "person"),
            ListedActor("b", "ACME", (), "organization"),
        )


@pytest.mark.parametrize(
    ("form", "content", "found"),
    [
        ("ofac", b"36,x\n", "lists/x:1:1: this row is not of OFAC's SDN.CSV"),
        ("csv", b"nam,aliases\nx,y\n", "lists/x:1:1: the first row must name the columns, `name` among them"),
        ("csv", b"name,id\nX Y,1\nZ,1\n", "lists/x:3:1: id `1` is used twice (first in line 2)"),
        ("csv", b'name\n"a\nb"\n,\na\x07b,\n', "lists/x:5:1: a name is no text"),
        ("csv", b"name\nX Y\n\xff\n", "lists/x:3:1: this line is not UTF-8"),
        ("csv", b"name\n", "lists/x: this list names nobody"),
        ("csv", b'name\n"' + b"x" * 200_000 + b'"\n', "lists/x:2:1: this row is no CSV"),
        ("jsonl", b'{"id": "a", "name": "X"}\n{"id": "b"\n', "lists/x:2:1: this line is no JSON"),
        ("jsonl", b"[1]\n", "lists/x:1:1: a line must be a JSON object, not a list"),
        (
            "jsonl",
            b'{"id": 5, "name": "X"}\n',
            "lists/x:1:1: `id`, `name`, `kind` and each alias must be text",
        ),
        ("jsonl", b'{"id": "a", "name": "  "}\n', "lists/x:1:1: an actor needs a name and an id"),
        ("jsonl", b'{"id": "a", "name": "\\ud800"}\n', "lists/x:1:1: a name is no text"),
        ("jsonl", b"[" * 100_000, "lists/x:1:1: this line is no JSON"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, form: str, content: bytes, found: str) -> None:
    messages = findings(folder_with(tmp_path, form, "x", content))
    assert messages[0].startswith(found)


def test_a_list_made_wrong_is_not_told_line_by_line(tmp_path: Path) -> None:
    messages = findings(folder_with(tmp_path, "jsonl", "x", b"{\n" * 5000))
    assert len(messages) == lists.MAX_FINDINGS + 1
    assert "lists/x: 4980 more lines like these" in messages


def test_a_file_that_is_missing_or_no_gzip_is_told_at_the_rule(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "jsonl", "x.gz", gzip.compress(b"x" * 1000)[:-9])
    assert findings(folder) == ["a.yaml:3:21: list `sdn`: this file is no gzip, or cut short: lists/x.gz"]
    (folder / "lists" / "x.gz").unlink()
    assert findings(folder) == ["a.yaml:3:21: list `sdn`: there is no such file: lists/x.gz"]


def test_a_list_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MAX_LIST_BYTES", 100_000)
    folder = folder_with(tmp_path, "jsonl", "x.gz", gzip.compress(b" " * 200_000))
    assert "unpacks to more than 0.1 MB" in findings(folder)[0]


def test_an_edit_of_a_list_changes_the_version(tmp_path: Path) -> None:
    before = load.load(folder_with(tmp_path, "csv", "x.csv", b"name\nX Y\n")).rules.version
    assert load.load(folder_with(tmp_path, "csv", "x.csv", b"name\nX Z\n")).rules.version != before


def test_the_sanctions_list_at_hand_loads_whole(tmp_path: Path) -> None:
    data = SHARED_DATA
    file = data / "ofac_sdn.jsonl.gz"
    if not file.is_file():
        pytest.skip(f"{file} is not at hand")
    folder = folder_with(tmp_path, "jsonl", "x.jsonl.gz", file.read_bytes())
    actors = loaded(folder).actors
    assert (len(actors), sum(len(actor.aliases) for actor in actors)) == (8976, 11904)

"""Long lists are compiled once; the copy on disk is a cache and nothing more."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.evaluation import matcher_cache as compiled
from rules.model import Entry, ListedActor, LoadedList, RuleSet
from rules.schema import ActorList


def rules(*names: str) -> RuleSet:
    actors = [*names, *(f"Quarandil Vostrikan {i}x" for i in range(compiled.WORTH))]
    rule = ActorList(id="sdn", file="list.csv", format="csv")
    return RuleSet(
        lists=(LoadedList(rule, tuple(ListedActor(str(i), name) for i, name in enumerate(actors))),)
    )


def found(some: RuleSet, folder: Path, text: str) -> list[str]:
    return [m.rule for m in compiled.compile_rules(some, folder).match(Entry(id="e", title=text))]


def test_a_long_list_is_read_from_the_cache_the_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = rules("Fermin Aranda")
    assert found(some, tmp_path, "Fermín Aranda was named") == ["sdn/0"]
    (kept,) = tmp_path.glob("*.list")
    monkeypatch.setattr(compiled, "compile_list", None)  # compiling again would fail
    assert found(some, tmp_path, "Fermín Aranda was named") == ["sdn/0"]
    assert kept.exists()


def test_a_changed_list_is_compiled_anew(tmp_path: Path) -> None:
    found(rules("Fermin Aranda"), tmp_path, "")
    assert found(rules("Rashid Talmasani"), tmp_path, "Rashid Talmasani was named") == ["sdn/0"]


@pytest.mark.parametrize("content", [b"", b"no list", b"\x80\x05cos\nsystem\n."])
def test_a_damaged_cache_is_replaced_and_nothing_fails(tmp_path: Path, content: bytes) -> None:
    some = rules("Fermin Aranda")
    found(some, tmp_path, "")
    (kept,) = tmp_path.glob("*.list")
    whole = kept.read_bytes()
    kept.write_bytes(content)
    assert found(some, tmp_path, "Fermín Aranda was named") == ["sdn/0"]
    assert len(kept.read_bytes()) == len(whole)


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert found(rules("Fermin Aranda"), blocked / "lists", "Fermín Aranda was named") == ["sdn/0"]


def test_the_newest_three_editions_of_each_list_are_kept(tmp_path: Path) -> None:
    for name in ("Fermin Aranda", "Rashid Talmasani", "Zanavia Shipping", "Ilmar Kostrava"):
        found(rules(name), tmp_path, "")
    other = rules("Fermin Aranda")
    (loaded,) = other.lists
    found(
        replace(other, lists=(replace(loaded, rule=loaded.rule.model_copy(update={"id": "eu"})),)),
        tmp_path,
        "",
    )
    assert len(list(tmp_path.glob("sdn.*.list"))) == 3
    assert len(list(tmp_path.glob("eu.*.list"))) == 1
    assert not list(tmp_path.glob(".*.part"))


def test_no_more_than_so_many_files_are_kept_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST_KEPT", 2)
    for name in ("Fermin Aranda", "Rashid Talmasani", "Zanavia Shipping"):
        found(rules(name), tmp_path, "")
    assert len(list(tmp_path.glob("*.list"))) == 2


def test_the_garbage_collector_is_on_again_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        assert not gc.isenabled()
        raise RuntimeError("no memory")

    found(rules("Fermin Aranda"), tmp_path, "")
    assert gc.isenabled()
    monkeypatch.setattr(compiled, "compile_list", fail)
    with pytest.raises(RuntimeError):
        found(rules("Rashid Talmasani"), tmp_path, "")
    assert gc.isenabled()

"""Proposals written as a rules file."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.drafting import sentence

from rules.loading.load import load
from rules.loading.yaml_positions import read
from rules.schema import Variant
from rules.seeding.proposal import Proposed
from rules.seeding.write_rules import new_rule, plain, scalar, write

SOURCE = sentence("Ambassador Tom Quimby spoke of theft.")
QUIMBY = Proposed(
    id="quimby",
    source=SOURCE,
    name="Tom Quimby",
    variants=(Variant(text="T. Quimby"), Variant(text="TQ", match="exact")),
    surname="Quimby",
    context=("ambassador",),
)
THEFT = Proposed(id="theft", source=SOURCE, variants=(Variant(text="container theft"),))


def written(*rules: Proposed, examples: tuple[str, ...] = (), left_out: tuple[str, ...] = ()) -> str:
    return write(
        "Ports: a draft",
        documents=["ports.txt"],
        watch="ports",
        actors=[rule for rule in rules if rule.name],
        topics=[rule for rule in rules if not rule.name],
        examples=examples,
        left_out=left_out,
    )


def test_what_is_written_loads_as_what_was_proposed(tmp_path: Path) -> None:
    file = tmp_path / "ports.yaml"
    file.write_text(written(QUIMBY, THEFT, examples=("Tom Quimby: “no”",)), encoding="utf-8")
    rules = load(file).rules
    (actor,), (topic,), (watch,) = rules.actors, rules.topics, rules.watches
    assert (actor.id, actor.name, actor.aliases, actor.surname_alone) == (
        "quimby", "Tom Quimby", QUIMBY.variants, "Quimby",
    )  # fmt: skip
    assert actor.context is not None
    assert actor.context.any == ("ambassador",)
    assert (topic.id, topic.terms) == ("theft", THEFT.variants)
    assert (watch.title, watch.when.any) == ("Ports: a draft", ("quimby", "theft"))
    assert watch.examples.match == ("Tom Quimby: “no”",)
    assert rules.sources[0].ended


def test_each_proposal_has_its_sentence_as_a_comment_above_it() -> None:
    assert "  # “Ambassador Tom Quimby spoke of theft.” (text.txt, sentence 1)\n  - id: quimby\n" in written(
        QUIMBY
    )


def test_a_tracked_proposal_is_a_comment_and_its_rule_is_watched() -> None:
    tracked = Proposed(id="quimby", source=SOURCE, name="Tom Quimby", tracked="tom")
    text = written(tracked, THEFT)
    assert "The rule tom tracks this already." in text
    assert "id: quimby" not in text
    assert "        - tom\n        - theft\n" in text


def test_names_that_are_left_out_are_named_at_the_end() -> None:
    assert "# Named in the text, but not proposed: Texas (a place)\n...\n" in written(
        THEFT, left_out=("Texas (a place)",)
    )


def test_a_text_on_one_line_has_no_controls() -> None:
    assert plain("  a\x1b[31m\n b\u2028c ") == "a [31m b c"


@given(st.text(max_size=80))
def test_any_text_survives_as_a_yaml_scalar(text: str) -> None:
    value = read(f"key: {scalar(text)}\n").value["key"]
    printed = "".join(c for c in text if c in value)
    assert isinstance(value, str)
    assert value == text or set(text) - set(printed)


def test_a_scalar_is_quoted_only_where_a_reader_could_mistake_it() -> None:
    assert [scalar(text) for text in ("Tom Quimby", "yes", "22:00", "a: b", "")] == [
        "Tom Quimby", '"yes"', '"22:00"', '"a: b"', '""',
    ]  # fmt: skip


def test_a_new_rule_is_an_actor_or_a_topic_with_its_translations(tmp_path: Path) -> None:
    texts = {
        "a": new_rule("quimby", actor="Tom Quimby", terms=(), notify=("desk", "console")),
        "b": new_rule("laundering", actor=None, terms=("money laundering",), notify=()),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    rules = load(tmp_path).rules
    assert [actor.name for actor in rules.actors] == ["Tom Quimby"]
    assert {"money laundering", "lavado de dinero"} <= {term.text for term in rules.topics[0].terms}  # type: ignore[union-attr]
    assert [(watch.id, watch.notify) for watch in rules.watches] == [
        ("quimby-watch", ("desk", "console")),
        ("laundering-watch", ()),
    ]

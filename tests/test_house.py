"""The house: a reader finds each module's test by its name, and the manual's listing is the folders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.places import ROOT, TESTS

PACKAGES = ("monitor", "rules", "storage")
# Modules without a test of their name, each with the reason.
UNTESTED = {
    "monitor/delivery/senders/base.py": "the protocol of senders; every sender's test goes through it",
    "storage/entry_tokens.py": "written by the index of search, held by test_token_reader.py",
    "monitor/shapes/account.py": "the shape of `why --json`; tests of the command hold it",
    "monitor/shapes/alerts.py": "the shape of `alerts --json`; tests of the command hold it",
    "monitor/shapes/deliveries.py": "the shape of `deliveries --json`; tests of the command hold it",
    "monitor/shapes/entries.py": "the shape of `search --json`; tests of the command hold it",
    "monitor/shapes/feeds.py": "the shape of `feeds --json`; tests of the command hold it",
    "monitor/shapes/status.py": "the shape of `status --json`; tests of the command hold it",
    "monitor/shapes/stories.py": "the shape of `stories --json`; tests of the command hold it",
    "monitor/web/answers.py": "answers of the routes; test_app.py and test_forms.py ask for each",
    "monitor/web/api/calls.py": "calls of handlers; each refusal is asked for in the tests of api/",
    "monitor/web/api/edit_models.py": "the documents of edits; the tests of api/ send and read each",
    "monitor/web/api/models.py": "the documents of the API; test_routes.py holds its answers against them",
    "monitor/web/api/news.py": "routes that read; test_routes.py asks for each",
    "monitor/web/api/problems.py": "refusals of the API; test_routes.py asks for each",
    "monitor/web/api/state.py": "routes that read; test_routes.py asks for each",
    "monitor/web/changes.py": "what forms change; test_forms.py holds it",
    "monitor/web/story_changes.py": "what forms of a story change; test_story_forms.py holds it",
    "monitor/web/delivery_changes.py": "what forms and API change; routes/ and api/test_deliveries.py hold it",
    "monitor/web/site.py": "what pages share; the tests of pages go through it",
    "rules/matching/lexicon/compounds.py": "halves of compounds, read by tests of the matcher",
    "rules/matching/lexicon/english.py": "words, read by tests of the matcher",
    "rules/matching/lexicon/irregular.py": "words, read by tests of the matcher",
    "rules/matching/lexicon/names.py": "names, read by tests of the matcher",
    "rules/matching/lexicon/particles.py": "particles, read by tests of the matcher",
    "rules/matching/lexicon/spanish.py": "words, read by tests of the matcher",
    "rules/matching/lexicon/spelling_families.py": "spellings, held by test_variants.py",
    "rules/seeding/lexicon/more_languages.py": "words, held by test_vocabulary.py",
    "rules/seeding/lexicon/topic_translations.py": "terms, held by test_known_topics.py",
    "rules/silence/lexicon/acts.py": "acts, held by test_acts.py",
    "rules/silence/lexicon/roles.py": "roles, held by test_acts.py",
    "rules/silence/lexicon/vocabulary.py": "words, held by test_words.py and test_figures.py",
    "rules/text/token_query.py": "queries, held by test_entry_query.py",
    "rules/text/word_frequency_en.py": "figures, held by test_word_frequency.py",
    "rules/text/word_frequency_es.py": "figures, held by test_word_frequency.py",
    "storage/model.py": "types without behaviour",
}
# Files directly in monitor/: the ground on which every folder stands.
GROUND = {"__init__.py", "threads.py"}
# A file a command, and a file a noun: these folders grow with the program.
LONG = {"monitor/cli", "storage"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            relative = path.relative_to(ROOT)
            if path.name != "__init__.py" and "migrations" not in relative.parts:
                yield relative


def folders() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("__init__.py")):
            yield path.parent.relative_to(ROOT)


def test_every_module_has_a_test_of_its_name_or_a_reason() -> None:
    without = {str(m) for m in modules() if not (TESTS / m.parent / f"test_{m.name}").exists()}
    assert without - UNTESTED.keys() == set()
    assert UNTESTED.keys() - without == set(), "these have a test now: strike them from the list"


def test_the_manual_lists_the_folders_as_they_are() -> None:
    listing = re.search(r"```text\n(.*?)```", (ROOT / "docs" / "architecture.md").read_text(), re.DOTALL)
    assert listing
    listed: set[str] = set()
    above: list[str] = []
    for line in listing[1].splitlines():
        indent, name = re.match(r"( *)(\S+)/ ", line).groups()  # type: ignore[union-attr]
        above[len(indent) // 2 :] = [name]
        listed.add("/".join(above))
    there = {str(folder) for folder in folders()} | {"storage/migrations"}
    assert listed == there


def test_every_module_that_the_manual_names_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`((?:monitor|rules|storage|tests)/[\w/.]+)`", page))
    assert len(named) > 30
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_nothing_but_the_ground_lies_directly_in_monitor() -> None:
    assert {path.name for path in (ROOT / "monitor").glob("*.py")} == GROUND


@pytest.mark.parametrize("folder", sorted(map(str, folders())))
def test_a_folder_has_few_files_and_says_what_it_is_for(folder: str) -> None:
    files = [path for path in (ROOT / folder).glob("*.py") if path.name != "__init__.py"]
    assert folder in LONG or len(files) <= 15
    assert ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text()))

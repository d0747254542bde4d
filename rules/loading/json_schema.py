"""The JSON Schema of a rules file, for editors: completion, descriptions, and errors while typing."""

from __future__ import annotations

from typing import Any

from rules.schema import RulesFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema, in draft 2020-12. It accepts what the loader accepts of one file; the loader also checks ids."""
    schema = RulesFile.model_json_schema(by_alias=True)
    _tidy(schema)
    return {"$schema": DIALECT, "title": "wirewatch rules", **schema}


def _tidy(node: Any) -> None:
    """Removes titles of keys and empty defaults: they only make an editor's hover text longer."""
    if isinstance(node, list):
        for item in node:
            _tidy(item)
    elif isinstance(node, dict):
        for described in node.get("properties", {}).values():
            described.pop("title", None)
            if isinstance(described.get("default", ...), list | dict | None):
                del described["default"]
        for inner in node.values():
            _tidy(inner)

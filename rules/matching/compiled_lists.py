"""Lists of actors, compiled once and kept as bytes: a hundred thousand names load in a moment.

Gives bytes and takes bytes; where they are kept is for others to decide.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from dataclasses import dataclass
from typing import Any

from rules.errors import WirewatchError
from rules.matching.search.prefilter import ListLayer
from rules.model import LoadedList

_FORMAT = "wirewatch list 1"  # to be raised whenever compiled lists change in form or meaning


class CompiledListError(WirewatchError):
    """Bytes that are not a compiled list of this version; compile the list anew."""


@dataclass(frozen=True, slots=True)
class CompiledList:
    """A list ready to match. `digest` tells which list, read how, by which version of the engine."""

    digest: str
    layer: ListLayer

    def to_bytes(self) -> bytes:
        return pickle.dumps((_FORMAT, self.digest, self.layer.state()), protocol=5)

    @classmethod
    def from_bytes(cls, data: bytes) -> CompiledList:
        """Raises CompiledListError for anything that `to_bytes` of this version did not give."""
        try:
            kind, digest, state = _Plain(io.BytesIO(data)).load()
            if kind != _FORMAT:
                raise CompiledListError("this compiled list is of another version")
            return cls(digest, ListLayer.restore(state))
        except (pickle.UnpicklingError, EOFError, ValueError, TypeError, IndexError, AttributeError) as error:
            raise CompiledListError("this is no compiled list") from error


class _Plain(pickle.Unpickler):
    """Reads plain containers and nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"a compiled list holds no {module}.{name}")


def digest(loaded: LoadedList) -> str:
    """The same for the same names under the same rule and engine, whatever file they came from."""
    h = hashlib.sha256(_FORMAT.encode())
    h.update(f"\0{loaded.rule.id}".encode())
    for entity in loaded.actors:
        h.update("\0".join(("", entity.key, entity.name, *entity.aliases, "\1")).encode())
    return h.hexdigest()


def compile_list(loaded: LoadedList) -> CompiledList:
    """Compile the names of a list; those that name nobody for certain are left out (see `rules.checking.lint`)."""
    names = [
        (f"{loaded.rule.id}/{entity.key}", spelling)
        for entity in loaded.actors
        for spelling in dict.fromkeys((entity.name, *entity.aliases))
    ]
    return CompiledList(digest(loaded), ListLayer(names))

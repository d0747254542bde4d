"""Compiles lists of actors into bytes, so that a hundred thousand names load in a moment.

The caller decides where the bytes are kept.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rules.errors import WirewatchError
from rules.matching.search.prefilter import ListLayer
from rules.model import LoadedList

_FORMAT = f"wirewatch list 3, {sys.byteorder} endian"  # to be raised whenever compiled lists change in form or meaning


class CompiledListError(WirewatchError):
    """The bytes are no compiled list of this version; compile the list anew."""


@dataclass(frozen=True, slots=True)
class CompiledList:
    """A list that is ready to match. `digest` identifies its names, its rule and the version of the engine."""

    digest: str
    layer: ListLayer

    def to_bytes(self) -> bytes:
        return pickle.dumps((_FORMAT, self.digest, self.layer.state()), protocol=5)

    @classmethod
    def from_bytes(cls, data: bytes) -> CompiledList:
        """Restores a list. Raises CompiledListError for anything but the output of this version's `to_bytes`."""
        try:
            kind, digest, state = _Plain(io.BytesIO(data)).load()
            if kind != _FORMAT:
                raise CompiledListError("this compiled list is of another version")
            return cls(digest, ListLayer.restore(state))
        except (pickle.UnpicklingError, EOFError, ValueError, TypeError, IndexError, AttributeError) as error:
            raise CompiledListError("this is no compiled list") from error


class _Plain(pickle.Unpickler):
    """Unpickles plain containers and nothing that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"a compiled list holds no {module}.{name}")


def digest(loaded: LoadedList) -> str:
    """Identifies the names, their rule and the engine, whatever file the names came from."""
    h = hashlib.sha256(_FORMAT.encode())
    h.update(f"\0{loaded.rule.id}".encode())
    for entity in loaded.actors:
        h.update("\0".join(("", entity.key, entity.name, *entity.aliases, "\1")).encode())
    return h.hexdigest()


def compile_list(loaded: LoadedList) -> CompiledList:
    """Compiles the names of a list, without names that prove nothing (see `rules.checking.lint`)."""
    return CompiledList(digest(loaded), ListLayer(_spellings(loaded)))


def _spellings(loaded: LoadedList) -> Iterator[tuple[str, str]]:
    for entity in loaded.actors:
        rule = f"{loaded.rule.id}/{entity.key}"
        for spelling in dict.fromkeys((entity.name, *entity.aliases)):
            yield rule, spelling

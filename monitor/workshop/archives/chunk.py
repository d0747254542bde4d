"""Chunks of items, which go to a worker together; that which kills its workers is halved until the item is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol, TypeVar

from rules.errors import WirewatchError

CHUNK = 500  # items that go to a worker at once
FAR_CHUNK = 2_000  # the same to a cluster, where each chunk passes through a scheduler

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Chunk(Protocol[T_co]):
    """Items that go to a worker together: a list, or something that gives them once it is there."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[T_co]: ...
    def __getitem__(self, part: slice, /) -> Chunk[T_co]: ...


def chunks(items: Iterable[T], size: int | None = None) -> Iterator[Sequence[T]]:
    """The items in lists of `size`, else of `CHUNK`, the last one shorter."""
    source = iter(items)
    while chunk := list(islice(source, size or CHUNK)):
        yield chunk


def in_halves(
    work: Callable[[Chunk[T]], list[Any]], chunk: Chunk[T], deadly: type[BaseException]
) -> list[Any]:
    """The results of a chunk for which `work` ended with the `deadly` error, half by half, down to the item to blame.

    Errors: WirewatchError that names the item.
    """
    if len(chunk) == 1:
        raise WirewatchError(
            f"{_name(next(iter(chunk)))} kills the workers that read it; their logs say more, as of too little memory"
        )
    results: list[Any] = []
    middle = len(chunk) // 2
    for half in (chunk[:middle], chunk[middle:]):
        try:
            results += work(half)
        except deadly:
            results += in_halves(work, half, deadly)
    return results


def _name(item: Any) -> str:
    if not isinstance(item, tuple):
        return f"entry {getattr(item, 'id', item)}"
    number, row = item
    return f"{'line' if isinstance(row, bytes) else 'row'} {number}"

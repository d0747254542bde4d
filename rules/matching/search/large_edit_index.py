"""The index of edits of a list with hundreds of thousands of different words, in a quarter of the memory.

It finds the same as `EditIndex` and takes half as long again, for it files by hashes: what only shares a place is found
too, and passed over when all that is found is compared.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from rules.matching.search.edit_index import Edits, deletions, places, segments
from rules.matching.search.hash_file import HashFile, hash_of


class LargeEditIndex(Edits):
    """Words filed in one file of hashes, in which segments are told apart by the length of their word and their place."""

    def __init__(self, words: Sequence[str], budgets: Sequence[int]) -> None:
        super().__init__(words, budgets)
        self._plans: dict[int, list[tuple[int, int, int]]] = {}
        hashes, numbers = array("I"), array("I")
        for v, (word, edits) in enumerate(zip(words, budgets, strict=True)):
            for key in deletions(word) if edits == 1 else ():
                hashes.append(hash_of(key))
                numbers.append(v)
            for which, segment in segments(word) if edits == 2 else ():
                hashes.append(hash_of(segment, _kind(len(word), which)))
                numbers.append(v)
        self._filed = HashFile(hashes, numbers)

    def state(self) -> tuple[bytes, bytes, bytes]:
        return self._filed.state()

    @classmethod
    def restore(
        cls, words: Sequence[str], budgets: Sequence[int], state: tuple[bytes, bytes, bytes]
    ) -> LargeEditIndex:
        """Restores the index from its words, budgets and `state`, without filing anything anew."""
        index = cls((), ())
        Edits.__init__(index, words, budgets)
        index._filed = HashFile.restore(state)
        return index

    def near(self, form: str) -> list[tuple[int, int]]:
        n = len(form)
        plan = self._plans.get(n)
        if plan is None:
            planned = places(n, self._of_two)
            plan = self._plans[n] = [(_kind(length, which), a, b) for length, which, a, b in planned]
        hashes = [hash_of(form[a:b], kind) for kind, a, b in plan]
        if n in self._of_one:
            hashes.append(hash_of(form))
            hashes += [hash_of(form[:i] + form[i + 1 :]) for i in range(n)]
        return self._within_budget(form, {v for hashed in hashes for v in self._filed.found(hashed)})


def _kind(length: int, which: int) -> int:
    return 4 * length + which + 1

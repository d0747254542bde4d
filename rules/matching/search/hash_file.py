"""Files numbers under strings in arrays: some twenty bytes each, where a dictionary takes a hundred and more.

A look-up returns what is filed under a string, and now and then what shares its place: the caller compares. Hashes are
CRC-32, which is the same in every process, so that a file can be kept as bytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from zlib import crc32

FLAGS = 8  # for each place of numbers, so that one in five is set


def hash_of(key: str, kind: int = 0) -> int:
    """Returns the hash of a string; strings of another `kind` are filed elsewhere."""
    return crc32(key.encode("utf-8", "surrogatepass"), kind)


class HashFile:
    """The numbers by the hash under which they were filed.

    flags: by `hash & wide` whether anything is filed there, for most of what is looked up is not; starts: by
    `hash & mask` where the numbers of that place start, up to the start of the next.
    """

    __slots__ = ("flags", "mask", "numbers", "starts", "wide")

    def __init__(self, hashes: array[int], numbers: array[int]) -> None:
        """Files each number under the hash that stands beside it."""
        places = 1 << (len(numbers) // 2).bit_length()
        starts, order = grouped(((hashed & (places - 1)) for hashed in hashes), places)
        flags = bytearray(FLAGS * places)
        wide = len(flags) - 1
        for hashed in hashes:
            flags[hashed & wide] = 1
        self._open(bytes(flags), starts, array("I", map(numbers.__getitem__, order)))

    def _open(self, flags: bytes, starts: array[int], numbers: array[int]) -> None:
        self.flags, self.starts, self.numbers = flags, starts, numbers
        self.wide, self.mask = len(flags) - 1, len(starts) - 2

    def found(self, hashed: int) -> Sequence[int]:
        """Returns the numbers at the place of a hash, if anything is filed under such a one."""
        if not self.flags[hashed & self.wide]:
            return ()
        place = hashed & self.mask
        return self.numbers[self.starts[place] : self.starts[place + 1]]

    def state(self) -> tuple[bytes, bytes, bytes]:
        """Returns the whole file as bytes."""
        return self.flags, self.starts.tobytes(), self.numbers.tobytes()

    @classmethod
    def restore(cls, state: tuple[bytes, bytes, bytes]) -> HashFile:
        """Restores the file from its `state`."""
        file = cls(array("I"), array("I"))
        flags, starts, numbers = state
        file._open(flags, numbers_of(starts), numbers_of(numbers))
        return file


class NumberedKeys:
    """The number of each of many strings, as a dictionary of them would have it; it holds no string twice."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Numbers `keys`, which are kept, not copied."""
        self._keys = keys
        self._file = HashFile(array("I", map(hash_of, keys)), array("I", range(len(keys))))

    def get(self, key: str) -> int | None:
        """Returns the number of a string; None where there is no such string."""
        return next((v for v in self._file.found(hash_of(key)) if self._keys[v] == key), None)

    def __getitem__(self, key: str) -> int:
        return next(v for v in self._file.found(hash_of(key)) if self._keys[v] == key)


def grouped(groups: Iterable[int], count: int) -> tuple[array[int], array[int]]:
    """Sorts the positions of a column by the group that stands there, each from 0 to `count` - 1.

    Returns where each group starts, with the end of the last, and the positions; those of a group keep their order.
    """
    column = array("I", groups)
    starts = array("I", bytes(4 * (count + 1)))
    for group in column:
        starts[group + 1] += 1
    starts = array("I", accumulate(starts))
    ends, order = starts[:], array("I", bytes(4 * len(column)))
    for position, group in enumerate(column):
        order[ends[group]] = position
        ends[group] += 1
    return starts, order


def numbers_of(content: bytes) -> array[int]:
    """Restores an array of numbers from its bytes. Errors: ValueError."""
    numbers = array("I")
    numbers.frombytes(content)
    return numbers


def joined(strings: Iterable[str]) -> tuple[str, bytes]:
    """Joins strings to one, with their lengths, as which they are kept in a fraction of the space."""
    listed = list(strings)
    return "".join(listed), array("I", map(len, listed)).tobytes()


def parted(strings: tuple[str, bytes]) -> list[str]:
    """Parts what `joined` joined. Neighbours that are equal become one string."""
    whole, lengths = strings
    ends = array("I", accumulate(numbers_of(lengths)))
    before, out = "", []
    for start, end in zip([0, *ends], ends, strict=False):
        part = whole[start:end]
        before = before if part == before else part
        out.append(before)
    return out

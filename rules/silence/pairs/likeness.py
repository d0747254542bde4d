"""How far two entries speak of the same things: words known to both, and headlines of one form. Pure comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from rules.silence.facts import Facts
from rules.silence.forms import SLOT
from rules.silence.words import Word

# Spellings of one name: so alike by letters, or alike in so long a beginning.
SPELLED = 84.0
BEGINNING = 4
ENDING = 3
# Two texts of one form hold so many of each other's runs of words.
FORM_OF_TEXT = 0.3


def knows(entry: Facts, word: Word, code: str) -> bool:
    """Whether an entry holds a word of the language `code`: as it stands, inflected, or (a name) spelled another way."""
    if entry.code == code:
        if word.fold in entry.all_folds or word.stem in entry.all_stems:
            return True
    elif word.fold in entry.all_folds and (word.kind != "word" or len(word.fold) > BEGINNING):
        return True
    if word.kind != "name" or len(word.fold) < BEGINNING or any(c.isdigit() for c in word.fold):
        return False
    return any(_is_spelling(word.fold, other) for other in entry.all_folds if other[0] == word.fold[0])


@lru_cache(maxsize=8_192)
def _is_spelling(one: str, other: str) -> bool:
    """Inflected, derived (Norland, norlandés) or misspelled forms of one name."""
    short, long = sorted((one, other), key=len)
    if len(short) < BEGINNING:
        return False
    if long.startswith(short):
        return True
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if same >= max(BEGINNING, len(short) - 2) and len(long) - same <= ENDING + 2:
        return True
    return len(short) > 4 and fuzz.ratio(one, other) >= SPELLED


def is_in_headline(entry: Facts, word: Word) -> bool:
    """Whether a headline holds a name, also spelled another way."""
    return any(word.stem == own.stem or _is_spelling(word.fold, own.fold) for own in entry.title)


def unknown_names(entry: Facts, other: Facts, watched: Set[str]) -> list[Word]:
    """Names in the headline of `entry` that `other` nowhere holds."""
    return [w for w in entry.names if not is_watched(w, watched) and not knows(other, w, entry.code)]


def shared_names(entry: Facts, other: Facts, watched: Set[str]) -> list[Word]:
    return [w for w in entry.names if not is_watched(w, watched) and knows(other, w, entry.code)]


def one_subject(entry: Facts, other: Facts, watched: Set[str]) -> list[Word]:
    """A name of the headline, all its words, that both hold: "Grupo Almena" and "Grupo Torrela" share none."""
    for one, two in ((entry, other), (other, entry)):
        for group in together(one, [w for w in one.names if not is_watched(w, watched)]):
            if all(knows(two, word, one.code) for word in group):
                return group
    return []


def is_watched(word: Word, watched: Set[str]) -> bool:
    return word.fold in watched or word.stem in watched


def marks(entry: Facts) -> list[str]:
    """A headline as a row of marks: its acts and roles by class, other plain words by stem, a mark for a slot."""
    row = []
    for at, word in enumerate(entry.title):
        if word.kind == "small":
            continue
        named = entry.marks[at]
        row.append(
            named if named else SLOT if word.kind in ("figure", "month", "weekday", "quarter") else word.stem
        )
    return row


def roles_of(entry: Facts) -> dict[str, str]:
    """The roles that a headline names, with the words for them."""
    found: dict[str, str] = {}
    for at, word in enumerate(entry.title):
        if (mark := entry.marks[at]).startswith("@"):
            found.setdefault(mark[1:], word.raw)
    return found


def form_likeness(entry: Facts, other: Facts) -> float:
    """0..1: how much of two headlines is one form, by their words that are no names, figures, dates or roles."""
    if entry.form == other.form and SLOT in entry.form:
        return 1.0
    mine, yours = entry.plain_marks, other.plain_marks
    if not mine and not yours:
        return 1.0
    return len(mine & yours) / len(mine | yours)


def exchanged(entry: Facts, other: Facts, mine: Sequence[Word], yours: Sequence[Word]) -> bool:
    """Whether names stand at the same place of one form: "X recalls cars" and "Y recalls cars".

    A word before the headline's colon may be the section of a paper: where the two have no word in common
    there, it proves nothing.
    """
    rows = [[(at, w) for at, w in enumerate(f.title) if w.kind != "small"] for f in (entry, other)]
    heads = [{w.stem for at, w in row if at < f.kicker} for row, f in zip(rows, (entry, other), strict=True)]
    sections = not heads[0] & heads[1]
    for ours, theirs in _replaced(marks(entry), marks(other)):
        slot = any(w in mine and not (sections and at < entry.kicker) for at, w in rows[0][ours])
        if slot and any(w in yours and not (sections and at < other.kicker) for at, w in rows[1][theirs]):
            return True
    return False


def _replaced(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    for what, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "replace":
            yield slice(a, b), slice(c, d)
        elif what == "equal":
            continue


def contained(entry: Facts, other: Facts) -> float | None:
    """The part of an entry's runs of words that another one holds; None where either text is too short to say."""
    if min(len(entry.runs), len(other.runs)) < 8:
        return None
    return len(frozenset(entry.runs).intersection(other.runs)) / len(entry.runs)


def together(entry: Facts, words: Sequence[Word]) -> list[list[Word]]:
    """Words of the headline in groups: names side by side are one thing, and so is a name with its number ("iOS 7.1")."""
    groups: list[list[Word]] = []
    beside = False
    for word in entry.title:
        if word in words:
            if word.kind in ("name", "figure") and beside:
                groups[-1].append(word)
            else:
                groups.append([word])
            beside = word.kind == "name"
        elif word.kind != "small":
            beside = False
    return groups


def spell(words: Sequence[Word], most: int = 2) -> str:
    """A few words as they are written, for a reason."""
    return " ".join(dict.fromkeys(word.raw for word in words[:most]))

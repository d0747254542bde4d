"""Facts: what an entry states, read once, so that two entries can be laid side by side.

Named things, figures with units, dates, acts and roles of the headline and of the first paragraphs, and the runs of words
by which a copy is known. Nothing here judges. Pure: an entry and what is remembered of its feed go in, facts come out.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias
from zlib import crc32

from rules.model import Entry
from rules.silence import acts as act_table
from rules.silence import clauses
from rules.silence import words as reading
from rules.silence.figures import Figure, figures
from rules.silence.forms import Memory, mask_of, sentences
from rules.silence.language import language_of
from rules.silence.words import Word
from rules.stories import signatures

# Beyond its first paragraphs a text tells background.
TEXT = 1_500
# What stands in so many words of a text is its news; acts that come later may be background.
LEAD_WORDS = 45
KICKER_WORDS = 4
# A month behind these words is what the news is measured by.
SINCE = frozenset({"since", "desde", "depuis", "seit"})
RUN = 3
# Of headline and text so many characters are given to a model of meaning.
SAMPLE = 300

Runs: TypeAlias = "array[int]"
DateKey: TypeAlias = tuple[int | None, int | None]

_DATELINE = re.compile(
    r"\s*(?:[^\W\d_][^()—–\n.]{0,40})?(?:\([^)]{2,20}\)\s*[-—–.]*[-—–]?|\.\s?[-—–]+)\s*(?=\S)"
)
_LABEL = re.compile(
    r"\s*(?:direct|en direct|vid[ée]o|eilmeldung|urgent|ao vivo|urgente|срочно|vivo|liveticker|photos?|podcast)"
    r"\s*[:|.–—-]+\s+(?=\S)",
    re.IGNORECASE,
)
# "(2)", "(Update 1)": the agency's number of the version.
_VERSION = re.compile(
    r"\s+\((?:update\s?)?\d\)$|\A(?:update|wrapup|refile|corrected)(?:\s\d+)?\s?[-:–—]\s?", re.IGNORECASE
)
_OUTLET = re.compile(r"(?s)(\S.*\S)\s+:\s+([A-Z]\S*(?:\s\S+){0,2})$")
_KICKER = re.compile(r"([^:.|]{2,40}?)\s?[:.|]\s")


@dataclass(frozen=True)
class Facts:
    """The facts that an entry states. `title` and `text` hold its words; sets named `all_` are of both.

    `at` is when it was published, in hours since 1970; `kicker` the number of words before the headline's
    colon, `causes` the places of words that tell why ("after ...", "over ..."), `unreal` those of what has not
    happened ("calls for ...", "could ..."); `sample` is for a model of meaning; `key` the headline as one line
    of folded words; `form` the headline with its slots left out; `runs` the text in runs of three words, as
    numbers; `lead_acts` the classes of acts that have happened by headline and first words of the text, `main_acts`
    those of them that are not told as a cause; `all_acts` also holds those of the rest and those that have not happened.
    """

    id: str
    feed: str
    outlet: str | None
    url: str | None
    code: str
    at: float | None
    headline: str
    sample: str
    key: str
    form: str
    title: tuple[Word, ...]
    title_figures: tuple[Figure, ...]
    kicker: int
    causes: frozenset[int]
    unreal: frozenset[int]
    text_names: frozenset[str]
    text_figures: tuple[Figure, ...]
    acts: tuple[act_table.Act, ...]
    main_acts: frozenset[str]
    lead_acts: frozenset[str]
    all_acts: frozenset[str]
    all_roles: frozenset[str]
    all_folds: frozenset[str]
    all_stems: frozenset[str]
    text_weekdays: frozenset[int]
    text_dates: frozenset[DateKey]
    runs: Runs
    sentences: tuple[int, ...]

    @cached_property
    def act_names(self) -> frozenset[str]:
        return frozenset(act.name for act in self.acts)

    @cached_property
    def all_values(self) -> frozenset[str]:
        return frozenset(figure.value for figure in (*self.title_figures, *self.text_figures))

    @cached_property
    def names(self) -> tuple[Word, ...]:
        return tuple(word for word in self.title if word.kind == "name")

    @cached_property
    def title_stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.title if word.kind != "small")

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """For each word of the headline "!" and its class of act, "@" and its role, or ""."""
        happened = {place: f"!{act.name}" for act in reversed(self.acts) for place in (act.at, *act.also)}
        return tuple(
            happened.get(at)
            or (f"@{r[0]}" if w.kind == "word" and (r := act_table.roles(w.fold, self.code)) else "")
            for at, w in enumerate(self.title)
        )

    @cached_property
    def plain_marks(self) -> frozenset[str]:
        """Plain words of the headline, acts by class; whoever bears a role fills a slot, so all roles are one."""
        plain = ((mark, w) for mark, w in zip(self.marks, self.title, strict=True) if w.kind == "word")
        return frozenset(mark[0] if mark.startswith("@") else mark or w.stem for mark, w in plain)

    @cached_property
    def dates(self) -> frozenset[DateKey]:
        """(month, day) of the headline, None where it does not say."""
        return frozenset(_dates(self.title))

    @cached_property
    def weekdays(self) -> frozenset[int]:
        return frozenset(_weekdays(self.title))

    @cached_property
    def quarters(self) -> frozenset[str]:
        return frozenset(_quarters(self.title, self.code))

    @cached_property
    def cased(self) -> bool:
        """Whether its script has capitals, by which names are told."""
        letters = [c for c in self.headline if c.isalpha()]
        return 2 * sum(c.lower() != c.upper() for c in letters) >= len(letters)

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory."""
        short = len(self.all_folds) + len(self.all_stems) + len(self.text_names)
        return 2_000 + 90 * short + 4 * len(self.runs) + 330 * len(self.title) + 120 * len(self.text_figures)


def facts(entry: Entry, memory: Memory | None = None) -> Facts:
    """The facts of an entry. `memory` knows the sentences that its feed puts under every entry."""
    title = headline(entry.title)
    text = _text(entry, memory)
    code = language_of(title, text, entry.lang)
    small = reading.written_small(f"{title} {text}")
    heads = reading.read(title, code, small if not title.islower() else frozenset())
    body = reading.read(text, code)
    head_folds, body_folds = [w.fold for w in heads], [w.fold for w in body]
    title_acts = tuple(act_table.acts(head_folds, code))
    main_acts, lead_acts = _acts_told(heads, body, code)
    causes = clauses.causes(heads, code)
    moment = entry.published or entry.fetched
    return Facts(
        id=entry.id,
        feed=entry.feed,
        outlet=entry.outlet or entry.feed or None,
        url=entry.url,
        code=code,
        at=moment.timestamp() / 3600 if moment else None,
        headline=title,
        sample=f"{title}. {text}"[:SAMPLE],
        key=" ".join(head_folds),
        form=mask_of(heads),
        title=heads,
        title_figures=tuple(figures(heads, code)),
        kicker=_kicker(title, code),
        causes=causes,
        unreal=clauses.unreal(heads, code, causes),
        text_names=frozenset(w.fold for w in body if w.kind == "name"),
        text_figures=tuple(figures(body, code)),
        acts=title_acts,
        main_acts=main_acts,
        lead_acts=lead_acts,
        all_acts=frozenset(a.name for a in (*title_acts, *act_table.acts(body_folds, code))),
        all_roles=frozenset(
            role for word in (*head_folds, *body_folds) for role in act_table.roles(word, code)
        ),
        all_folds=frozenset(head_folds).union(body_folds),
        all_stems=frozenset(w.stem for w in (*heads, *body)),
        text_weekdays=frozenset(_weekdays(body)),
        text_dates=frozenset(_dates(body)),
        runs=_runs(body_folds),
        sentences=tuple(number for _, number in sentences(entry.text[: 4 * TEXT])),
    )


def _kicker(title: str, code: str) -> int:
    """How many words stand before a headline's colon, 0 where they are too many to be a section or place."""
    before = _KICKER.match(title)
    words = len(reading.read(before[1], code)) if before else 0
    return words if words <= KICKER_WORDS else 0


def _acts_told(
    heads: Sequence[Word], body: Sequence[Word], code: str
) -> tuple[frozenset[str], frozenset[str]]:
    """Acts of headline and first words of the text that have happened; first those that are no cause."""
    main: set[str] = set()
    lead: set[str] = set()
    for words in (heads, body[:LEAD_WORDS]):
        why = clauses.causes(words, code)
        open_ = clauses.unreal(words, code, why)
        happened = [act for act in act_table.acts([w.fold for w in words], code) if act.at not in open_]
        lead |= {act.name for act in happened}
        main |= {act.name for act in happened if act.at not in why}
    return frozenset(main), frozenset(lead)


def headline(title: str) -> str:
    """A title without labels before it and the outlet behind it."""
    title = signatures.headline(re.sub(r"\s+", " ", title).strip())
    title = _VERSION.sub("", title)
    while (found := _LABEL.match(title)) and len(title[found.end() :].split()) >= 3:
        title = title[found.end() :]
    outlet = _OUTLET.match(title)
    if outlet and len(outlet[1].split()) >= 4 and not any(c.isdigit() for c in outlet[2]):
        title = outlet[1]
    return title


def _text(entry: Entry, memory: Memory | None) -> str:
    """The first paragraphs as a reader sees them, without dateline and without what the feed always says."""
    text = signatures.lede(entry.text)
    if memory is not None:
        text = memory.without_standing(entry.feed or entry.outlet or "", text)
    found = _DATELINE.match(text)
    return text[found.end() :][:TEXT] if found else text[:TEXT]


def _runs(folds: Sequence[str]) -> Runs:
    return array("I", {crc32(" ".join(folds[i : i + RUN]).encode()) for i in range(len(folds) - RUN + 1)})


def _dates(words: Sequence[Word]) -> Iterator[DateKey]:
    """Days of months: a number beside a month's name; not "the most since August", which says how rare it is."""
    told = [w for w in words if w.kind != "small"]
    since = {id(w) for at, w in enumerate(words) if any(b.fold in SINCE for b in words[max(0, at - 2) : at])}
    for at, word in enumerate(told):
        if word.kind != "month" or id(word) in since:
            continue
        days = [
            w.fold.rstrip(".")
            for w in (*told[max(0, at - 1) : at], *told[at + 1 : at + 2])
            if w.kind == "figure"
        ]
        day = next((int(d) for d in days if d.isascii() and d.isdigit() and 0 < int(d) <= 31), None)
        yield reading.month_of(word.fold), day


def _weekdays(words: Iterable[Word]) -> Iterator[int]:
    return (day for w in words if w.kind == "weekday" and (day := reading.weekday_of(w.fold)) is not None)


def _quarters(words: Sequence[Word], code: str) -> Iterator[str]:
    """Quarters of a year by number, so that "third quarter", "Q3" and "T3" are one."""
    for word in words:
        if word.kind == "quarter":
            digits = [c for c in word.fold if c.isdigit()]
            ordinal = reading.ordinal_of(word.fold)
            yield digits[0] if digits else str(ordinal) if ordinal else word.fold

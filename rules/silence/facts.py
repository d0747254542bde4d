"""Facts: what an entry states, read once, so that two entries can be laid side by side.

Named things, figures with units, dates, acts and roles of the headline and of the first paragraphs, and the runs of words
by which a copy is known. Nothing here judges. Pure: an entry and what is remembered of its feed go in, facts come out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from rules.model import Entry
from rules.silence import acts as act_table
from rules.silence import clauses
from rules.silence import figures as read_figures
from rules.silence import words as reading
from rules.silence.figures import DateKey, Figure
from rules.silence.forms import Memory, mask_of, sentences
from rules.silence.language import language_of
from rules.silence.paragraphs import Paragraphs, Runs, paragraphs
from rules.silence.words import Word
from rules.stories import signatures
from rules.text.folding import fold
from rules.text.word_frequency import stem

# Beyond its first paragraphs a text tells background.
TEXT = 1_500
KICKER_WORDS = 4
# Of headline and text so many characters are given to a model of meaning.
SAMPLE = 300

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
    r"(?<!\s)\s++\((?:update\s?)?\d\)$|\A(?:update|wrapup|refile|corrected)(?:\s\d+)?\s?[-:–—]\s?",
    re.IGNORECASE,
)
_OUTLET = re.compile(r"(?s)(\S.*\S)\s+:\s+([A-Z]\S*(?:\s\S+){0,2})$")
_KICKER = re.compile(r"([^:.|]{2,40}?)\s?[:.|]\s")


@dataclass(frozen=True)
class Facts:
    """The facts that an entry states. `title` holds the words of its headline; sets named `all_` are of both.

    `at` is when it was published, in hours since 1970; `text` its first paragraphs, `all_folds` and `all_stems` the
    words of headline and text. What only a comparison asks for is read when it is first asked for.
    """

    id: str
    feed: str
    outlet: str | None
    url: str | None
    code: str
    at: float | None
    headline: str
    text: str
    title: tuple[Word, ...]
    all_folds: frozenset[str]
    all_stems: frozenset[str]
    sentences: tuple[int, ...]

    @cached_property
    def digest(self) -> bytes:
        """The digest of all that a comparison with another report reads: the rest follows from it."""
        said = (self.id, self.feed, self.outlet, self.url, self.code, self.at, self.headline, self.text)
        return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=12).digest()

    @cached_property
    def key(self) -> str:
        return " ".join(word.fold for word in self.title)

    @cached_property
    def form(self) -> str:
        return mask_of(self.title)

    @property
    def sample(self) -> str:
        return f"{self.headline}. {self.text}"[:SAMPLE]

    @cached_property
    def title_figures(self) -> tuple[Figure, ...]:
        return tuple(read_figures.figures(self.title, self.code))

    @cached_property
    def kicker(self) -> int:
        return _kicker(self.headline)

    @cached_property
    def causes(self) -> frozenset[int]:
        return clauses.causes(self.title, self.code)

    @cached_property
    def unreal(self) -> frozenset[int]:
        return clauses.unreal(self.title, self.code, self.causes)

    @cached_property
    def acts(self) -> tuple[act_table.Act, ...]:
        return tuple(act_table.acts([word.fold for word in self.title], self.code))

    @cached_property
    def paragraphs(self) -> Paragraphs:
        """The facts of the text; read when first asked for, since most entries are never compared."""
        return paragraphs(self.text, self.code)

    @property
    def text_names(self) -> frozenset[str]:
        return self.paragraphs.names

    @property
    def text_figures(self) -> tuple[Figure, ...]:
        return self.paragraphs.figures

    @property
    def text_weekdays(self) -> frozenset[int]:
        return self.paragraphs.weekdays

    @property
    def runs(self) -> Runs:
        return self.paragraphs.runs

    @cached_property
    def main_acts(self) -> frozenset[str]:
        return self.paragraphs.main_acts.union(
            a.name for a in self.acts if a.at not in self.unreal and a.at not in self.causes
        )

    @cached_property
    def lead_acts(self) -> frozenset[str]:
        return self.paragraphs.lead_acts.union(a.name for a in self.acts if a.at not in self.unreal)

    @cached_property
    def all_acts(self) -> frozenset[str]:
        return self.paragraphs.acts | self.act_names

    @cached_property
    def all_roles(self) -> frozenset[str]:
        return frozenset(role for word in self.all_folds for role in act_table.roles(word, self.code))

    def has_beginning(self, letters: str) -> bool:
        """Whether one of its words begins with these letters."""
        return f"\n{letters}" in self._rows

    @cached_property
    def _rows(self) -> str:
        """Its words, a line each: searched as one string, many times faster than word by word."""
        return "".join(f"\n{word}" for word in self.all_folds)

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
    def title_forms(self) -> frozenset[str]:
        """The words of the headline, folded and as stems."""
        return frozenset(form for word in self.title for form in (word.fold, word.stem))

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
        return frozenset(read_figures.dates(self.title))

    @cached_property
    def weekdays(self) -> frozenset[int]:
        return frozenset(read_figures.weekdays(self.title))

    @cached_property
    def quarters(self) -> frozenset[str]:
        return frozenset(read_figures.quarters(self.title, self.code))

    @cached_property
    def cased(self) -> bool:
        """Whether its script has capitals, by which names are told."""
        letters = [c for c in self.headline if c.isalpha()]
        # Georgian has capitals for whole headlines, none at the start of a word: its title case is its lower case.
        return 2 * sum(c.lower() != c.title() for c in letters) >= len(letters)

    @property
    def size(self) -> int:
        """About how many bytes it takes in memory once it was compared: what a comparison asks for is half of it."""
        words = 2 * len(self.text) + 110 * len(self.all_folds) + 200 * len(self.title)
        return 6_000 + words + 60 * len(self.all_folds)


def facts(entry: Entry, memory: Memory | None = None) -> Facts:
    """The facts of an entry. `memory` knows the sentences that its feed puts under every entry."""
    return facts_in(entry, text_of(entry, memory))


def facts_in(entry: Entry, text: str) -> Facts:
    """The facts of an entry with the first paragraphs that `text_of` found in it."""
    title = headline(entry.title)
    code = language_of(title, text, entry.lang)
    raw = reading.raw_words(text)
    small = reading.written_small([*reading.raw_words(title), *raw]) if not title.islower() else frozenset()
    heads = reading.read(title, code, small)
    moment = entry.published or entry.fetched
    all_folds = frozenset(map(fold, raw)).union(word.fold for word in heads)
    return Facts(
        id=entry.id,
        feed=entry.feed,
        outlet=entry.outlet or entry.feed or None,
        url=entry.url,
        code=code,
        at=moment.timestamp() / 3600 if moment else None,
        headline=title,
        text=text,
        title=heads,
        all_folds=all_folds,
        all_stems=frozenset(stem(word, code) for word in all_folds),
        sentences=tuple(number for _, number in sentences(entry.text[: 4 * TEXT])),
    )


def _kicker(title: str) -> int:
    """How many words stand before a headline's colon, 0 where they are too many to be a section or place."""
    before = _KICKER.match(title)
    words = len(reading.raw_words(before[1])) if before else 0
    return words if words <= KICKER_WORDS else 0


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


def text_of(entry: Entry, memory: Memory | None) -> str:
    """The first paragraphs as a reader sees them, without dateline and without what the feed always says."""
    text = signatures.lede(entry.text)
    if memory is not None:
        text = memory.without_standing(entry.feed or entry.outlet or "", text)
    found = _DATELINE.match(text)
    return text[found.end() :][:TEXT] if found else text[:TEXT]

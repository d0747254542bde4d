"""Compares Latin names with their spellings in Cyrillic, Arabic and Hebrew.

Cyrillic: `sound_key` gives a coarse key by which candidates meet, `likeness` aligns a name with its transcription
letter by letter. The correspondences are general knowledge of how Russian, and with it Ukrainian, Bulgarian and
Serbian, transcribe English, Spanish, French, German, Polish and Japanese names. Arabic and Hebrew write
consonants: `skeleton`. Must not know words or texts, only names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

# Latin letters, then how Cyrillic writes them: the usual ways | the rarer ones. Folded (й = и, ё = е).
_CORRESPONDENCES = """
a а | я э е о ау
ae е э ае | еи а аэ
ai аи е еи | э ы
au ау о
ay еи аи | е
b б | п в
c к | ц с ч
ch ч х ш | к кх тш
ck к
cs ч | кс
cz ч | ц чз
d д | т
dd д дд
dj дж | ж д дь
dz дз ц | з дж
dzh дж
e е э | и а я ье ие о
ea и еа еи | е а
eau о
ee и | ее е еи
ei еи аи | и е
eu е еу ю | еи ои ау
ey еи и аи | е
f ф | в
ff ф
g г | дж ж х и к
gh г | гх х ф в
gn нь гн н
gu г гу гв
h х г
i и | е ы ь аи я
ia ия иа я ья
ie и ие ье е
ii ии и
io ио ие ьо е
iu иу ю
j и дж | ж х й
ja я а ия джа жа | ха
je е ие дже же
ji и джи жи
jo е ио джо жо о | хо
ju ю иу джу жу
k к | г х
kh х к кх
kj ч кь
l л ль
ll л лл | и ль ий льи
m м
n н | нь м
ng нг н
nh нь н
ny нь ни ны
o о | а у е э ю
oe е у | ое
oo у | о оо
ou у оу | ау о
ow ау оу | ов
p п | б
pf пф ф
ph ф | п пх
q к | г кх ч
qu к кв | ку
r р
rr р рр
rz ж рж
s с з | ш ж ц
sc ск с | ш
sch ш | ск сх щ
sh ш | с сх щ
shch щ
sp сп | шп
ss с сс
st ст | шт
sz ш с
t т | ть д
tch ч
th т | с з ф тх д
ts ц тс
tsch ч
tt т тт
tz ц | тц
u у ю | а и в о
ua уа ва
ue уе ю у э ве
ui уи юи | и ви
uo уо
v в | ф б у
w в у
wh у в
x кс | з х ш с кз
y и ы | аи е ь ю
ya я | ия
ye е | ие
yi и
yo е ио
yu ю | иу
z з ц | с ж
zh ж | чж дж
zs ж
zz цц дз з
"""
_RARE, _VOWEL, _MISSING_VOWEL, _MISSING, _SILENT, _DOUBLED, _SIGN = 0.25, 0.4, 0.4, 1.0, 0.5, 0.25, 0.05
_LONGEST = 4
_LATIN_VOWELS, _CYRILLIC_VOWELS, _SIGNS = frozenset("aeiouy"), frozenset("аеоиуыэюя"), frozenset("ьъ'")
_UNUSUAL = 0.2  # the cost a letter at which a transcription is no longer one
# Letters of other Slavic alphabets, as Russian would write them.
_PLAIN = str.maketrans(
    {"і": "и", "ї": "и", "є": "е", "ґ": "г", "ј": "и", "љ": "л", "њ": "н", "ћ": "ч", "ђ": "дж", "џ": "дж"}
    | {"ў": "у", "ѓ": "г", "ќ": "к", "ѕ": "з"}
)
# Case endings of names.
_ENDING = re.compile(
    r"(?:[аеиуыюяьі]|[оеиыя]м|[оеиы]и|[оеь]ю|[оеи]в|ами|ями|[ая]х|[ая]м|[иы]х|[ое]го|[ое]му|[ую]ю|ові|еві)$"
)
_FLEETING = re.compile(r"[ео]([лцк])$")  # Павел, Павла
_SHORTEST = 3

_CLASSES = (
    ("sch|shch|tsch|tch|sh|zh|cz|sz|ts|tz|dzh|dz|dj|ch(?=[ei])|c(?=[eiy])|[szj]", "s"),
    ("ph|[fvw]", "v"),
    ("th|[dt]", "t"),
    ("ng", "n"),
    ("gh|kh|ck|qu|[kgqxc]|h(?=[aeiouy])", "k"),
    ("[bp]", "b"),
    ("[aeiouyh']", ""),
    ("дж|[сзцчшщж]", "s"),
    ("[фв]", "v"),
    ("[дт]", "t"),
    ("нг", "n"),
    ("[кгх]", "k"),
    ("[бп]", "b"),
    ("[аеоиуыэюяьъ]", ""),
    ("м", "m"),
    ("н", "n"),
    ("л", "l"),
    ("р", "r"),
    (r"(.)\1+", r"\1"),
)


@cache
def _classes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), sound) for pattern, sound in _CLASSES)


@cache
def _correspondences() -> dict[str, tuple[tuple[str, float], ...]]:
    table = {}
    for line in _CORRESPONDENCES.split("\n")[1:-1]:
        latin, rest = line.split(" ", 1)
        usual, _, rare = rest.partition("|")
        table[latin] = tuple([(c, 0.0) for c in usual.split()] + [(c, _RARE) for c in rare.split()])
    return table


@lru_cache(8_192)
def sound_key(name: str) -> str:
    """Returns the classes of the consonants of a Latin or Cyrillic name: the same for its transcription."""
    for pattern, sound in _classes():
        name = pattern.sub(sound, name)
    return name


def without_endings(token: str) -> list[str]:
    """Returns a Cyrillic token as Russian would write it, and the same without each case ending that it may have."""
    token = token.translate(_PLAIN)
    most = min(3, len(token) - _SHORTEST)
    stems = [token[:-n] for n in range(most, 0, -1) if _ENDING.fullmatch(token[-n:])]
    fleeting = _FLEETING.sub(r"\1", token)
    return [token, *stems, *([fleeting] if fleeting != token and len(fleeting) >= _SHORTEST else [])]


@lru_cache(8_192)
def likeness(latin: str, cyrillic: str) -> float:
    """Returns how well a Cyrillic word transcribes a Latin word: 1 at best, 0 if it does not."""
    longest = max(len(latin), len(cyrillic))
    limit = _UNUSUAL * longest
    cost = _align(latin, cyrillic, limit)
    return 1 - cost / longest if cost <= limit else 0.0


def _align(latin: str, cyrillic: str, limit: float) -> float:
    """Returns the least cost of writing one as the other; exact only up to `limit`."""
    correspondences = _correspondences()
    n, m = len(latin), len(cyrillic)
    worst = limit + 1
    table = [[worst] * (m + 1) for _ in range(n + 1)]
    table[0][0] = 0.0
    for i in range(n + 1):
        row = table[i]
        groups = [
            (k, correspondences[latin[i : i + k]])
            for k in range(1, _LONGEST + 1)
            if latin[i : i + k] in correspondences
        ]
        groups = [(k, ways) for k, ways in groups if i + k <= n]
        unwritten = _unwritten(latin, i) if i < n else worst
        for j in range(m + 1):
            cost = row[j]
            if cost > limit:
                continue
            if i < n:
                _lower(table[i + 1], j, cost + unwritten)
            if j < m:
                _lower(row, j + 1, cost + _unspoken(cyrillic, j))
                if i < n and latin[i] in _LATIN_VOWELS and cyrillic[j] in _CYRILLIC_VOWELS:
                    _lower(table[i + 1], j + 1, cost + _VOWEL)
            for k, ways in groups:
                for letters, more in ways:
                    if cyrillic.startswith(letters, j):
                        _lower(table[i + k], j + len(letters), cost + more)
    return table[n][m]


def _lower(row: list[float], j: int, cost: float) -> None:
    row[j] = min(row[j], cost)


def _unwritten(latin: str, i: int) -> float:
    """Returns the cost of a Latin letter that Cyrillic leaves out."""
    letter, last = latin[i], i == len(latin) - 1
    if letter in _LATIN_VOWELS:
        return 0.1 if letter == "e" and last else _MISSING_VOWEL
    if i and latin[i - 1] == letter:
        return _DOUBLED
    if letter in "hw" or (letter == "g" and i and latin[i - 1] == "n") or (last and letter in "stxdz"):
        return _SILENT
    return _MISSING


def _unspoken(cyrillic: str, j: int) -> float:
    """Returns the cost of a Cyrillic letter without a Latin counterpart."""
    letter = cyrillic[j]
    if letter in _SIGNS:
        return _SIGN
    if letter in _CYRILLIC_VOWELS:
        return _MISSING_VOWEL
    return _DOUBLED if j and cyrillic[j - 1] == letter else _MISSING


def skeleton(romanised: str) -> str:
    """Returns the consonants of a romanised name, as Arabic and Hebrew write it."""
    return _LONG_VOWELS.sub("", romanised)


_LONG_VOWELS = re.compile(r"[aeiouwy]")

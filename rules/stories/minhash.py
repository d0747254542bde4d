"""MinHash bands: near-duplicate texts share at least one of a few numbers that a database can index.

Broder, "On the resemblance and containment of documents" (1997); bands after Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3. Bands are stored: their parameters and hash functions
never change without a migration. A shared band only proposes a pair; other modules judge it.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from rules.model import Entry
from rules.stories.signatures import KEPT, Signature, signature
from rules.text.urls import article_key

# (bands, rows): a pair of Jaccard similarity s shares a band with probability 1 - (1 - s^rows)^bands:
# titles .93 at .5, texts .85 at .3.
TITLE = (20, 3)
TEXT = (20, 2)
WHOLE = (20, 2)


@lru_cache(maxsize=KEPT)
def lookup_keys(entry: Entry) -> tuple[int, ...]:
    """The numbers under which an entry is stored and looked up: its bands, and its article number."""
    from rules.stories.hash_family import article_number

    article = article_key(entry.url)
    found = bands(signature(entry))
    if article is None:
        return found
    return found + article_number(blake2b(article.encode(), digest_size=8).digest())


def bands(signature: Signature) -> tuple[int, ...]:
    """The bands as signed 64-bit numbers: 20 each of title, lede and whole article, if present."""
    from rules.stories.hash_family import family

    found = family(1, *TITLE).of(signature.grams) if signature.title else ()
    found += family(2, *TEXT).of(signature.runs) if signature.runs else ()
    return found + (family(3, *WHOLE).of(signature.whole) if signature.whole else ())

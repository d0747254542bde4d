"""What aiohttp says of an answer that breaks the rules of HTTP, in words for people. Pure.

aiohttp has two parsers, whose messages differ and quote the answer: neither a parser's terms nor a stranger's
bytes are told. tests/data/broken_answers.csv has answers of each kind.
"""

from __future__ import annotations

import re

_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        # Our own: see `monitor.connection`.
        (r"(more than \d+ answers) \(100 Continue\) before the answer", "{0} (100 Continue) before the answer"),
        (r"bad status line", "it does not begin as an answer does (is this a web server?)"),
        (r"too many (?:headers|trailers)", "it has too many headers"),
        (r"got more than (\d+) bytes", "a header of it is longer than {0} KiB"),
        (r"can't be present with|present with chunked", "it says in two ways how long it is"),
        (r"duplicate '?(content-length)'?", "it says twice how long it is"),
        (r"duplicate '([a-z0-9-]{1,40})'", "it has the header {0} twice"),
        (r"content-length", "the length that it gives is no number"),
        (r"chunk|transfer-encoding", "its parts are not told apart as they must be"),
        (r"header|line ending", "a line of its head is no header"),
    )
)  # fmt: skip
UNKNOWN = "it is not formed as it must be"


def in_words(message: str) -> str:
    """What is wrong with the answer, as the second half of a sentence."""
    for pattern, words in _WORDS:
        if found := pattern.match(message) or pattern.search(message.partition("\n")[0]):
            said = [int(group) // 1024 if group.isdigit() else group for group in found.groups()]
            return words.format(*said)
    return UNKNOWN

"""`wirewatch stories review`: lists what stayed silent, with reasons, and keeps a person's verdict on it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from monitor.cli import audit, output
from monitor.cli.options import ConfigOption, JsonOption, now, since_when
from monitor.cli.tell import only_entry
from monitor.cli.workplace import Workplace, workplace
from monitor.shapes.alerts import told_json
from monitor.shapes.moments import iso
from rules.errors import WirewatchError
from rules.loading.explain import listed
from rules.model import ACTION_WORDS
from storage import SilentEntry, Store


class Word(StrEnum):
    """The two verdicts on a silence."""

    RIGHT, WRONG = "right", "wrong"


def review(
    entry: Annotated[
        str | None,
        typer.Argument(help="An entry's id, its address, or words of its title.", show_default=False),
    ] = None,
    word: Annotated[
        Word | None,
        typer.Argument(help="right: silence was right; wrong: it had to be told.", show_default=False),
    ] = None,
    since: Annotated[str, typer.Option(help="Newer than a span (7d) or a date (2026-11-24).")] = "7d",
    watch: Annotated[str | None, typer.Option(help="Under this watch only.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(help="At most so many; 0 for all.", min=0)] = 50,
    note: Annotated[str, typer.Option(help="Why; kept with the verdict.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what stayed silent, waits or is held, with the reason and the nearest told report; or give a verdict on it.

    Examples: [bold]wirewatch stories review --since 2d[/bold];
    [bold]wirewatch stories review 3f2a9c wrong --note "another ferry"[/bold]
    """
    place = workplace(config)
    with place.store() as store:
        if entry is not None:
            found = only_entry(store, entry).id
            silences = store.silence_verdicts.silences(entries=[found], watch=watch)
            if word is not None:
                _give(store, found, silences, word, note, as_json=as_json)
                return
        else:
            start = since_when(since, place.zone)
            silences = store.silence_verdicts.silences(since=start, watch=watch, limit=limit or None)
    if as_json:
        output.print_json([silence_json(silence, place) for silence in silences])
        return
    for silence in silences:
        _show(silence, place)
    if not silences:
        output.say("nothing stayed silent" + ("" if entry else " in this span"))


def _give(
    store: Store, entry: str, silences: list[SilentEntry], word: Word, note: str, *, as_json: bool
) -> None:
    """Keeps a verdict on the silences of an entry; a wrong one is told with `wirewatch tell`."""
    if not silences:
        raise WirewatchError(f"entry {entry} did not stay silent: `wirewatch why {entry}`")
    watches = sorted({silence.watch for silence in silences})
    with store.transaction():
        store.silence_verdicts.give(entry, watches, correct=word is Word.RIGHT, note=note, now=now())
        audit.note(store, "verdict on silence", f"entry {entry}", f"{word.value} {note}".rstrip())
    untold = [silence.watch for silence in silences if silence.action != "alerted"]
    tell = f"wirewatch tell {entry}" if word is Word.WRONG and untold else None
    if as_json:
        output.print_json(
            {"entry": entry, "watches": watches, "verdict": word.value, "note": note, "tell": tell}
        )
        return
    output.say(f"the silence of {entry} under {listed(watches, 'and')}: {word.value}, noted")
    if tell:
        output.say(f"to tell it now: {tell}")


def verdict_word(silence: SilentEntry) -> str | None:
    """The last verdict on a silence, as people give it; None without any."""
    return None if silence.correct is None else (Word.RIGHT if silence.correct else Word.WRONG).value


def silence_json(silence: SilentEntry, place: Workplace) -> dict[str, Any]:
    """A silence in the shape that `stories review --json` prints."""
    entry = silence.entry
    return {
        "entry": entry.id,
        "version": silence.version,
        "title": entry.title,
        "url": entry.url,
        "outlet": entry.outlet or entry.feed,
        "story": silence.story,
        "watch": silence.watch,
        "action": silence.action,
        "class": silence.reason.data.get("class"),
        "reason": silence.reason.text,
        "told": nearest(silence),
        "at": iso(silence.at, place.zone),
        "due": iso(silence.due, place.zone),
        "verdict": verdict_word(silence),
        "note": silence.note,
    }


def nearest(silence: SilentEntry) -> dict[str, Any] | None:
    """The nearest told report of a silence, as JSON; None where none is known."""
    told = silence.told
    return told_json(silence.reason, {told.id: told}) if told else None


def _show(silence: SilentEntry, place: Workplace) -> None:
    entry, told = silence.entry, nearest(silence)
    kind = silence.reason.data.get("class")
    word = ACTION_WORDS[silence.action]
    action = f"{word} ({kind})" if kind else word
    output.say(f"{entry.title or '(no title)'}")
    output.say(
        f"  entry {entry.id}, {entry.outlet or entry.feed}, {output.local(silence.at, place.zone)}; "
        f"{silence.watch}: {action}"
    )
    output.say(f"  why      {silence.reason.text}")
    if told:
        output.say(f"  nearest  {output.told_line(told)}")
    if silence.due is not None:
        output.say(f"  goes out {output.local(silence.due, place.zone)} at the latest")
    if verdict := verdict_word(silence):
        output.say(f"  verdict  {verdict}" + (f": {silence.note}" if silence.note else ""))

"""`wirewatch feeds discover|add|test|import|export`: finds feeds, tries them and adds them to the config."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from monitor.cli import audit, feed_sharing, output
from monitor.cli.exit_codes import FINDINGS
from monitor.cli.options import ConfigOption, JsonOption, now
from monitor.cli.workplace import Workplace, leave, workplace
from monitor.config.check import same_address
from monitor.config.edit import NewFeed, feed_name
from monitor.config.feed_edits import add_feeds
from monitor.config.resolve import feed_url
from monitor.config.schema import FeedSection
from monitor.shapes.moments import iso
from monitor.text.counted import counted
from rules.deciding.watches import fired, hears
from rules.errors import WirewatchError
from storage import match_json

LAST = 10
TagOption = Annotated[list[str] | None, typer.Option(help="A tag; repeat for more.", show_default=False)]
SelectorOption = Annotated[
    str | None,
    typer.Option(help="CSS selector: watch a page that has no feed, as 'article h2 a'.", show_default=False),
]


def discover(
    url: Annotated[str, typer.Argument(help="The address of a site or page.")],
    as_json: JsonOption = False,
) -> None:
    """Find the feeds that a web page advertises, and its site's news sitemaps. Exit 1 if there are none.

    Each is read once, to show its title and its newest entry; with --json their addresses alone are listed.

    Example: [bold]wirewatch feeds discover https://example.com[/bold]
    """
    from monitor.workshop.feed_finder import discover as find
    from monitor.workshop.feed_finder import look_into

    links = find(url, now())
    if as_json:
        output.print_json(links)
    elif links:
        shown = output.table("title", "entries", "newest entry", "address")
        for feed in look_into(links, url, now()):
            output.row(shown, feed.title or "-", feed.entries or "-", feed.newest or feed.trouble, feed.url)
        output.show_table(shown)
        output.warn(f"next: wirewatch feeds add {links[0]}")
    else:
        output.warn(f"{url} advertises no feed")
    leave(0 if links else FINDINGS)


def try_one(
    url: Annotated[str, typer.Argument(help="The name of a feed in config.toml, or an address or path.")],
    selector: SelectorOption = None,
    last: Annotated[int, typer.Option(help="How many entries to show.", min=1)] = LAST,
    tag: TagOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch a feed once, show its last entries and which watches would fire. Stores and sends nothing.

    Example: [bold]wirewatch feeds test https://example.com/rss[/bold]
    """
    place = workplace(config)
    known = known_feed(place, url) if selector is None else None
    try:
        found = _tried(url, selector, place)
    except _PrivateError as error:
        if known:
            raise
        output.warn(f"note: {error}; `feeds add --allow-private` adds it so")
        found = _tried(url, selector, place, allow_private=True)
    name, tags = (known.name, known.tags) if known else ("", ())
    rows = _verdicts(place, found.parsed.entries[:last], name, (*tags, *(tag or ())))
    if as_json:
        output.print_json(
            {"url": found.url, "title": found.parsed.title, "format": found.parsed.format, "entries": rows}
        )
        return
    output.say(
        f"{found.parsed.title or '(no title)'}: {counted(len(found.parsed.entries), 'entry', 'entries')}, "
        f"{_form(found.parsed.format)}"
    )
    if found.parsed.note:
        output.warn(found.parsed.note)
    for row in rows:
        output.say(f"  {output.shown(row['published']) or 'undated':16}  {row['title'] or '(no title)'}")
        if row["matches"]:
            rules = ", ".join(dict.fromkeys(match["rule"] for match in row["matches"]))
            output.say(f"    found: {rules}; watches: {', '.join(row['watches']) or 'none'}")
    if not any(row["watches"] for row in rows):
        output.say("no watch would fire")


def _form(name: str) -> str:
    """The format of a feed as people write it: RSS 2.0 for feedparser's rss20."""
    written = re.fullmatch(r"(rss|atom)(\d)(\d+)[a-z]?", name)
    if written is None:
        return {"json": "JSON Feed", "sitemap": "news sitemap", "page": "web page"}.get(name, name.upper())
    family = {"rss": "RSS", "atom": "Atom"}[written[1]]
    return f"{family} {written[2]}.{written[3]}"


def known_feed(place: Workplace, where: str) -> FeedSection | None:
    """The feed of the config that has this name or address."""
    from monitor.workshop.try_feed import as_address

    address = as_address(where)
    if "://" not in address:
        address = Path(address).absolute().as_uri()
    named = [feed for feed in place.config.feeds if feed.name == where]
    same = [feed for feed in place.config.feeds if same_address(feed.url) == same_address(address)]
    return next(iter(named + same), None)


def _verdicts(
    place: Workplace, entries: Sequence[Any], name: str, tags: Sequence[str]
) -> list[dict[str, Any]]:
    rules = place.rules().rules
    from monitor.evaluation.matcher_cache import compile_rules

    matcher = compile_rules(rules)
    rows = []
    for entry in entries:
        found = matcher.match(entry)
        fires = fired(rules.watches, found)
        watches = [firing.watch.id for firing in fires if hears(firing.watch.feeds, name, tags)]
        rows.append(
            {
                "title": entry.title,
                "url": entry.url,
                "published": iso(entry.published, place.zone),
                "matches": [match_json(match) for match in found],
                "watches": watches,
            }
        )
    return rows


class _PrivateError(WirewatchError):
    """The address is a private one, which a feed must allow."""


def _tried(url: str, selector: str | None, place: Workplace, *, allow_private: bool = False) -> Any:
    """Fetches a feed once. A feed of the config keeps its settings there; `selector` makes an address a page."""
    from monitor.fetching.model import HttpLimits
    from monitor.workshop.try_feed import TryError, named, try_feed

    agent = place.config.monitor.user_agent
    try:
        known = known_feed(place, url) if selector is None else None
        feed = known or named(url, selector, allow_private=allow_private)
        limits = HttpLimits.of(place.config.defaults)
        return try_feed(feed, place.config.folder, now(), limits=limits, user_agent=agent)
    except ValidationError as error:
        raise WirewatchError(
            "; ".join(str(e["ctx"]["error"]) for e in error.errors() if "ctx" in e)
        ) from None
    except TryError as error:
        if error.is_private:
            raise _PrivateError(
                f"{url} is, or leads to, a private address (this machine or its network), which wirewatch polls only for "
                "feeds with `allow_private = true`"
            ) from error
        hint = (
            "; it advertises: " + ", ".join(error.links)
            if error.links and "advertises" not in str(error)
            else ""
        )
        raise WirewatchError(f"{error}{hint}") from error


def add(
    url: Annotated[str, typer.Argument(help="The address or path of a feed.")],
    name: Annotated[str | None, typer.Option(help="Default: from its title.", show_default=False)] = None,
    selector: SelectorOption = None,
    lang: Annotated[
        str | None, typer.Option(help="Language of its texts, as en.", show_default=False)
    ] = None,
    tag: TagOption = None,
    fetch: Annotated[bool, typer.Option(help="Try the feed first.")] = True,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="It is on this machine or its network, and may be polled.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Add a feed to config.toml, after trying it once; comments and everything else there stay.

    Example: [bold]wirewatch feeds add https://example.com/rss --tag mexico[/bold]
    """
    from monitor.workshop.try_feed import as_address

    place = workplace(config)
    url = as_address(url)
    twin = known_feed(place, url)
    if twin is not None and selector is None:
        raise WirewatchError(
            f"{url} is there already, as feed {twin.name}: see `wirewatch feeds show {twin.name}`"
        )
    title = None
    if fetch:
        found, allow_private = _tried_or_asked(url, selector, place, allow_private)
        title = found.parsed.title
        lang = lang or next((entry.lang for entry in found.parsed.entries if entry.lang), None)
    known = {feed.name for feed in place.config.feeds}
    if name in known:
        raise WirewatchError(f"a feed is called {name} already: choose another --name")
    written = _as_written(url, place.config.path.parent)
    feed = NewFeed(
        name or feed_name(title, url, known),
        written,
        lang,
        tags=tuple(tag or ()),
        selector=selector,
        allow_private=allow_private,
    )
    add_feeds(place.config.path, [feed])
    audit.note_edit(place, "add", f"feed {feed.name}")
    output.say(f"{place.config.path}: feed {feed.name} added; a running daemon takes it over by itself")


def _tried_or_asked(
    url: str, selector: str | None, place: Workplace, allow_private: bool
) -> tuple[Any, bool]:
    """The feed as it was found, and whether its private address is allowed: a person at a terminal is asked."""
    try:
        return _tried(url, selector, place, allow_private=allow_private), allow_private
    except _PrivateError as error:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise WirewatchError(f"{error}: `--allow-private` writes that") from error
        output.warn(f"{error}.")
        if not typer.confirm("Add it with `allow_private = true`?"):
            raise typer.Exit(FINDINGS) from error
        return _tried(url, selector, place, allow_private=True), True


def _as_written(url: str, folder: Path) -> str:
    """The text of a feed's address for the config; a path inside `folder` becomes relative to it."""
    if "://" in url:
        return url
    path = Path(url).absolute()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def import_opml(
    file: Annotated[Path, typer.Argument(help="An OPML file, as every feed reader exports it.")],
    to_store: Annotated[
        bool, typer.Option("--to-store", help="Into the store, for all daemons that share it.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Add the feeds of an OPML file to config.toml, or to the store; folders become tags, known addresses are passed over.

    Example: [bold]wirewatch feeds import subscriptions.opml[/bold]
    """
    from monitor.config.opml import read_opml

    place = workplace(config)
    notes: list[str] = []
    try:
        outlines = read_opml(file.read_bytes(), notes)
    except OSError as error:
        raise WirewatchError(f"{file} cannot be read: {error.strerror}") from error
    names = {feed.name for feed in place.config.feeds}
    urls = {feed.url for feed in place.config.feeds}
    feeds = []
    for outline in outlines:
        try:
            url = feed_url(outline.url, place.config.folder)
            if not url.startswith(("http://", "https://")):
                raise ValueError("it is no address on the web")
        except ValueError as error:
            notes.append(f"{outline.title or 'a feed without a title'} is passed over: {error}")
            continue
        if url in urls:
            notes.append(f"{outline.title or url} is passed over: its address is there already")
            continue
        urls.add(url)
        name = feed_name(outline.title, url, names)
        names.add(name)
        tags = tuple(feed_name(folder, "", ()) for folder in outline.folders)
        feeds.append(NewFeed(name, url, outline.lang or None, outline.title or None, tags))
    where = str(place.config.path)
    if to_store:
        where = feed_sharing.add(place, feeds, notes, file.name)
    elif feeds:
        add_feeds(place.config.path, feeds)
        audit.note_edit(place, "import", f"{counted(len(feeds), 'feed')}", file.name)
    for note in notes:
        output.warn(note)
    output.say(f"{where}: {counted(len(feeds), 'feed')} added, {len(outlines) - len(feeds)} passed over")


def export(
    write: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file.", show_default=False)
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write the feeds as OPML for other readers; a feed's first tag becomes its folder.

    Example: [bold]wirewatch feeds export -o subscriptions.opml[/bold]
    """
    from monitor.config.opml import Outline, write_opml

    place = workplace(config)
    outlines = [
        Outline(feed.url, feed.outlet or feed.name, feed.lang or "", feed.tags[:1], feed.tags)
        for feed in place.config.feeds
        if feed.kind == "feed" and feed.url.startswith(("http://", "https://"))
    ]
    body = write_opml(outlines, "wirewatch")
    if write is None:
        sys.stdout.buffer.write(body)
        return
    with output.output_file(write) as file:
        file.write(body)
    output.say(f"{write}: {counted(len(outlines), 'feed')}")

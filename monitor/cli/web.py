"""`wirewatch web`: serves the page alone, beside no daemon or one on another machine; its link and its passwords."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import signal
import socket
import sys
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from monitor.cli import output, web_token
from monitor.cli.options import ConfigOption
from monitor.cli.workplace import workplace
from monitor.config.fields import LISTEN_FORM, LOOPBACK_FORM
from rules.errors import WirewatchError

if TYPE_CHECKING:
    from monitor.web.server import PageServer

LEAST_CHARACTERS = 8
DEFAULT = "127.0.0.1:8080"
NO_EXTRA = (
    "the page needs more packages: install wirewatch with the extra `web`, as pipx install 'wirewatch[web]'"
)


app = typer.Typer(invoke_without_command=True)
app.add_typer(web_token.app, name="token")


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="web")


@app.callback()
def web(
    ctx: typer.Context,
    listen: Annotated[
        str,
        typer.Option(help="HOST:PORT or unix:/PATH; default: `listen` of config.toml, else 127.0.0.1:8080."),
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Show the page in a browser, without a daemon; `wirewatch run` does so itself where config.toml has it on.

    Example: [bold]wirewatch web --listen 127.0.0.1:8081[/bold]
    """
    if ctx.invoked_subcommand is not None:
        return
    import re

    place = workplace(config)
    where = listen or place.config.web.listen or DEFAULT
    if not re.fullmatch(LISTEN_FORM, where):
        raise typer.BadParameter("a HOST:PORT of this machine, as 127.0.0.1:8080", param_hint="--listen")
    if not re.fullmatch(LOOPBACK_FORM, where) and not place.config.has_passwords():
        way_out = "make one with `wirewatch web password`, or listen at 127.0.0.1:8080"
        raise typer.BadParameter(
            f"without a password the page is for this machine alone: {way_out}", param_hint="--listen"
        )
    loaded = place.rules()
    output.note_problems(loaded.warnings)
    server_type = load_server()
    from monitor.web.site import Folder

    in_force = Folder(place.config, loaded.rules)
    server = server_type(lambda: in_force, where, show=show_page)
    asyncio.run(_until_stopped(server))


async def _until_stopped(server: PageServer) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serving = asyncio.create_task(server.run())
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for task in (serving, waiting):
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def load_server() -> type[PageServer]:
    """The server of the page, imported only now. Errors: WirewatchError where its packages are not installed."""
    try:
        from monitor.web.server import PageServer
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in {"monitor", "rules", "storage"}:
            raise
        raise WirewatchError(NO_EXTRA) from error
    return PageServer


def show_page(address: str, link: str) -> None:
    """Says where the page is. To standard error: output may be piped on."""
    output.warn(f"the page: {address}")
    show_link(link)


def show_link(link: str) -> None:
    """Shows the link for changes to a person at a terminal; elsewhere it would stay in a log, where others may read it."""
    if not link:
        return
    if sys.stderr.isatty():
        output.warn(f"to change something on the page, open (works once): {link}")
    else:
        output.warn("to change something on the page, open what `wirewatch web link` prints")


@app.command()
def link(config: ConfigOption = None) -> None:
    """Print the link that opens the page for changes, where no password is set. It works once. Exit 1 if no page runs.

    Example: [bold]wirewatch web link[/bold]
    """
    from monitor.web.link_file import links

    place = workplace(config)
    if place.config.has_passwords():
        raise WirewatchError("people log in to this page with a password: there is no link")
    found = links(place.config, _is_served)
    if not found:
        raise WirewatchError("no page of this watch folder runs for this user: `wirewatch web` starts one")
    for each in found:
        output.say(each)


def _is_served(link: str) -> bool:
    """Whether somebody listens where a link leads; a name that only a proxy knows counts as served."""
    parts = urlsplit(link)
    if parts.hostname not in {"127.0.0.1", "localhost", "::1"} or parts.port is None:
        return True
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=1.0).close()
    except OSError:
        return False
    return True


@app.command()
def password() -> None:
    """Make the hash of a password for `password` in config.toml. Asks twice at a terminal, else reads one line.

    Examples: [bold]wirewatch web password[/bold]; [bold]pass show page | wirewatch web password[/bold]
    """
    word = _asked() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if len(word) < LEAST_CHARACTERS:
        raise WirewatchError(f"a password has at least {LEAST_CHARACTERS} characters: take a sentence")
    if len(word) > 1_000:
        raise WirewatchError("a password has at most 1,000 characters")
    try:
        from monitor.web.security.accounts import hash_password
    except ModuleNotFoundError as error:
        raise WirewatchError(NO_EXTRA) from error
    output.say(hash_password(word))
    output.warn(
        'write it into config.toml: password = "..." under [web], or under [people.NAME] with a `role`'
    )


def _asked() -> str:
    word = getpass.getpass("password: ", stream=sys.stderr)
    if getpass.getpass("again: ", stream=sys.stderr) != word:
        raise WirewatchError("the two were not the same: nothing was made")
    return word

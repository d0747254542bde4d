"""`wirewatch web`: serves the page alone, beside no daemon or one on another machine."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import output
from monitor.cli.options import ConfigOption
from monitor.cli.workplace import workplace
from monitor.config.fields import LISTEN_FORM
from rules.errors import WirewatchError

if TYPE_CHECKING:
    from monitor.web.server import PageServer

DEFAULT = "127.0.0.1:8080"
NO_EXTRA = (
    "the page needs more packages: install wirewatch with the extra `web`, as pipx install 'wirewatch[web]'"
)


def register(app: typer.Typer) -> None:
    app.command()(web)


def web(
    listen: Annotated[
        str,
        typer.Option(
            help="HOST:PORT on this machine; default: `listen` of config.toml, else 127.0.0.1:8080."
        ),
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Show the page in a browser, without a daemon; `wirewatch run` does so itself where config.toml has it on.

    Example: [bold]wirewatch web --listen 127.0.0.1:8081[/bold]
    """
    import re

    place = workplace(config)
    where = listen or place.config.web.listen or DEFAULT
    if not re.fullmatch(LISTEN_FORM, where):
        raise typer.BadParameter("a HOST:PORT of this machine, as 127.0.0.1:8080", param_hint="--listen")
    loaded = place.rules()
    output.show_problems(loaded.warnings)
    server_type = load_server()
    from monitor.web.site import Folder

    in_force = Folder(place.config, loaded.rules)
    server = server_type(lambda: in_force, where, show=show_link)
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


def show_link(address: str, link: str) -> None:
    """Says where the page is, and which link opens it for changes. To standard error: output may be piped on."""
    output.warn(f"the page: {address}\nto change something on it, open (works once): {link}")

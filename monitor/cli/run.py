"""`wirewatch run`: starts the daemon, or one run with a summary."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import output, streams
from monitor.cli.exit_codes import OK, SKIPPED, USAGE
from monitor.cli.options import ConfigOption
from monitor.cli.workplace import Workplace, leave, report, workplace
from monitor.config.schema import Config
from rules.errors import WirewatchError
from rules.loading.load import Loaded
from rules.model import RuleSet, RuleSource

if TYPE_CHECKING:
    from monitor.daemon.application import Application
    from monitor.daemon.file_watcher import State
    from monitor.web.exports.meters import Meters
    from monitor.web.server import PageServer

PAGE_TROUBLE = "page"
# Seconds that the page gets to end with the daemon.
PAGE_END_SECONDS = 4.0
# Allocations after which the garbage collector looks at its three generations. The first number is far above the objects
# of all polls under way: at a tenth of it, looking at those again and again took a tenth of an unchanged poll.
GARBAGE_THRESHOLDS = (30_000, 10, 10)


def register(app: typer.Typer) -> None:
    app.command()(run)


def run(
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, alert, and end.")] = False,
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --once: print the summary as JSON.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")] = False,
) -> None:
    """Watch: poll feeds, match, deduplicate, alert. Without --once it stays until stopped.

    Examples: [bold]wirewatch run --once[/bold] for one round with a summary;
    [bold]wirewatch run[/bold] as a daemon (SIGHUP reloads, SIGTERM ends). Exit code 3: --once was stopped.
    """
    if as_json and not once:
        raise typer.BadParameter("--json goes with --once", param_hint="--json")
    signal.signal(signal.SIGTERM, partial(_end_early, SKIPPED if once else OK))
    place = workplace(config, create=True)
    # Imported here and below, because loading the network's libraries takes longer than running most commands.
    from monitor.daemon import logs
    from monitor.daemon.file_watcher import state_of

    # Taken before the rules are read, so that an edit made until the daemon watches is not missed.
    files = state_of(place.config.path, place.config.rules_folder)
    loaded = place.rules()
    output.note_problems(loaded.warnings)
    logs.setup(level="DEBUG" if verbose else "WARNING" if once else "INFO")
    asyncio.run(_run_once(place, loaded, as_json) if once else _run_forever(place, loaded, files))


def _end_early(code: int, _number: int, _frame: FrameType | None) -> None:
    """Ends the process before its work begins, when nothing must end in order: the store's writes are atomic."""
    output.warn("stopped before it had started")
    os._exit(code)


async def _run_forever(place: Workplace, loaded: Loaded, read: State) -> None:
    from monitor.daemon import logs
    from monitor.daemon.open_application import open_application
    from monitor.daemon.run_forever import Daemon
    from monitor.events.listener import NOBODY

    def load(kept: Sequence[RuleSource] = ()) -> tuple[Config, RuleSet]:
        edited = workplace(place.config.path, note=logs.log_note)
        again = edited.rules(kept=kept)
        logs.log_contained(again.warnings)
        return edited.config, again.rules

    code = OK
    try:
        meters = _make_meters(place.config)
        async with open_application(place.config, loaded.rules, meters or NOBODY) as application:
            page = _make_page(application, meters) if meters else None
            set_garbage_collector()
            async with beside(page):
                await Daemon(application, load, read).run()
    except WirewatchError as error:
        code = report(error)
    # Everything is on the disk, or its failure has been reported. Threads that hang in a look-up of a name, a locked
    # mailbox or a full pipe cannot be ended, and Python would wait for them.
    os._exit(code)


def _make_meters(config: Config) -> Meters | None:
    """The meters of a daemon with a page, which `[web] listen` asks for. Without its packages the watch runs."""
    import structlog

    from monitor.cli.web import load_server

    if config.web.listen is None:
        return None
    try:
        load_server()
    except WirewatchError as error:
        structlog.get_logger().warning("no page", why=str(error))
        return None
    from monitor.web.exports.meters import Meters

    return Meters()


def _make_page(application: Application, meters: Meters) -> PageServer:
    """The page, whose address the config names."""
    import structlog

    from monitor.cli.web import load_server, show_link

    log, listen = structlog.get_logger(), application.config.web.listen
    assert listen is not None

    async def tell(trouble: str | None) -> None:
        try:
            if trouble:
                await application.trouble(
                    PAGE_TROUBLE, trouble, "The watch runs without it. It is tried again each minute."
                )
            else:
                await application.trouble_over(PAGE_TROUBLE)
        except WirewatchError as error:
            log.error("the operator did not hear of the page", error=str(error))

    def show(address: str, link: str) -> None:
        log.info("the page", address=address)
        show_link(link)

    return load_server()(lambda: application.in_force, listen, show=show, tell=tell, meters=meters)


@asynccontextmanager
async def beside(page: PageServer | None) -> AsyncIterator[None]:
    """Serves the page meanwhile. Where it breaks, it costs the page only."""
    if page is None:
        yield
        return
    serving = asyncio.create_task(_serve(page))
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.wait({serving}, timeout=PAGE_END_SECONDS)


async def _serve(page: PageServer) -> None:
    try:
        await page.run()
    except Exception as error:  # whatever it is, the watch goes on
        import structlog

        structlog.get_logger().error("the page broke", error=repr(error), exc_info=error)


async def _run_once(place: Workplace, loaded: Loaded, as_json: bool) -> None:
    from monitor.cli import run_report
    from monitor.daemon.open_application import open_application
    from monitor.daemon.run_once import run_once, stop_on_sigterm

    stop = stop_on_sigterm()
    async with open_application(place.config, loaded.rules) as application:
        enabled = sum(feed.enabled for feed in place.config.feeds)
        if not enabled:
            output.warn(f"no feeds are enabled in {place.config.path}: add one under [[feeds]]")
            leave(USAGE)
        set_garbage_collector()
        if not as_json:
            run_report.show_start(enabled, place.config.path)
        polled = run_report.print_nothing if as_json else run_report.show_polled
        gone = run_report.print_nothing if as_json else run_report.show_gone
        summary = await run_once(application, stop, polled=polled, gone=gone)
        if not summary.is_cut_short:
            await _ping(place)
    if as_json:
        output.print_json(run_report.to_json(summary))
    else:
        run_report.show_summary(summary)
    if summary.is_cut_short:
        run_report.show_cut_short(summary)
        # As at the end of the daemon, a thread that hangs is not waited for.
        streams.finish()
        os._exit(SKIPPED)


async def _ping(place: Workplace) -> None:
    """Tells the dead man's switch of a round that ended well; says so where it was not heard."""
    from monitor.daemon.ping import ping

    if (url := place.config.monitor.ping_url) and (failed := await ping(url.get_secret_value())):
        output.warn(f"warning: the ping to ping_url was not heard: {failed}")


def set_garbage_collector() -> None:
    """Sets the garbage collector of this process, once everything that stays to the end is loaded.

    The objects loaded so far need no look any more. A poll makes some hundred objects, and hardly any of them are
    in a reference cycle, so the collector may run less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)

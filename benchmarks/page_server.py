"""A process that serves the page, or a bare FastAPI page of the same rows from memory, and times its own event loop.

    python benchmarks/page_server.py page|bare FOLDER

It prints its port; for each line that it reads then, it prints how late its loop was since the line before, in
milliseconds, and its memory in MB: at the start, before the page was imported, and now.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from monitor.config.load import load as load_config
from monitor.config.schema import Config
from monitor.daemon import application, run_forever
from rules.loading.load import load as load_rules
from rules.model import RuleSet

BEAT = 0.005


def memory() -> float:
    """The resident memory of this process in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


class Lateness:
    """How late the loop came round, in milliseconds; `taken` gives the figures and begins anew."""

    def __init__(self) -> None:
        self._late: list[float] = []

    async def beat(self) -> None:
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(BEAT)
            self._late.append((time.perf_counter() - begin - BEAT) * 1_000)

    def taken(self) -> dict[str, float]:
        late, self._late = sorted(self._late), []
        return (
            {"p50": late[len(late) // 2], "p99": late[int(len(late) * 0.99)], "max": late[-1]} if late else {}
        )


def answer_lines(lateness: Lateness, before: float) -> None:
    """Answers the lines of the parent until it closes them."""
    for _ in sys.stdin:
        print(json.dumps({"late": lateness.taken(), "before": before, "now": memory()}), flush=True)


async def serve_page(config: Config, rules: RuleSet, show: Callable[[str], None]) -> None:
    from monitor.web.server import PageServer
    from monitor.web.site import Folder

    in_force = Folder(config, rules)
    await PageServer(lambda: in_force, "127.0.0.1:0", show=lambda address, _: show(address)).run()


async def serve_bare(config: Config, rules: RuleSet, show: Callable[[str], None]) -> None:
    """The page of stories as FastAPI alone gives it: the rows in memory, one template, no store, no session."""
    import uvicorn
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse

    from monitor.web.pages.inbox import inbox
    from monitor.web.server import bind
    from monitor.web.site import Folder, Site, Viewer, utc_now
    from storage import Store

    in_force = Folder(config, rules)
    site = Site(lambda: in_force, utc_now)
    viewer = Viewer(
        name="", has_session=False, may_log_in=False, may_read=True, may_change=False, may_edit=False,
        form_token="0" * 64, path="/",
    )  # fmt: skip
    store = Store.open(config.store_location())
    shown = inbox(site, viewer, store, asked=dict.fromkeys(("watch", "severity", "feed"), ""), before=None)
    bar: dict[str, Any] = {"feeds": 0, "failing": 0, "undelivered": 0, "polled": None, "new": 50}
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/")
    def _page() -> HTMLResponse:
        return HTMLResponse(site.fill(viewer, shown, bar))

    taken = bind("127.0.0.1:0")
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none"))
    show(f"http://127.0.0.1:{taken.getsockname()[1]}")
    await server.serve(sockets=[taken])


async def main() -> None:
    config = load_config(Path(sys.argv[2]) / "config.toml")
    rules = load_rules(config.rules_folder).rules
    assert application
    assert run_forever  # the daemon's own imports are not the page's
    before = memory()
    lateness = Lateness()
    threading.Thread(target=answer_lines, args=(lateness, before), daemon=True).start()
    serve = serve_page if sys.argv[1] == "page" else serve_bare
    beating = asyncio.create_task(lateness.beat())
    await serve(config, rules, lambda address: print(address, flush=True))
    beating.cancel()


if __name__ == "__main__":
    asyncio.run(main())

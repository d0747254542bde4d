"""The route that proposes exclusions for a false alert: worked out in the process for drafts, put in by the editor."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from monitor.web.answers import Answers
from monitor.web.editing.draft_process import SlowDraftError
from monitor.web.routes.forms import AlertId
from monitor.web.security.roles import Role, needs
from monitor.web.site import Shown, Site
from monitor.workshop.false_alert import FalseAlert, Proposed
from rules.errors import WirewatchError
from storage import StoreError

# Seconds that the proposals may take: each is tried on hundreds of alerts.
SECONDS = 20.0


def add_exclusions(app: FastAPI, site: Site, answers: Answers) -> None:
    @app.api_route(
        "/alert/{alert}/wrong/exclusions",
        methods=["GET", "HEAD"],
        response_class=HTMLResponse,
        openapi_extra=needs(Role.REVIEWER),
    )
    async def _exclusions(request: Request, alert: AlertId, part: str = "") -> Response:
        try:
            known = await site.readers(lambda store: store.alerts.find(ids=[alert]))
        except StoreError as error:
            return answers.say(request, 503, "The store cannot be read", str(error))
        if not known:
            return answers.fill(request, Shown("missing.html", {"what": "alert"}, 404))
        found: Proposed | None = None
        trouble = ""
        asked = FalseAlert(site.config.store_location(), site.config.rules_folder, site.rules.sources, alert)
        try:
            found = await site.drafts.call(asked, SECONDS)
        except SlowDraftError:
            trouble = f"They took longer than {SECONDS:g} seconds to work out: write a phrase into `not` of its rule."
        except (WirewatchError, OSError) as error:
            trouble = str(error)
        values = {"alert": known[0], "found": found, "trouble": trouble}
        if part:
            return answers.fill(request, Shown("exclusions_part.html", values))
        return await answers.show(request, lambda _store: Shown("exclusions.html", values))

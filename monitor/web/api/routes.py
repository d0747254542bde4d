"""The routes of the API and their description. What each gives is what the command of its name prints with --json."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response

from monitor.web.api.changes import add_changes
from monitor.web.api.deliveries import add_deliveries
from monitor.web.api.feeds import add_feeds
from monitor.web.api.news import add_news
from monitor.web.api.problems import ROOT, ProblemDetails
from monitor.web.api.rule_files import add_rule_files
from monitor.web.api.state import add_state
from monitor.web.editing.rules_edits import RulesEdits
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site


def add_api(app: FastAPI, site: Site, edits: RulesEdits) -> None:
    """Adds the routes of the API and their description."""
    router = APIRouter(prefix=ROOT)
    add_news(router, site)
    add_state(router, site)
    add_changes(router, site)
    add_rule_files(router, site, edits)
    add_feeds(router, site)
    add_deliveries(router, site)
    app.include_router(router)
    description: dict[str, Any] = {}

    @app.get(f"{ROOT}/openapi.json", include_in_schema=False, openapi_extra=needs(Role.READER))
    async def _describe() -> Response:
        if not description:
            description.update(_described(router))
        return JSONResponse(description)


def _described(router: APIRouter) -> dict[str, Any]:
    found = get_openapi(title="wirewatch", version="1", routes=router.routes)
    components = found.setdefault("components", {})
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    # Routes name it without the class: of each that is given FastAPI makes a field, for every route and status.
    components["schemas"]["ProblemDetails"] = ProblemDetails.model_json_schema()
    return found | {"security": [{"token": []}]}

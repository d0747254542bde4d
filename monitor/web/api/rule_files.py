"""The routes of the API for rules files: read, check, effect, write and delete, each change by the version it is of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from monitor.shapes.moments import iso
from monitor.web.api import edit_models as models
from monitor.web.api.calls import refusals
from monitor.web.api.problems import documented, with_findings
from monitor.web.editing.draft import Effect, Judged
from monitor.web.editing.rules_edits import RulesEdits, UnfitDraftError
from monitor.web.editing.rules_folder import RulesText
from monitor.web.exports.validators import has
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site

FileName = Annotated[str, Path(max_length=200, description="as ports.yaml")]
IfMatch = Annotated[str, Header(max_length=500, description="the ETag of the version that is changed")]
IfNoneMatch = Annotated[str, Header(max_length=500, description="* for a file that is not to be there yet")]
_EDITS: dict[str, Any] = {"openapi_extra": needs(Role.EDITOR)}


def add_rule_files(router: APIRouter, site: Site, edits: RulesEdits) -> None:
    _add_reading(router, site, edits)
    _add_writing(router, edits)

    @router.post("/rules/apply", status_code=204, response_class=Response, responses=documented(), **_EDITS)
    async def apply(request: Request) -> None:
        """Has a daemon take the edits over that waits for it, where `reload` is `manual`."""
        with refusals():
            await edits.apply(caller=request.state.caller, by="api")


def _add_reading(router: APIRouter, site: Site, edits: RulesEdits) -> None:
    reads: dict[str, Any] = {"openapi_extra": needs(Role.READER)}
    answers = documented(404)
    answers[304] = {"description": "The file is what `If-None-Match` names"}

    @router.get("/rules/{file}", response_model=models.RulesFile, responses=answers, **reads)
    async def read(request: Request, file: FileName, if_none_match: IfNoneMatch = "") -> Response:
        """A rules file as it is on the disk, with its ETag."""
        with refusals():
            known = await edits.read(file)
        if not known.digest:
            raise HTTPException(404)
        headers = {"etag": _tag(known), "last-modified": ""}
        if if_none_match and has({"if-none-match": if_none_match}, headers):
            return Response(status_code=304, headers={"etag": _tag(known)})
        in_force = {source.name: source.content for source in site.rules.sources}
        answer = {
            "name": file,
            "text": known.text,
            "in_force": in_force.get(file) == known.text.lstrip("\ufeff"),
        }
        return JSONResponse(answer, headers={"etag": _tag(known)})

    @router.post(
        "/rules/{file}/check", response_model=models.JudgedAnswer, responses=documented(429), **_EDITS
    )
    async def check(request: Request, file: FileName, sent: models.RulesText) -> Any:
        """Findings and examples of a draft, beside the other files. Nothing is written."""
        return await judged(request, file, sent.text, effect=False)

    @router.post(
        "/rules/{file}/effect", response_model=models.JudgedAnswer, responses=documented(429), **_EDITS
    )
    async def effect(request: Request, file: FileName, sent: models.RulesText) -> Any:
        """The same, with what the draft finds among stored entries beside the rules in force."""
        return await judged(request, file, sent.text, effect=True)

    async def judged(request: Request, file: str, text: str, *, effect: bool) -> dict[str, Any]:
        async with _turn(edits, request):
            await edits.read(file)  # a name that may not be edited is refused
            found = await (edits.effect(file, text) if effect else edits.judge(file, text))
            return _judged_json(found, site)


def _add_writing(router: APIRouter, edits: RulesEdits) -> None:
    refused = documented(404, 409, 412, 428, 429)

    @router.put("/rules/{file}", response_model=models.RulesFile, responses=refused, **_EDITS)
    async def write(
        request: Request,
        file: FileName,
        sent: models.RulesText,
        if_match: IfMatch = "",
        if_none_match: IfNoneMatch = "",
    ) -> Response:
        """Writes a file, as typed and whole. Refused where it does not load, and where it changed meanwhile."""
        async with _turn(edits, request):
            opened = _opened(await edits.read(file), if_match, if_none_match)
            try:
                await edits.save(file, sent.text, opened, caller=request.state.caller, by="api")
            except UnfitDraftError as error:
                return with_findings(str(error), error.judged.found)
            known = await edits.read(file)
        answer = {"name": file, "text": known.text, "in_force": False}
        return JSONResponse(answer, headers={"etag": _tag(known)})

    @router.delete("/rules/{file}", status_code=204, response_class=Response, responses=refused, **_EDITS)
    async def delete(request: Request, file: FileName, if_match: IfMatch = "") -> Response:
        """Deletes a file. Refused where the rules would not load without it."""
        async with _turn(edits, request):
            known = await edits.read(file)
            if not known.digest:
                raise HTTPException(404)
            opened = _opened(known, if_match, "")
            try:
                await edits.save(file, None, opened, caller=request.state.caller, by="api")
            except UnfitDraftError as error:
                return with_findings(str(error), error.judged.found)
        return Response(status_code=204)


@asynccontextmanager
async def _turn(edits: RulesEdits, request: Request) -> AsyncIterator[None]:
    """The turn of a script: one draft of each is judged at a time. Errors: HTTPException."""
    with refusals():
        async with edits.turn(f"token {request.state.caller.who}"):
            yield


def _tag(known: RulesText) -> str:
    return f'"{known.digest}"'


def _opened(known: RulesText, if_match: str, if_none_match: str) -> str:
    """The digest of the version that the request says it changes; empty for a new file. Errors: HTTPException."""
    if if_match:
        named = {each.strip() for each in if_match.split(",")}
        if not known.digest or (_tag(known) not in named and "*" not in named):
            raise HTTPException(412, "the file on the disk is not the version that If-Match names")
        return known.digest
    if if_none_match.strip() != "*":
        raise HTTPException(
            428, "send `If-Match` with the ETag of the file, or `If-None-Match: *` for a new one"
        )
    if known.digest:
        raise HTTPException(412, "there is a file of that name")
    return ""


def _judged_json(judged: Judged, site: Site) -> dict[str, Any]:
    return {
        "loads": judged.loads,
        "found": [asdict(each) for each in judged.found],
        "examples": [asdict(each) for each in judged.examples],
        "effect": _effect_json(judged.effect, site) if judged.effect else None,
    }


def _effect_json(effect: Effect, site: Site) -> dict[str, Any]:
    entries = [
        {
            "title": "".join(text for text, _ in each.headline.runs),
            "outlet": each.outlet,
            "at": iso(each.at, site.zone),
            "appear": each.appear,
            "vanish": each.vanish,
        }
        for each in effect.entries
    ]
    return {
        "appear": dict(effect.appear),
        "vanish": dict(effect.vanish),
        "entries": entries,
        "more": effect.more,
        "trouble": effect.trouble,
    }

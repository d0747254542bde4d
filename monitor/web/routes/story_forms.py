"""The routes that take forms of a story: part it, join it, tell one of its reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from monitor.web.answers import Answers
from monitor.web.security.roles import Role, needs
from monitor.web.site import Site
from monitor.web.story_changes import join_stories, split_story, tell_entry
from rules.errors import WirewatchError

StoryId = Annotated[str, Path(max_length=100)]
_LONGEST = 100


def add_story_forms(app: FastAPI, site: Site, answers: Answers) -> None:
    @app.post("/story/{story_id}/split", openapi_extra=needs(Role.REVIEWER))
    async def _split(request: Request, story_id: StoryId) -> Response:
        return await _changed(
            request,
            story_id,
            partial(split_story, site, entry=_field(request, "entry")),
        )

    @app.post("/story/{story_id}/join", openapi_extra=needs(Role.REVIEWER))
    async def _join(request: Request, story_id: StoryId) -> Response:
        other = _field(request, "story")
        return await _changed(
            request,
            story_id,
            partial(join_stories, site, story=other, into=story_id),
        )

    @app.post("/story/{story_id}/tell", openapi_extra=needs(Role.REVIEWER))
    async def _tell(request: Request, story_id: StoryId) -> Response:
        return await _changed(
            request,
            story_id,
            partial(tell_entry, site, entry=_field(request, "entry")),
        )

    def _field(request: Request, name: str) -> str:
        value: str = request.state.form.get(name, "")
        if not value or len(value) > _LONGEST:
            raise HTTPException(400)
        return value

    async def _changed(request: Request, story_id: str, change: Callable[..., str | None]) -> Response:
        """Makes a change, and leads to the story as it is then. `story_id` is where the form was."""
        try:
            story = await site.readers(partial(change, caller=request.state.caller))
        except WirewatchError as error:
            return answers.say(request, 409, "Nothing was changed", str(error))
        if story is None:
            words = "It was changed in the meantime, perhaps from another browser."
            return answers.say(request, 409, "There is nothing to change any more", words)
        return RedirectResponse(f"/story/{quote(story, safe='')}", 303)

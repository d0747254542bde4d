"""The routes of rules: files read, drafts judged, saved and deleted. A draft is judged in a process of its own."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import replace
from functools import cache, partial
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from monitor.config.edit import feed_name
from monitor.web.answers import Answers
from monitor.web.editing.draft import Judged
from monitor.web.editing.draft_process import SlowDraftError
from monitor.web.editing.rules_edits import SAVE_SECONDS, BusyError, RulesEdits, UnfitDraftError
from monitor.web.editing.rules_folder import LARGEST, ChangedFileError, ForbiddenFileError, as_written
from monitor.web.pages.rules import Editing, editor, rules, text_of_version
from monitor.web.security.gate import POLICY
from monitor.web.security.roles import Role, needs
from monitor.web.site import Shown, Site
from monitor.workshop.false_alert import with_phrase
from rules.errors import WirewatchError
from rules.loading.json_schema import json_schema
from rules.seeding.write_rules import new_rule
from rules.text.search_query import terms_of
from storage import StoreError

READS = ["GET", "HEAD"]
FileName = Annotated[str, Path(max_length=200)]
# Seconds that a live check waits for the one before it.
PART_SECONDS = 5.0
_SUBJECT = "words of your subject"


def add_rules(app: FastAPI, site: Site, answers: Answers, edits: RulesEdits) -> None:
    editor_of = RulesEditor(site, answers, edits)
    page = partial(
        app.api_route, methods=READS, response_class=HTMLResponse, openapi_extra=needs(Role.READER)
    )

    @page("/rules")
    async def _rules(request: Request) -> Response:
        return await answers.show(request, partial(rules, site))

    @page("/rules/edit")
    async def _new(
        request: Request,
        file: Annotated[str, Query(max_length=200)] = "",
        words: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        return await editor_of.begin(request, file, words)

    @page("/rules/edit/{file}")
    async def _edit(
        request: Request,
        file: FileName,
        version: Annotated[str, Query(max_length=100)] = "",
        said: str = "",
        rule: Annotated[str, Query(max_length=200)] = "",
        phrase: Annotated[str, Query(max_length=200)] = "",
    ) -> Response:
        if rule and phrase:
            return await editor_of.exclude(request, file, rule, phrase)
        return await editor_of.open(request, file, version, said)

    @app.post("/rules/edit/{file}", openapi_extra=needs(Role.EDITOR))
    async def _draft(request: Request, file: FileName) -> Response:
        return await editor_of.take(request, file)

    @app.post("/rules/apply", openapi_extra=needs(Role.EDITOR))
    async def _apply(request: Request) -> Response:
        return await editor_of.apply(request)

    @app.api_route("/rules/schema.json", methods=READS, openapi_extra=needs(Role.READER))
    async def _schema() -> Response:
        return Response(await asyncio.to_thread(_schema_text), media_type="application/json")


@cache
def _schema_text() -> str:
    return json.dumps(json_schema())


class RulesEditor:
    """The editor of rules files, and its answers; what a person changes is made by `edits`."""

    def __init__(self, site: Site, answers: Answers, edits: RulesEdits) -> None:
        self._site, self._answers, self._edits = site, answers, edits

    async def begin(self, request: Request, file: str, words: str) -> Response:
        """A new file: empty, or with a rule drafted from words."""
        words = " ".join(words.split())
        name = file or f"{_slug(words) or 'watch'}.yaml"
        name = name if "." in name else f"{name}.yaml"
        try:
            known = await self._edits.read(name)
            if known.digest and file and not words:
                return RedirectResponse(f"/rules/edit/{quote(name)}", 303)
            if known.digest:
                name = await asyncio.to_thread(self._free_name, name)
            text = await asyncio.to_thread(self._drafted, words)
        except WirewatchError as error:
            return self._refused(request, error)
        editing = Editing(name=name, text=text, opened="")
        return await self._show(request, await self._in_view(request, editing) if words else editing)

    async def exclude(self, request: Request, name: str, rule: str, phrase: str) -> Response:
        """A file with a phrase more in the `not` of a rule, and the effect of that; nothing is saved."""
        try:
            known = await self._edits.read(name)
            text = await asyncio.to_thread(with_phrase, known.text, rule, phrase)
        except WirewatchError as error:
            return self._refused(request, error)
        said = f"“{phrase}” stands among the exclusions of {rule} now. It counts once it is saved."
        editing = Editing(name=name, text=text, opened=known.digest, said=said)
        return await self._show(request, await self._in_view(request, editing))

    async def _in_view(self, request: Request, editing: Editing) -> Editing:
        """The draft with its effect, for who may edit, and where it can be known soon."""
        if request.state.caller.role < Role.EDITOR:
            return editing
        try:
            async with self._edits.turn(request.state.session):
                judged = await self._edits.effect(editing.name, editing.text, alerts=True)
        except BusyError:
            return editing
        except (WirewatchError, OSError) as error:
            return replace(editing, refusal=str(error))
        return replace(editing, judged=judged)

    def _drafted(self, words: str) -> str:
        """A first text: with a topic of the words, told to the first destination where nothing else is said."""
        config = self._site.config
        notify = () if config.defaults.notify else tuple(config.destinations)[:1]
        text = new_rule(
            _slug(words) or "subject", actor=None, terms=terms_of(words) or (_SUBJECT,), notify=notify
        )
        return text.partition("\n")[2] if text.startswith("# yaml-language-server") else text

    def _free_name(self, name: str) -> str:
        known = self._edits.folder.names()
        stem = name.removesuffix(".yaml")
        return next(n for number in range(2, 10_000) if (n := f"{stem}-{number}.yaml") not in known)

    async def open(self, request: Request, name: str, version: str, said: str) -> Response:
        """A file as it is, or with the text that it had in an earlier version."""
        try:
            known = await self._edits.read(name)
            text = None
            if version:
                text = await self._site.readers(partial(text_of_version, name=name, version=version))
        except StoreError as error:
            return self._answers.say(request, 503, "The store cannot be read", str(error))
        except WirewatchError as error:
            return self._refused(request, error)
        if (version and text is None) or not (known.digest or version):
            return self._answers.fill(request, Shown("missing.html", {"what": "rules file"}, 404))
        words = {"saved": "Saved.", "applied": "The daemon takes it over in a few seconds."}.get(said, "")
        words = "This is an earlier version. It counts once it is saved." if version else words
        return await self._show(
            request, Editing(name=name, text=text or known.text, opened=known.digest, said=words)
        )

    async def take(self, request: Request, name: str) -> Response:
        """The answer to a form of the editor: a check, the effect, a save, or the end of the file."""
        form, session = request.state.form, request.state.session
        text = as_written(form.get("text", ""), "")
        editing = Editing(name=name, text=text, opened=form.get("over") or form.get("opened", ""))
        wish = form.get("do", "") or ("save" if form.get("over") else "check")
        if len(text.encode("utf-8", "replace")) > LARGEST:
            words = f"A rules file has at most {LARGEST // 1000} kB: names by the thousand belong in a list."
            return self._answers.say(request, 413, "That is too much for one file", words)
        try:
            if wish == "exact":
                return await self._exactly(request, editing)
            # A person who saves waits for the live check.
            async with self._edits.turn(session, PART_SECONDS if form.get("part") else SAVE_SECONDS):
                await self._edits.read(name)
                if wish in {"save", "delete"}:
                    return await self._save(request, editing, is_gone=wish == "delete")
                editing = replace(editing, judged=await self._judged(editing, wish, bool(form.get("part"))))
        except BusyError:
            return self._answers.say(request, 429, "Another draft of yours is being checked")
        except SlowDraftError as error:
            editing = replace(editing, refusal=str(error), status=422)
        except ForbiddenFileError as error:
            return self._refused(request, error)
        except StoreError as error:
            return self._answers.say(request, 503, "The store cannot be read", str(error))
        except (WirewatchError, OSError) as error:
            editing = replace(editing, refusal=str(error), status=422)
        if form.get("part"):
            return self._answers.fill(request, Shown("rules_found.html", {"e": editing}, editing.status))
        return await self._show(request, editing)

    async def _exactly(self, request: Request, editing: Editing) -> Response:
        await self._edits.read(editing.name)
        exact = await self._edits.exactly(request.state.session, editing.name, editing.text)
        if request.state.form.get("part"):
            return self._answers.fill(request, Shown("rules_exact.html", {"x": exact}))
        return await self._show(request, replace(editing, exact=exact))

    async def _judged(self, editing: Editing, wish: str, is_part: bool) -> Judged:
        # A script asks for the matches first, so that they stand there at once.
        alerts = wish == "alerts" or (wish == "effect" and not is_part)
        if alerts or wish == "effect":
            return await self._edits.effect(editing.name, editing.text, alerts=alerts)
        return await self._edits.judge(editing.name, editing.text)

    async def _save(self, request: Request, editing: Editing, *, is_gone: bool) -> Response:
        name, text = editing.name, None if is_gone else editing.text
        try:
            await self._edits.save(name, text, editing.opened, caller=request.state.caller)
        except UnfitDraftError as error:
            refused = replace(editing, judged=error.judged, refusal=str(error), status=422)
            return await self._show(request, refused)
        except ChangedFileError as error:
            words = f"Nothing was written: {error}."
            conflict = replace(editing, refusal=words, conflict=error.now, status=409)
            return await self._show(request, conflict)
        return RedirectResponse("/rules" if is_gone else f"/rules/edit/{quote(name)}?said=saved", 303)

    async def apply(self, request: Request) -> Response:
        """Has a daemon take the edits over that waits for it, where they load."""
        try:
            await self._edits.apply(caller=request.state.caller)
        except UnfitDraftError as error:
            return self._answers.say(request, 422, "The rules do not load", str(error))
        except (WirewatchError, OSError) as error:
            return self._answers.say(request, 503, "Nothing was applied", str(error))
        return RedirectResponse("/rules", 303)

    def _refused(self, request: Request, error: WirewatchError) -> Response:
        status = 403 if isinstance(error, ForbiddenFileError) else 422
        return self._answers.say(request, status, "This file is not edited here", str(error))

    async def _show(self, request: Request, editing: Editing) -> Response:
        """The editor. Its style sheet is made by a script, so it gets a nonce of its own."""
        nonce = secrets.token_urlsafe(16) if self._site.has("editor.js") else ""
        viewer = self._answers.viewer(request)
        answer = await self._answers.show(
            request, partial(editor, self._site, viewer, editing=replace(editing, nonce=nonce))
        )
        if nonce:
            policy = POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
            answer.headers["content-security-policy"] = policy
        return answer


def _slug(words: str) -> str:
    return feed_name(words, "", ()) if words else ""

"""Problem details (RFC 9457): every refusal under /api is a JSON document with a title and its status."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from monitor.web.editing.draft import Found

ROOT = "/api/v1"
MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "The request is not understood",
    401: "Send a token, or log in",
    403: "This token may not do that",
    404: "There is no such thing",
    405: "This address takes no such request",
    408: "The request did not come in time",
    409: "It is in another state",
    412: "It is not what it was when you read it",
    413: "That is too much for one request",
    414: "This address is too long",
    421: "This is not served under that name",
    422: "A value is not what is asked for",
    428: "Say which version you change",
    429: "Wait until the first one is done",
    500: "A fault of wirewatch; its log says where",
    503: "The store cannot be read",
}


class ProblemDetails(BaseModel):
    """A refusal: `errors` name the values that are wrong and why."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, str]] = []


def is_of_api(path: str) -> bool:
    """Whether a path is the API's, where every refusal is a document."""
    return path.startswith("/api/")


def refusal(status: int, detail: str) -> bytes:
    """The document for a request that no handler sees."""
    return _document(status, detail, []).model_dump_json().encode()


def problem(error: Exception, status: int | None = None) -> JSONResponse:
    """The answer for an error of a handler, or of the values that it was asked with."""
    code = status or (error.status_code if isinstance(error, HTTPException) else 422)
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    wrong = [
        {"where": ".".join(map(str, each["loc"])), "why": str(each["msg"])}
        for each in (getattr(error, "errors", None) or tuple)()
    ]
    body = _document(code, detail, wrong)
    headers = dict(getattr(error, "headers", None) or {})
    if code == 401:
        headers["www-authenticate"] = "Bearer"
    return JSONResponse(body.model_dump(), code, headers=headers, media_type=MEDIA_TYPE)


def with_findings(detail: str, findings: Iterable[Found]) -> JSONResponse:
    """The refusal of a draft that does not load: `errors` say in which file and line, and why."""
    errors = [
        {"where": f"{each.file}:{each.line}:{each.column}", "why": each.message}
        for each in findings
        if each.level == "error"
    ]
    return JSONResponse(_document(422, detail, errors).model_dump(), 422, media_type=MEDIA_TYPE)


def _document(status: int, detail: str, errors: list[dict[str, str]]) -> ProblemDetails:
    return ProblemDetails(title=_TITLES.get(status, "Refused"), status=status, detail=detail, errors=errors)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Refusals that a route may answer beside its success, for the API's description."""
    every = (400, 401, 403, 422, 503, *statuses)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    return {status: {"description": _TITLES[status], "content": content} for status in every}

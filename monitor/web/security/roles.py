"""Roles: what a caller may do, and what each route needs. A route that declares no role is refused to everybody.

A route says what it needs where it is made: `app.post("/x", openapi_extra=needs(Role.REVIEWER))`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from fastapi import Request
from starlette.exceptions import HTTPException

ROLE_KEY = "x-role"


class Role(IntEnum):
    """The roles, each of which may do what the ones before it may.

    ANYONE needs no login: the login itself, static files, health. READER sees; REVIEWER gives verdicts, mutes and
    acknowledges; EDITOR changes rules, feeds and deliveries.
    """

    ANYONE = 0
    READER = 1
    REVIEWER = 2
    EDITOR = 3


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request, or a script; `name` is empty for somebody who did not say who they are.

    `way` is how such a person came in: by the link, or by the password that all share.
    """

    name: str
    role: Role
    way: Literal["", "link", "shared password"] = ""

    @property
    def who(self) -> str:
        """The caller as the audit log names them."""
        return self.name or self.way


def needs(role: Role) -> dict[str, Any]:
    """The declaration of a route's role, for its `openapi_extra`: the API's description shows it, too."""
    return {ROLE_KEY: role.name.lower()}


def role_needed(route: object) -> Role | None:
    """The role that a route declares; None where it declares none."""
    declared = (getattr(route, "openapi_extra", None) or {}).get(ROLE_KEY)
    return Role[declared.upper()] if declared else None


def require_role(request: Request) -> None:
    """The dependency of the whole application: refuses a request whose caller may not use its route. Errors: HTTPException.

    401 where a login may help, 403 where it does not.
    """
    needed = role_needed(request.scope.get("route"))
    caller: Caller = request.state.caller
    if needed is None:
        raise HTTPException(403, "This address declares no role, so nobody may use it.")
    if caller.role >= needed:
        return
    if request.state.may_log_in and caller.role is Role.ANYONE:
        raise HTTPException(401, "Log in first.")
    raise HTTPException(403, f"This needs the role {needed.name.lower()}, or a higher one.")

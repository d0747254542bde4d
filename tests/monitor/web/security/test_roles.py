"""Roles are ordered, and a route that declares none is nobody's."""

from __future__ import annotations

import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient

from monitor.web.security.roles import Caller, Role, needs, require_role, role_needed


def test_a_role_may_do_what_the_ones_before_it_may() -> None:
    assert Role.ANYONE < Role.READER < Role.REVIEWER < Role.EDITOR


@pytest.mark.parametrize("role", list(Role))
def test_a_declared_role_is_read_again(role: Role) -> None:
    app = FastAPI()
    app.get("/x", openapi_extra=needs(role))(lambda: None)
    assert role_needed(app.routes[-1]) is role


def test_a_route_that_declares_nothing_has_no_role() -> None:
    app = FastAPI()
    app.get("/x")(lambda: None)
    assert role_needed(app.routes[-1]) is None
    assert role_needed(None) is None


@pytest.mark.parametrize(
    ("may_log_in", "role", "status"),
    [(True, Role.ANYONE, 401), (True, Role.READER, 403), (False, Role.READER, 403)],
)
def test_a_login_is_asked_for_only_where_it_may_help(may_log_in: bool, role: Role, status: int) -> None:
    app = FastAPI()

    def arrive(request: Request) -> None:
        request.state.caller, request.state.may_log_in = Caller("", role), may_log_in

    app.get("/x", dependencies=[Depends(arrive), Depends(require_role)], openapi_extra=needs(Role.REVIEWER))(
        lambda: None
    )
    assert TestClient(app).get("/x").status_code == status

"""Says what may be wrong with a URL that Apprise does not accept. No hint shows a part of it but the scheme.

Loads Apprise, as its neighbours do.
"""

from __future__ import annotations

import difflib
import re
from typing import Any
from urllib.parse import quote

_MAIL_ADDRESS = re.compile(r"mailtos?:(?://)?[^/@:?]+@[^/@:?]+$", re.IGNORECASE)


def url_hint(url: str) -> str:
    """The way out for a URL that Apprise refuses."""
    schemes = set(_services().schemas())
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    if _MAIL_ADDRESS.match(url):
        return (
            "write mailtos://USER:${MAIL_PASSWORD}@HOST?from=ME@EXAMPLE.ORG&to=DESK@EXAMPLE.ORG, "
            "with the HOST that takes your mail"
        )
    if scheme in ("http", "https"):
        if re.search(r"(?i)webhook\.office\.com|logic\.azure\.com|powerplatform\.com", rest):
            return f"Teams is reached by a workflow: {_page('workflows')}"
        return "write json:// or jsons:// for a webhook of your own; a chat service has a scheme of its own, as slack://"
    if scheme not in schemes:
        near = difflib.get_close_matches(scheme, sorted(schemes), 1)
        return (
            f"did you mean {near[0]}://?"
            if near
            else "every service and its URL: https://appriseit.com/services/"
        )
    if (sign := _unquoted(rest)) is not None:
        return f"{sign} in a user name or password is written {quote(sign, safe='')} (@ %40, : %3A, / %2F, # %23)"
    return f"how its URL is written: {_page(scheme)}"


def _unquoted(rest: str) -> str | None:
    """The sign of a user name or password that ends it where it stands unquoted; None where there is none."""
    user, at, _ = rest.removeprefix("//").partition("?")[0].rpartition("@")
    if not at:
        return None
    return next((sign for sign in "@/#" if sign in user), None)


def _page(scheme: str) -> str:
    """The page of a service in Apprise's manual."""
    services = _services()
    page = getattr(services[scheme], "setup_url", None) if scheme in set(services.schemas()) else None
    return str(page or "https://appriseit.com/services/")


def _services() -> Any:
    from apprise.manager_plugins import NotificationManager

    make: Any = NotificationManager
    return make()

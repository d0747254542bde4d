"""Types of single values in config.toml, for pydantic, with a sentence for each form that a value must have."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictFloat

from rules.times import parse_span
from storage import LEAST_KEPT

INTERVAL_FORM = r"^[0-9]+\s*(s|m|min|h|d)$"
FIRST_POLL_FORM = r"^(all|none|[0-9]+\s*(m|min|h|d))$"
KEEP_FORM = r"^(forever|[0-9]+\s*d)$"
HOST_FORM = r"^[^\s/@?#]+$"
NAME_FORM = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
PUBLIC_FORM = r"^https?://[^\s<>\"]+$"
_PORT_FORM = r"(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])"
LISTEN_FORM = rf"^((\d{{1,3}}(\.\d{{1,3}}){{3}}|localhost|\[[0-9a-fA-F:.]+\]):{_PORT_FORM}|unix:/.{{1,100}})$"
# Addresses that no other machine reaches, so that no password is needed.
LOOPBACK_FORM = rf"^((127\.0\.0\.1|localhost|\[::1\]):{_PORT_FORM}|unix:/.*)$"
HASH_FORM = r"^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}$"
HEARTBEAT_FORM = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
# The sentence for each pattern, shown when a value does not match it.
FORMS: Mapping[str, str] = {
    INTERVAL_FORM: "an interval is a number and a unit, as 15m, 1h or 1d",
    FIRST_POLL_FORM: "must be all, none, or a span such as 24h",
    KEEP_FORM: "must be forever, or days such as 365d",
    HOST_FORM: "the name of a host, as reddit.com",
    HEARTBEAT_FORM: 'a time of day has four digits, as "08:00" or "20:30"',
    NAME_FORM: "a name has letters, digits, `.`, `_` and `-` only, as desk-email",
    LISTEN_FORM: "the page listens at an address of this machine, as 127.0.0.1:8080 or [::1]:8080, or unix:/path/of/socket",
    PUBLIC_FORM: "the address of the page begins with http:// or https://, as https://desk.example.org/watch",
}


class Section(BaseModel):
    """The base of every section: unknown keys are errors, and values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _interval(value: str) -> str:
    if not parse_span(value):
        raise ValueError("an interval is longer than nothing")
    return value


def _first_poll(value: str) -> str:
    if value not in ("all", "none"):
        parse_span(value)
    return value


def _keep(value: str) -> str:
    if value != "forever" and parse_span(value) < LEAST_KEPT:
        raise ValueError(f"at least {LEAST_KEPT.days}d are needed to recognise copies")
    return value


def _selector(value: str) -> str:
    # Imported here, because every command reads the config, few configs watch pages, and lxml is large.
    from monitor.text.selector import compiled

    compiled(value)
    return value


def _host(value: str) -> str:
    # Imported here, because every command reads the config, and few configs name hosts.
    from yarl import URL

    try:
        return URL.build(scheme="http", host=value.rstrip(".")).raw_host or ""
    except ValueError:
        raise ValueError("the name of a host, as reddit.com") from None


def _proxy_network(value: str) -> str:
    if value != "unix":
        try:
            ip_network(value, strict=False)
        except ValueError:
            raise ValueError(
                "a proxy is an address or a network, as 127.0.0.1 or 10.0.0.0/8; or unix, for the socket file"
            ) from None
    return value


Interval = Annotated[
    str, Field(pattern=INTERVAL_FORM, description="as 15m, 1h or 1d"), AfterValidator(_interval)
]
FirstPoll = Annotated[
    str,
    Field(pattern=FIRST_POLL_FORM, description="all, none, or a span such as 24h"),
    AfterValidator(_first_poll),
]
Keep = Annotated[
    str,
    Field(pattern=KEEP_FORM, description="how long texts and sent messages are kept; forever, or as 365d"),
    AfterValidator(_keep),
]
Selector = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_selector)]
Name = Annotated[str, Field(pattern=NAME_FORM, max_length=80)]
ProxyNetwork = Annotated[str, AfterValidator(_proxy_network)]
HostName = Annotated[str, Field(pattern=HOST_FORM, max_length=253), AfterValidator(_host)]
Seconds = Annotated[StrictFloat, Field(gt=0)]

"""The sections of config.toml about where messages go, in which words, and where people reach the page."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from monitor.config.fields import LISTEN_FORM, PUBLIC_FORM, HostName, Name, ProxyNetwork, Seconds, Section


class Words(Section):
    """Jinja2 templates of a message's parts; a part without one keeps wirewatch's own words."""

    subject: str | None = Field(default=None, description="Jinja2 template of the subject")
    body: str | None = Field(default=None, description="Jinja2 template of the text body")
    html: str | None = Field(
        default=None, description="Jinja2 template of the HTML part; default: the text, escaped"
    )


class MessageWords(Words):
    """Templates for messages of one alert, and where they differ for updates and for digests."""

    update: Words = Words()
    digest: Words = Words()


class DestinationSection(MessageWords):
    """A table of [destinations]: a named place to send to. Has `url` or `url_file`; after `load`, always `url`."""

    url: SecretStr | None = Field(
        default=None, description="console:, mbox:PATH or an Apprise URL; ${ENV} is expanded"
    )
    url_file: str | None = Field(default=None, description="file whose first line is the URL")
    formerly: tuple[Name, ...] = Field(
        default=(), description="names that it had: what waits for them comes here"
    )
    on_unknown: Literal["resend", "review"] = Field(
        default="resend", description="what to do with a message of which nobody knows whether it arrived"
    )
    timeout: Seconds = Field(default=30.0, le=600, description="seconds a send may take")
    format: Literal["json"] | None = Field(
        default=None, description="json: a json:// or jsons:// URL is posted the alert itself"
    )
    secret: SecretStr | None = Field(
        default=None, description="key that signs what is posted with format json; ${ENV} is expanded"
    )
    watches: dict[Name, MessageWords] = Field(
        default_factory=dict, description="templates for the alerts of a watch, by its id"
    )

    @model_validator(mode="after")
    def _signs_what_it_posts(self) -> Self:
        if self.secret is not None and self.format is None:
            raise ValueError('a `secret` signs what `format = "json"` posts: write both, or none')
        own = [self.subject, self.body, self.html, *self.watches.values()]
        if self.format is not None and (any(own) or self.update != Words() or self.digest != Words()):
            raise ValueError('`format = "json"` posts the alert itself: there is no place for templates')
        return self

    @model_validator(mode="after")
    def _has_one_url(self) -> Self:
        if (self.url is None) == (self.url_file is None):
            raise ValueError("a destination has either url or url_file")
        return self


class TokenSection(Section):
    """A table of [web.tokens]: a script that may use the API, by the hash of its token."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the token")
    role: Literal["reader", "reviewer", "editor"] = Field(
        default="reader", description="reader sees; reviewer judges and mutes; editor changes feeds and rules"
    )


class WebSection(Section):
    """The section [web]: where people reach the page of this wirewatch."""

    listen: str | None = Field(
        default=None,
        pattern=LISTEN_FORM,
        description="HOST:PORT or unix:/PATH where `wirewatch run` shows the page; without one there is no page",
    )
    public_url: str | None = Field(
        default=None,
        pattern=PUBLIC_FORM,
        max_length=200,
        description="address of the page; messages link to it where it is set",
    )
    password: SecretStr | None = Field(
        default=None,
        description="argon2id hash, made by `wirewatch web password`: whoever knows the password may do everything",
    )
    hosts: tuple[HostName, ...] = Field(
        default=(), description="further names by which the page is called, as behind a proxy"
    )
    trusted_proxies: tuple[ProxyNetwork, ...] = Field(
        default=(), description="addresses or networks whose X-Forwarded-For and -Proto are believed"
    )
    tokens: dict[Name, TokenSection] = Field(
        default_factory=dict, description="scripts that may use the API, by name"
    )

"""Callers behind tokens: those of config.toml, and those of the store, which are made and ended while the page runs."""

from __future__ import annotations

from functools import partial

from monitor.web.security.roles import Caller, Role
from monitor.web.security.tokens import caller_of, hash_token
from monitor.web.site import Site
from storage import Store, StoreError


class ScriptCallers:
    """Finds the script whose token came along. While the store cannot be read, those that it was asked for before count."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[str, Caller] = {}

    async def __call__(self, token: str, *, reads_only: bool) -> Caller | None:
        """The caller, at most a reader with `reads_only`; None for a token that is nobody's. Errors: StoreError."""
        found = caller_of(self._site.config.web.tokens, token) or await self._in_store(hash_token(token))
        if found is None or not reads_only:
            return found
        return Caller(found.name, min(found.role, Role.READER))

    async def _in_store(self, digest: str) -> Caller | None:
        use = partial(_use, digest=digest, site=self._site)
        try:
            found = await self._site.readers(use)
        except StoreError:
            if digest in self._known:
                return self._known[digest]
            raise
        if found is None:
            self._known.pop(digest, None)
        else:
            self._known[digest] = found
        return found


def _use(store: Store, digest: str, site: Site) -> Caller | None:
    token = store.script_tokens.use(digest, site.clock())
    return Caller(token.name, Role[token.role.upper()]) if token else None

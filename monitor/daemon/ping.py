"""Tells a dead man's switch, such as healthchecks.io, that all is well: where the pings end, it calls for help."""

from __future__ import annotations

import asyncio

import aiohttp

TIMEOUT_SECONDS = 10.0


async def ping(url: str) -> str | None:
    """Asks for `url` once; returns why it failed, without the address, which is a secret; None if it was heard."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(url) as answer,
        ):
            return None if answer.status < 400 else f"it answered {answer.status}"
    except TimeoutError:
        return f"no answer within {TIMEOUT_SECONDS:.0f} s"
    except (aiohttp.ClientError, asyncio.IncompleteReadError, OSError, ValueError) as error:
        return type(error).__name__ if url in str(error) else str(error) or type(error).__name__

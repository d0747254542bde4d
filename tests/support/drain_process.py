"""A process that drains one outbox into one mail server, for tests that kill it: STORE PORT POLICY."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from pydantic import SecretStr

from monitor.config.destination import DestinationSection
from monitor.delivery.claim import InForce
from monitor.delivery.deliverer import Deliverer
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import open_senders
from monitor.threads import OneThread
from rules.model import RuleSet
from storage import Store


async def drain(location: str, port: str, policy: str) -> None:
    url = f"mailto://127.0.0.1:{port}?from=watch@example.org&to=desk@example.org&mode=insecure"
    desk = DestinationSection(url=SecretStr(url), on_unknown=policy, timeout=60)  # type: ignore[arg-type]
    write = OneThread("store")
    store = await write(Store.open, location)
    in_force = InForce(Preparer(store, RuleSet(), UTC), open_senders({"desk": desk}))
    deliverer = Deliverer(store, write, in_force, lambda: datetime.now(UTC))
    try:
        print(dict(await deliverer.drain()), flush=True)
    finally:
        await deliverer.close()
        await write(store.close)
        write.close()


if __name__ == "__main__":
    asyncio.run(drain(*sys.argv[1:4]))

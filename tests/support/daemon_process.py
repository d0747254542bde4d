"""A daemon whose claims on feeds lapse soon, for tests that kill it: SECONDS CONFIG."""

from __future__ import annotations

import sys
from datetime import timedelta

from monitor.cli import main
from storage import feeds

if __name__ == "__main__":
    feeds.LEASE = timedelta(seconds=float(sys.argv[1]))
    sys.argv[1:] = ["run", "--config", sys.argv[2]]
    main()

"""Python imports this at its start where the harness puts it on the path: the workers' labels are laid here."""

import os

if os.environ.get("CRASH_AT", "").startswith("worker."):
    from system.crash.points import install_worker

    install_worker()

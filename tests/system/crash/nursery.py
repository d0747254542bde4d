"""A process with the whole program imported, from which each daemon is forked: a start costs milliseconds.

Reads one JSON object a line: {"env": {...}, "log": PATH, "args": [...]}; answers the new process's id. Reads
{"wait": PID} and answers how that one ended. Each daemon leads a process group of its own.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    import apprise  # noqa: F401
    from system.crash.points import install_daemon

    from monitor.cli import main as command

    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            _become(order)
            install_daemon()
            try:
                command()
            except SystemExit as end:
                os._exit(int(end.code or 0))
            finally:
                os._exit(70)
        print(pid, flush=True)


def _become(order: dict[str, object]) -> None:
    os.setsid()
    log = os.open(str(order["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.update(order["env"], CRASH_PID=str(os.getpid()))  # type: ignore[call-overload]
    sys.argv = ["wirewatch", *order["args"]]  # type: ignore[misc]


if __name__ == "__main__":
    main()

"""The exit codes of all commands: well, findings, usage or config, some input skipped, store or lock."""

OK, FINDINGS, USAGE, SKIPPED, STORE = 0, 1, 2, 3, 4

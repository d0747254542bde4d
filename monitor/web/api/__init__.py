"""The API under /api/v1: what commands print with --json, for scripts. Handlers read on the threads of the page."""

"""Acts: fetches, parses, evaluates, delivers, and serves the command line.

Imports go down only: cli; daemon and workshop; polling; delivery, evaluation and fetching; config and
parsing; text and threads. `docs/architecture.md` shows the way of an entry through the folders.
"""

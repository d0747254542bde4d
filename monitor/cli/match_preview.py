"""Shows which matches an edit changes before the replay behind it has ended."""

from __future__ import annotations

from monitor.cli import output
from monitor.cli.workplace import Workplace
from monitor.workshop.match_changes import EditPreview, MatchChanges, TooSlowError
from rules.model import RuleSet

SECONDS = 5  # from then on the replay is worth more than its preview


class MatchPreview:
    """Answers one edit after the other; the store is open only meanwhile, its words are kept."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._preview: EditPreview | None = None

    def changes(self, old: RuleSet, new: RuleSet) -> MatchChanges | None:
        """The matches of all entries that the edit changes; None, and a word to the user, where that takes too long."""
        with self._place.store() as store:
            self._preview = EditPreview(store, after=self._preview)
            try:
                return self._preview.changes(old, new, SECONDS)
            except TooSlowError:
                output.warn(
                    f"the matches that change are not known within {SECONDS} s: the replay counts alerts"
                )
                return None

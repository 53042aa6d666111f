"""What one reader is about to write into a folder of targets: a decision, or a file. No Streamlit here."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from analytics.intake.waiting import Waiting
from analytics.store.target_drafts import Decision, Draft, draft_of, draft_of_file
from analytics.store.targeting import Written, decide, take_in_targets


class TargetDesk:
    """One draft at a time. `round` changes when the fields have to be empty again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.round = 0
        self.draft: Draft | None = None
        self._meant: Decision | Path | None = None
        self._waiting: Waiting | None = None
        self._seen: set[str] = set()

    @property
    def is_file(self) -> bool:
        """Whether the draft is of a file."""
        return isinstance(self._meant, Path)

    def look_at(self, meant: Decision | Path) -> None:
        """Draft what is *meant*, beside what is in the folder now."""
        self._meant = meant
        self.draft = (
            draft_of_file(self.folder, meant)
            if isinstance(meant, Path)
            else draft_of(self.folder, meant)
        )

    def put(self, one: str, name: str, content: IO[bytes]) -> None:
        """Look at a file called *name*, known as *one* to who hands it over; the same one again changes nothing.

        Raises `InputFault` for a name that no file may have, and when there is no room for it.
        """
        if one in self._seen:
            return
        self._seen.add(one)
        self._let_go()
        self._waiting = Waiting()
        self.look_at(self._waiting.keep(name, content))

    def write(self) -> Written | None:
        """Write what was shown; None when there is nothing (any more): a double click is one click.

        Raises what `decide` and `take_in_targets` raise; what is shown is then looked at again.
        """
        meant, shown = self._meant, self.draft
        if meant is None or shown is None:
            return None
        try:
            if isinstance(meant, Path):
                done = take_in_targets(self.folder, meant, shown)
            else:
                done = decide(self.folder, meant, shown)
        except Exception:  # whatever it was, what is shown is that of before
            self.look_at(meant)
            raise
        self.clear()
        return done

    def clear(self) -> None:
        """Put everything away, and begin with empty fields."""
        self.drop()
        self.round += 1

    def drop(self) -> None:
        """Put the draft away; what was typed stays."""
        self._meant = self.draft = None
        self._let_go()

    def _let_go(self) -> None:
        if self._waiting is not None:
            self._waiting.close()
            self._waiting = None

"""What one reader has put down for import: files in a private folder, what was found in them, what became of them.

It lives as long as the reader's session, and its folder with it. No Streamlit here.
"""

from __future__ import annotations

import filecmp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import IO

from analytics.errors import InputFault, ZangakuError
from analytics.intake.controls import read_controls, sorted_out
from analytics.intake.delivered import Control, Reading
from analytics.intake.layouts import AnyLayout
from analytics.intake.waiting import Waiting
from analytics.matching.afterwards import match_newest
from analytics.matching.outcome import STEPS as OF_MATCHING
from analytics.store.committing import STEPS
from analytics.store.examining import Examined, Read, held, read_files
from analytics.store.expected import Beside, Expected, beside_former, expected_changes
from analytics.store.importing import Month, take_in_examined
from analytics.store.newest import Newest
from analytics.store.restoring import Restored, restore
from analytics.store.snapshots import Store
from analytics.store.steps import Step
from pages.parts.job import Job

STEPS_TO_COME = len(STEPS) + len(OF_MATCHING)


@dataclass(frozen=True)
class ByHand:
    """What the reader says of the files beside what stands in them."""

    controls: tuple[tuple[str, Control], ...] = ()  # by file name
    as_of: date | None = None
    layout: str | None = None


@dataclass(frozen=True)
class Checked:
    """The files as they are shown before they go in: each beside what the store has, and what would change."""

    examined: Examined
    beside: tuple[Beside, ...]
    changes: tuple[Expected, ...]

    @property
    def new(self) -> list[Reading]:
        """The files that would make a new version."""
        there = {each.reading.name for each in self.beside if each.is_there}
        return [reading for reading in self.examined.sound if reading.name not in there]


Key = tuple[tuple[Path, ...], ByHand, int | None]


class Desk:
    """One reader's files. `round` changes when the place to drop them has to be empty again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.round = 0
        self.paths: list[Path] = []
        self.by_hand = ByHand()
        self.refused: dict[str, str] = {}  # name → why it could not even be put down
        self.checking: Job[Checked] | None = None
        self.work: Job[Month | Restored] | None = None
        self.unmatched = ""  # why the debtors of the last work's version could not be matched
        self._beginning = Lock()  # of work: two clicks may come at the same moment
        self._waiting: Waiting | None = None
        self._seen: set[str] = set()
        self._reads: dict[tuple[Path, ByHand], Read] = {}
        self._checked: tuple[Key, Checked] | None = None

    def put(self, one: str, name: str, content: IO[bytes]) -> None:
        """Put down a file called *name*, known as *one* to who hands it over; the same one again changes nothing."""
        if one in self._seen:
            return
        self._seen.add(one)
        try:
            self._waiting = self._waiting or Waiting()
            path = self._waiting.keep(name, content)
        except InputFault as problem:
            self.refused[name] = str(problem)
            return
        if any(path.name == other.name and filecmp.cmp(path, other, False) for other in self.paths):
            self._waiting.drop(path)
        else:
            self.paths.append(path)

    def take_off(self, path: Path) -> None:
        """Take one file off again."""
        self.paths.remove(path)
        if self._waiting is not None:
            self._waiting.drop(path)

    def clear(self, keeping: Sequence[Path] = ()) -> None:
        """Take everything off but the files *keeping*."""
        for path in [path for path in self.paths if path not in keeping]:
            self.take_off(path)
        self.refused.clear()
        self.round += 1
        self._reads.clear()
        if not self.paths:
            self.by_hand = ByHand()
            if self._waiting is not None:
                self._waiting.close()
                self._waiting = None

    # -- looking ------------------------------------------------------------------------------------------------

    @property
    def checked(self) -> Checked | None:
        """What was found, if it is of just these files, and beside the version that is the newest now."""
        known = self._checked
        return known[1] if known and known[0] == self._key() else None

    def check(self, layouts: Sequence[AnyLayout]) -> Job[Checked]:
        """Look at what is there; what is being looked at already goes on."""
        if self.checking is None:
            key = self._key()
            self.checking = Job(lambda step: self._look(key, layouts, step), len(self.paths) + 2)
        return self.checking

    def _key(self) -> Key:
        return tuple(self.paths), self.by_hand, self.store.latest()

    def _look(self, key: Key, layouts: Sequence[AnyLayout], step: Step) -> Checked:
        paths, by_hand, _ = key
        files, lists = sorted_out(paths)
        read, controls = Read((), ()), dict[str, Control]()
        for path in lists:
            try:
                controls |= read_controls(path)
            except InputFault as problem:
                read = read.beside(Read((), ((path.name, problem),)))
        for path in files:
            asked = path, ByHand(as_of=by_hand.as_of, layout=by_hand.layout)
            if asked not in self._reads:
                self._reads[asked] = read_files(
                    self.store, [path], layouts, by_hand.layout, by_hand.as_of, step
                )
            read = read.beside(self._reads[asked])
        step("保管庫と比べています")
        newest = Newest.of(self.store)
        controls |= dict(by_hand.controls)
        examined = held(read, newest, controls)
        step("変わる数字を調べています")
        beside = [beside_former(each, newest) for each in examined.readings if each.books]
        new = {each.reading.name for each in beside if not each.is_there}
        changes = expected_changes([each for each in examined.sound if each.name in new], newest)
        found = Checked(examined, tuple(beside), tuple(changes))
        self._checked = (paths, by_hand, newest.number), found
        return found

    # -- doing --------------------------------------------------------------------------------------------------

    def take_in(self) -> None:
        """Begin to import what is shown. While anything goes on, nothing else begins: a double click is one click."""
        with self._beginning:
            if self.work is None and self._checked and self._checked[0][:2] == self._key()[:2]:
                # of what was shown, whatever the newest is now
                examined = self._checked[1].examined
                self.work = Job(lambda step: self._taken_in(examined, step), STEPS_TO_COME)

    def bring_back(self, number: int) -> None:
        """Begin to bring version *number* back."""
        with self._beginning:
            if self.work is None:
                self.work = Job(lambda step: self._brought_back(number, step), STEPS_TO_COME)

    def _taken_in(self, examined: Examined, step: Step) -> Month:
        done = take_in_examined(self.store, examined, step)
        self._match(step)
        return done

    def _brought_back(self, number: int, step: Step) -> Restored:
        done = restore(self.store, number, step)
        self._match(step)
        return done

    def _match(self, step: Step) -> None:
        """Match the debtors of the new version. It stands, whatever comes of this."""
        self.unmatched = ""
        try:
            match_newest(self.store, step)
        except ZangakuError as problem:
            self.unmatched = f"取り込みは済みましたが、名寄せができませんでした。{problem}"

    def finished(self, work: Job[Month | Restored]) -> Month | Restored:
        """What became of *work*; files that were left out stay. Raises what it raised. It stays until it is `said`."""
        done = work.result()
        if isinstance(done, Month):
            taken = {(each.reading.sent or each.reading.source).path for each in done.imports}
            lists = sorted_out(self.paths)[1]
            left = [path for path in self.paths if path not in taken]
            self.clear(left if set(left) - set(lists) else ())
        return done

    def said(self) -> None:
        """What became of the work is where it will be read: it is off the desk, and other work may begin."""
        self.work = None

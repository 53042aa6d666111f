"""Files into the store: read, compared with what is there, committed. A file with errors stays out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.errors import InputFault, StoreFault
from analytics.intake.delivered import Control, Reading
from analytics.intake.layouts import AnyLayout
from analytics.store.committing import Import, committed
from analytics.store.examining import Examined, Unread, examine, held, read_files
from analytics.store.newest import Newest
from analytics.store.snapshots import Store
from analytics.store.steps import Step, silent

__all__ = [
    "Import",
    "Month",
    "Outdated",
    "Rejected",
    "take_in",
    "take_in_examined",
    "take_in_month",
]


@dataclass(frozen=True)
class Month:
    """What became of the files of a folder: taken in as one version, there already, or kept out with their reasons."""

    imports: tuple[Import, ...]
    rejected: tuple[Reading, ...]
    unread: Unread
    missing: tuple[str, ...]  # files whose totals were given, and that came neither now nor before

    @property
    def new(self) -> list[Import]:
        """Those that were not there already."""
        return [done for done in self.imports if done.changed]

    @property
    def new_yen(self) -> int | None:
        """収入未済額 of the new ones, in yen; None where none of them holds money."""
        of_money = [one.reading for one in self.new if one.reading.record == "receivables"]
        return sum(one.totals["outstanding_yen"] for one in of_money) if of_money else None


class Rejected(InputFault):
    """A file with errors was kept out. `reading` holds all of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        super().__init__(
            f"{reading.name} は取り込みませんでした（誤り {len(reading.errors):,}件）。保管庫は変わっていません。"
            "指摘を直してから、もう一度実行してください。"
        )


class Outdated(StoreFault):
    """The store has got another version since the files were examined; it was not touched."""


def take_in(
    store: Store,
    path: Path,
    layouts: Sequence[AnyLayout],
    wanted: str | None = None,
    as_of: date | None = None,
    step: Step = silent,
) -> Import:
    """Import *path* as one new version, or say that its very bytes are already there, read by the same layout.

    Raises `Rejected` when the file has errors (the store is untouched), `InputFault` when there is no file or no
    layout for it, `StoreFault` when the store is busy.
    """
    with store.writing():
        newest = Newest.of(store)
        reading = examine(newest, path, layouts, wanted, as_of, step)
        if reading.errors:
            raise Rejected(reading)
        (done,) = committed(newest, [reading], step)
        return done


def take_in_month(
    store: Store,
    paths: Sequence[Path],
    layouts: Sequence[AnyLayout],
    controls: Mapping[str, Control] | None = None,
    as_of: date | None = None,
    step: Step = silent,
) -> Month:
    """Import the files at *paths*, all of one month, as one new version: those without errors, whatever the others are.

    *controls* are the totals given with the files, by name. Raises `StoreFault` when the store is busy.
    """
    with store.writing():
        newest = Newest.of(store)
        read = read_files(store, paths, layouts, as_of=as_of, step=step)
        return _month(newest, held(read, newest, controls), step)


def take_in_examined(store: Store, examined: Examined, step: Step = silent) -> Month:
    """Import just what was shown: those of the files in *examined* that have no errors, as one new version.

    Raises `Outdated` when the store has got another version meanwhile, `StoreFault` when it is busy.
    """
    with store.writing():
        newest = Newest.of(store)
        if newest.number != examined.beside:
            raise Outdated(
                f"点検のあとに、別の取り込みで版 {newest.number} ができました。新しい版と比べ直しましたので、"
                "もう一度確かめてから取り込んでください。"
            )
        return _month(newest, examined, step)


def _month(newest: Newest, examined: Examined, step: Step) -> Month:
    sound = examined.sound
    imports = committed(newest, sound, step) if sound else []
    return Month(tuple(imports), tuple(examined.rejected), examined.unread, examined.missing)

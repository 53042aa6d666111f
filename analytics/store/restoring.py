"""Undo: a former version is committed again as the newest one. What came between stays readable by its number."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from analytics.errors import NothingToShow, StoreFault, ZangakuError
from analytics.store.documents import read_document
from analytics.store.snapshots import Store, Version, empty_store
from analytics.store.steps import Step, silent
from analytics.store.summaries import SUMMARIES, definition, summaries
from analytics.store.verify import version_faults


@dataclass(frozen=True)
class Restored:
    """What an undo did: the version that came back, the one that was the newest, and the number it has now."""

    former: Version
    undone: Version
    version: int


def restore(store: Store, number: int, step: Step = silent) -> Restored:
    """Commit version *number* again as a new version: its lines, documents and summaries, complete before visible.

    Raises `NothingToShow` for an unknown version and for one that is what the newest holds, `StoreFault` when the
    store is busy, cannot be written, or when version *number* is damaged. The store is then as it was.
    """
    if store.latest() is None:  # nothing may be made where there is no store
        raise empty_store(store.root)
    with store.writing():
        former = store.version(number)
        newest = store.versions()[-1]
        _refuse_the_same(former, newest)
        step("点検")
        _refuse_damaged(store, former)
        number_now = newest.number + 1
        step("要約")
        changes = read_document(store, number, "changes")
        store.keep_marts(number_now, summaries(store, number, changes), definition())
        _copy_documents(store, number, number_now)
        step("確定")
        store.commit_again(former, number_now)
        return Restored(former, newest, number_now)


def _refuse_the_same(former: Version, newest: Version) -> None:
    if former.number == newest.number:
        raise NothingToShow(
            f"版 {former.number} はいまの最新の版です。戻す先の、それより前の版の番号を指定してください。"
        )
    if newest.restored_from == former.number:
        raise NothingToShow(
            f"最新の版 {newest.number} は、版 {former.number} をすでに復元したものです。何も変えていません。"
        )


def _refuse_damaged(store: Store, former: Version) -> None:
    commits = {version.number: version for version in store.versions()}
    try:
        fault = next(version_faults(store, former.number, commits), "")
    except ZangakuError:
        raise
    except Exception:  # a damaged file may break in any way
        fault = "壊れていて読めません"
    if fault:
        raise StoreFault(
            f"版 {former.number} は復元できません（{fault}）。`zangaku snapshots verify` で保管庫を調べてください。"
        )


def _copy_documents(store: Store, number: int, number_now: int) -> None:
    """All that stands beside the lines of version *number*, byte for byte, but for the summaries."""
    for file in sorted(store.mart_file(number, "sources").parent.glob("*.parquet")):
        if file.stem not in SUMMARIES:
            shutil.copyfile(file, store.mart_file(number_now, file.stem))

"""Pins: names given to versions, so that the figures of that meeting stay readable for good.

One file per name, written whole or not at all while the store is held. It keeps what the figures rested on besides the
version itself: the targets of that day, and enough totals and hashes to tell later that nothing has changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from analytics.errors import NothingToShow, StoreFault
from analytics.ledger.calendar import JAPAN
from analytics.ledger.columns import TARGETS
from analytics.store.documents import read_document, seals
from analytics.store.names import (
    LONGEST_NAME,
    as_typed,
    checked_name,
    checked_note,
    key_of,
    version_number,
)
from analytics.store.questions import ask
from analytics.store.snapshots import Store, empty_store
from analytics.store.summaries import lines


@dataclass(frozen=True)
class Pin:
    """A name for a version. `totals`: delivery → balance in yen; `seals`: document → its hash in that version."""

    name: str
    version: int
    pinned_at: str  # ISO, UTC
    note: str
    as_of: str
    totals: dict[str, int]
    seals: dict[str, str]
    targets: list[dict[str, Any]]

    @property
    def pinned_on(self) -> date:
        """The day in Japan on which the name was given."""
        return datetime.fromisoformat(self.pinned_at).astimezone(JAPAN).date()

    @property
    def typed(self) -> str:
        """The name as it is given to a command."""
        return as_typed(self.name)

    @property
    def newest(self) -> date:
        """The last as-of date in the version."""
        return date.fromisoformat(self.as_of)

    @property
    def aims(self) -> pa.Table:
        """The targets as they were on that day."""
        days = ({**row, "decided_on": _day(row["decided_on"])} for row in self.targets)
        return pa.Table.from_pylist(list(days), schema=TARGETS)


_PIN = TypeAdapter(Pin)


def pin(store: Store, name: str, number: int | None, targets: pa.Table, note: str = "") -> Pin:
    """Give *name* to version *number* (the newest when None), with the *targets* of today.

    The same name for the same version changes nothing. Raises `InputFault` for a name or note that cannot be used,
    `NothingToShow` for an unknown version, `StoreFault` when the name belongs to another version or the store is busy.
    """
    said = checked_name(name)
    remark = checked_note(note)
    if store.latest() is None:
        raise empty_store(store.root)
    with store.writing():
        chosen = store.versions()[-1].number if number is None else store.version(number).number
        there = _found(store, said)
        if there is not None and there.version == chosen:
            return there
        if there is not None:
            raise StoreFault(
                f"「{there.name}」は、すでに版 {there.version} に付いています。別の名前にするか、"
                f"`zangaku snapshots unpin {there.typed} --yes` で外してから付け直してください。"
            )
        moment = datetime.now(UTC).replace(microsecond=0).isoformat()
        made = Pin(said, chosen, moment, remark, *_rests_on(store, chosen), _plain(targets))
        _write(_file(store, said), made)
        return made


def unpin(store: Store, name: str) -> Pin:
    """Take *name* away; the version stays. Raises `NothingToShow` for a name that is not there."""
    if not (store.root / "pins").is_dir():
        raise _no_such_pin(store, name)
    with store.writing():
        there = pinned(store, name)
        _file(store, there.name).unlink()
        return there


def pins(store: Store) -> list[Pin]:
    """Every pin, oldest first. Raises `StoreFault` for one that cannot be read."""
    found = [_read(file) for file in sorted((store.root / "pins").glob("*.json"))]
    return sorted(found, key=lambda one: (one.pinned_at, one.name))


def pinned(store: Store, name: str) -> Pin:
    """The pin called *name*. Raises `NothingToShow` naming those there are when there is none."""
    found = _found(store, name)
    if found is None:
        raise _no_such_pin(store, name)
    return found


def numbered(store: Store, asked: str) -> int:
    """The version meant by *asked*: its number or a pin's name. Raises `NothingToShow` when there is none."""
    number = version_number(asked)
    return pinned(store, asked).version if number is None else store.version(number).number


def faults(store: Store) -> Iterator[str]:
    """Every way in which a pinned version is no longer what it was, one Japanese sentence each."""
    for file in sorted((store.root / "pins").glob("*.json")):
        try:
            one = _read(file)
        except StoreFault as problem:
            yield str(problem).partition("。")[0]
            continue
        try:
            yield from (f"固定した版「{one.name}」: {fault}" for fault in pin_faults(store, one))
        except Exception:  # a damaged file may break in any way, and every pin has to be looked at
            yield f"固定した版「{one.name}」: 版 {one.version} が壊れていて読めません"


def pin_faults(store: Store, one: Pin) -> Iterator[str]:
    """How the version of pin *one* differs from the day on which it was pinned. Raises `StoreFault` for damage."""
    try:
        store.version(one.version)
    except NothingToShow:
        yield f"版 {one.version} がありません"
        return
    _, totals, sealed = _rests_on(store, one.version)
    for scope in sorted(one.totals.keys() | totals.keys()):
        then, now = one.totals.get(scope), totals.get(scope)
        if then != now:
            yield f"{scope} の未収残額が固定したときと違います（固定 {then}、いま {now}）"
    for name, hash_then in one.seals.items():
        if sealed.get(name) != hash_then:
            yield f"記録 {name.removesuffix('_sha256')} が固定したときと違います"


def _rests_on(store: Store, number: int) -> tuple[str, dict[str, int], dict[str, str]]:
    """The newest as-of date of version *number*, its balances (yen) by delivery, and its documents' hashes."""
    sums = ask(lines(store.files(number)), "checks/version_totals").to_pylist()
    totals = {row["source_scope"]: row["outstanding_yen"] or 0 for row in sums}
    days = filter(None, read_document(store, number, "sources")["as_of"].to_pylist())
    made = store.version(number).committed_at.astimezone(JAPAN).date()  # where nothing is of a day
    return max(days, default=made).isoformat(), totals, seals(store, number)


def _plain(targets: pa.Table) -> list[dict[str, Any]]:
    return [
        {**row, "decided_on": row["decided_on"] and row["decided_on"].isoformat()}
        for row in targets.to_pylist()
    ]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _found(store: Store, name: str) -> Pin | None:
    file = _file(store, name)
    return _read(file) if file.is_file() else None


def _file(store: Store, name: str) -> Path:
    return store.root / "pins" / f"{key_of(name)}.json"


def _write(file: Path, made: Pin) -> None:
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(asdict(made), ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(unfinished, file)


def _read(file: Path) -> Pin:
    try:
        one = _PIN.validate_json(file.read_bytes())
        _ = one.aims, one.pinned_on, one.newest  # a damaged one is found here, not where it is used
        return one
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException) as problem:
        raise StoreFault(
            f"版に付けた名前の記録 pins/{file.name} を読めません。控えから戻すか、その1つを消して付け直してください。"
        ) from problem


def _no_such_pin(store: Store, name: str) -> NothingToShow:
    known = "、".join(one.name for one in pins(store))
    there = f"あるのは {known} です。" if known else "まだ1つも付いていません。"
    return NothingToShow(
        f"「{name[:LONGEST_NAME]}」という名前の版はありません。{there}"
        "`zangaku snapshots list` で版を確かめてください。"
    )

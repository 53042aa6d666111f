"""Is the store what its records say? Every version's files, totals, sources and summaries, looked at again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from analytics.errors import ZangakuError
from analytics.store.duck import Database
from analytics.store.importing import build_marts
from analytics.store.questions import ask, question
from analytics.store.snapshots import MARTS, Store


def verify(store: Store, step: Callable[[str], None] = lambda words: None) -> list[str]:
    """Every fault found, one Japanese sentence each; an empty list means the store is clean.

    What a killed import may leave behind (unfinished files no version points to) is not a fault.
    """
    faults: list[str] = []
    for version in store.versions():
        step(f"版 {version.number}")
        try:
            faults += (
                f"版 {version.number}: {fault}" for fault in _version_faults(store, version.number)
            )
        except ZangakuError as problem:
            said = str(problem).partition("。")[0]  # what to do next is said once, at the end
            here = f"版 {version.number}"
            faults.append(said if said.startswith(f"{here} ") else f"{here}: {said}")
        except Exception:
            # a damaged file may break in any way, and every version has to be looked at
            faults.append(f"版 {version.number}: 壊れていて読めません")
    return faults


def _version_faults(store: Store, number: int) -> Iterator[str]:
    files = store.files(number)
    missing = [path.name for path in files if not path.is_file()]
    if missing:
        yield f"ファイルがありません（{'、'.join(missing)}）"
        return
    marts = {name: store.mart(number, name) for name in MARTS}
    database = Database({"receivables": files})
    found = {row["source_scope"]: row for row in ask(database, "checks/version_totals").to_pylist()}
    recorded = {row["source_scope"]: row for row in marts["sources"].to_pylist()}
    compared = question("checks/version_totals").labels
    for scope in sorted(recorded.keys() | found.keys()):
        says, is_ = recorded.get(scope, {}), found.get(scope, {})
        for name, label in compared.items():
            if (says.get(name) or 0) != (is_.get(name) or 0):
                yield f"{scope} の{label} {name} が記録と違います（記録 {says.get(name)}、実際 {is_.get(name)}）"
    for row in recorded.values():
        source = store.source(row["sha256"], row["source_name"])
        if not source.is_file():
            yield f"元のファイル {row['source_name']} がありません"
        elif hashlib.sha256(source.read_bytes()).hexdigest() != row["sha256"]:
            yield f"元のファイル {row['source_name']} が取り込んだときと違います"
    for name, table in build_marts(database, marts["changes"]).items():
        if not table.equals(marts[name].cast(table.schema)):
            yield f"要約 {name} が、元の行から作り直したものと違います"

"""Is the store what its records say? Every version looked at again, from its source files to its summaries.

And every pin: whether the version it names is still what it was on the day of the meeting.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

import pyarrow as pa

from analytics.errors import ZangakuError
from analytics.store import pins
from analytics.store.beside import KINDS
from analytics.store.committing import FILES, files_of
from analytics.store.documents import read_documents, seals
from analytics.store.duck import Database
from analytics.store.former import Row
from analytics.store.questions import ask, question
from analytics.store.snapshots import Store, Version
from analytics.store.steps import Step, silent
from analytics.store.summaries import build, current, expected, lines

Commits = Mapping[int, Version]


def verify(store: Store, step: Step = silent) -> list[str]:
    """Every fault found, one Japanese sentence each; an empty list means the store is clean.

    What a killed import may leave behind (unfinished files no version points to) is not a fault, and neither are
    summaries by the definition of an earlier release, which are no longer read.
    """
    faults: list[str] = []
    commits = {version.number: version for version in store.versions()}
    for number in commits:
        here = f"版 {number}"
        step(here)
        try:
            faults += (f"{here}: {fault}" for fault in version_faults(store, number, commits))
        except ZangakuError as problem:
            said = str(problem).partition("。")[0]  # what to do next is said once, at the end
            faults.append(said if said.startswith(f"{here} ") else f"{here}: {said}")
        except Exception:
            # a damaged file may break in any way, and every version has to be looked at
            faults.append(f"{here}: 壊れていて読めません")
    return [*faults, *pins.faults(store)]


def outdated(store: Store) -> list[int]:
    """The versions whose summaries are there, but by another release's definition: they are made anew when read."""
    return [
        version.number
        for version in store.versions()
        if not current(store, version.number)
        and all(
            store.mart_file(version.number, name).is_file()
            for name in expected(store, version.number)
        )
    ]


def version_faults(store: Store, number: int, commits: Commits) -> Iterator[str]:
    """What is wrong with version *number* of those in *commits*. Raises what reading a damaged file raises."""
    files = store.files(number)
    missing = [path.name for path in files if not path.is_file()]
    if missing:
        yield f"ファイルがありません（{'、'.join(missing)}）"
        return
    documents = read_documents(store, number)
    stored = {name: store.mart(number, name) for name in expected(store, number)}
    receivables = lines(files)
    found = {
        row["source_scope"]: row for row in ask(receivables, "checks/version_totals").to_pylist()
    }
    recorded = {row["source_scope"]: row for row in documents["sources"].to_pylist()}
    compared = question("checks/version_totals").labels
    of_money = {scope for scope, row in recorded.items() if row["record"] in (None, "receivables")}
    for scope in sorted(of_money | found.keys()):
        says, is_ = recorded.get(scope, {}), found.get(scope, {})
        for name, label in compared.items():
            if (says.get(name) or 0) != (is_.get(name) or 0):
                yield f"{scope} の{label} {name} が記録と違います（記録 {says.get(name)}、実際 {is_.get(name)}）"
    yield from _row_faults(store, number, recorded, found)
    for row in recorded.values():
        yield from _source_faults(store, row, commits)
    for name, hash_now in seals(store, number).items():
        if commits[number].metadata.get(name, hash_now) != hash_now:
            yield f"記録 {name.removesuffix('_sha256')} が取り込んだときと違います"
    if current(store, number):
        yield from _summary_faults(stored, build(receivables, documents["changes"]))


def _row_faults(
    store: Store,
    number: int,
    recorded: Mapping[str, Row],
    totals: Mapping[str, Mapping[str, int]],
) -> Iterator[str]:
    """Is every row there that a delivery had, also of the records beside the receivables?"""
    rows = Counter({scope: row["claim_rows"] for scope, row in totals.items()})
    for kind in KINDS:
        files = store.files_beside(number, kind)
        if files:
            answer = ask(Database({"records": files}), "checks/record_rows").to_pylist()
            rows.update({row["source_scope"]: row["record_rows"] for row in answer})
    for scope, row in recorded.items():
        if row["record_rows"] not in (None, rows[scope]):  # an earlier release wrote none down
            yield f"{scope} の行数が記録と違います（記録 {row['record_rows']}、実際 {rows[scope]}）"
    for scope in rows.keys() - recorded.keys() - totals.keys():
        yield f"{scope} の行が、記録にないのにあります"


def _source_faults(store: Store, row: Row, commits: Commits) -> Iterator[str]:
    """One delivered file: is it still there, is it the same, and does its record say what its commit said?"""
    name, sha256 = row["source_name"], row["sha256"]
    source = store.source(sha256, name)
    if not source.is_file():
        yield f"元のファイル {name} がありません。同じファイルをもう一度取り込むと戻ります"
    elif hashlib.sha256(source.read_bytes()).hexdigest() != sha256:
        yield f"元のファイル {name} が取り込んだときと違います"
    commit = commits.get(row["version"])
    if commit is None:
        yield f"{name} を取り込んだ版 {row['version']} の記録がありません"
        return
    if FILES in commit.metadata:  # of several files: it names each by its hash, and their sums
        if files_of(commit).get(sha256) != name:
            yield f"{name} が版 {commit.number} の確定の記録にありません"
        return
    for column, value in row.items():
        committed = commit.metadata.get(column, str(value))
        if str(value) != committed:
            yield f"{name} の {column} が版 {commit.number} の確定の記録と違います（確定 {committed}、記録 {value}）"


def _summary_faults(stored: Mapping[str, pa.Table], made: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, table in made.items():
        if not table.equals(stored[name].cast(table.schema)):
            yield f"要約 {name} が、元の行から作り直したものと違います"

"""One file into the store: read, compare with what is there, write the summaries, commit. All or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import InputFault
from analytics.intake.findings import Finding, error, errors_in, warning
from analytics.intake.last_year import compare_with_last_year
from analytics.intake.layout import Layout
from analytics.intake.reading import Reading, choose_layout, load_file, read_content
from analytics.ledger.columns import RECEIVABLES
from analytics.store.documents import next_documents, read_documents, seals
from analytics.store.duck import Database
from analytics.store.questions import ask
from analytics.store.snapshots import Store
from analytics.store.summaries import definition, extended, lines, summaries

Step = Callable[[str], None]


@dataclass(frozen=True)
class Import:
    """What an import did: the version that now holds the file, whether that is new, and whether a lost file is back."""

    reading: Reading
    version: int
    changed: bool
    restored: bool = False


class Rejected(InputFault):
    """A file with errors was kept out. `reading` holds all of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        super().__init__(
            f"{reading.name} は取り込みませんでした（誤り {len(reading.errors):,}件）。保管庫は変わっていません。"
            "指摘を直してから、もう一度実行してください。"
        )


def examine(
    store: Store,
    path: Path,
    layouts: list[Layout],
    wanted: str | None = None,
    as_of: date | None = None,
    step: Step = lambda words: None,
) -> Reading:
    """Read *path* and compare it with the store, without writing anything.

    The result's `findings` hold everything wrong with the file. Raises `InputFault` when there is no file or no
    layout for it.
    """
    step("読み取り")
    content = load_file(path)
    reading = read_content(
        path.name, content, choose_layout(path.name, content, layouts, wanted), as_of
    )
    step("点検")
    latest = store.latest()
    if latest is None or reading.errors:
        return reading
    documents = read_documents(store, latest)
    others = documents["sources"].filter(pc.field("source_scope") != reading.scope)
    claims = _comparable(
        store, latest, reading, summaries(store, latest, documents["changes"])["claims"]
    )
    findings = [
        *_replaced(reading, documents["sources"]),
        *_other_city(reading, others),
        *_same_bytes(reading, others),
        *_counted_twice(store, latest, reading),
        *compare_with_last_year(
            reading, claims, documents["sources"].filter(pc.field("layout") == reading.layout.name)
        ),
    ]
    return replace(
        reading,
        findings=(*reading.findings, *findings),
        receivables=RECEIVABLES.empty_table() if errors_in(findings) else reading.receivables,
    )


def _comparable(store: Store, latest: int, reading: Reading, claims: pa.Table) -> pa.Table:
    """Of *claims*, those that this file answers for: its own, and what the same layout has delivered before."""
    delivered = ask(lines(store.files(latest)), "checks/delivered", {"layout": reading.layout.name})
    claims = claims.filter(~pc.field("is_month"))  # a month is no last year's settlement
    names = pa.concat_arrays(
        [
            table["claim"].combine_chunks().cast(pa.string())
            for table in (delivered, reading.receivables)
        ]
    )
    return claims.filter(pc.is_in(claims["claim"], value_set=names))


def take_in(
    store: Store,
    path: Path,
    layouts: list[Layout],
    wanted: str | None = None,
    as_of: date | None = None,
    step: Step = lambda words: None,
) -> Import:
    """Import *path* as one new version, or say that its very bytes are already there, read by the same layout.

    Raises `Rejected` when the file has errors (the store is untouched), `InputFault` when there is no file or no
    layout for it, `StoreFault` when the store is busy.
    """
    with store.writing():
        reading = examine(store, path, layouts, wanted, as_of, step)
        if reading.errors:
            raise Rejected(reading)
        latest = store.latest()
        step("保管")
        if latest is not None:
            restored = _restored(store, reading)
            if restored or _already_there(store, latest, reading):
                return Import(reading, latest, changed=False, restored=restored)
        number = 0 if latest is None else latest + 1
        store.keep_source(reading.sha256, reading.name, reading.content)
        documents = next_documents(store, latest, reading, number)
        step("要約")
        made = extended(store, latest, reading.receivables, documents["changes"])
        store.keep_marts(number, made | documents, definition())
        step("確定")
        record = documents["sources"].filter(pc.field("source_scope") == reading.scope)
        described = record.to_pylist()[0] | seals(store, number)
        store.commit(reading.receivables, reading.scope, number, described)
        return Import(reading, number, changed=True)


def _restored(store: Store, reading: Reading) -> bool:
    """Whether a version's source file was gone or changed, and is back with these very bytes.

    Bringing it back is no delivery: it may have been corrected since.
    """
    return any(
        store.keep_source(reading.sha256, version.metadata["source_name"], reading.content)
        for version in store.versions()
        if version.metadata.get("sha256") == reading.sha256
    )


def _already_there(store: Store, number: int, reading: Reading) -> bool:
    there = read_documents(store, number)["sources"].filter(
        (pc.field("source_scope") == reading.scope)
        & (pc.field("sha256") == reading.sha256)
        & (pc.field("layout_sha256") == reading.layout.fingerprint)
    )
    return bool(there.num_rows)


def _replaced(reading: Reading, sources: pa.Table) -> Iterable[Finding]:
    """A correction is welcome; another department's file in the same form would push the first one out unseen."""
    for row in sources.filter(
        (pc.field("source_scope") == reading.scope) & (pc.field("sha256") != reading.sha256)
    ).to_pylist():
        yield warning(
            "replaces",
            f"同じレイアウト・同じ基準日の {row['source_name']}（版 {row['version']}）を置き換えます",
            "訂正版なら、このまま取り込んでください。別の課のファイルなら、レイアウトの名前を課ごとに分けてください",
        )


def _other_city(reading: Reading, others: pa.Table) -> Iterable[Finding]:
    about = reading.layout.layout
    for name, code in {
        (row["municipality"], row["municipality_code"]) for row in others.to_pylist()
    }:
        if (name, code) != (about.municipality, about.municipality_code):
            yield error(
                "other_city",
                f"この保管庫は{name}のものですが、ファイルは{about.municipality}のものです",
                "自治体ごとに別の保管庫を --store で指定してください",
            )


def _same_bytes(reading: Reading, others: pa.Table) -> Iterable[Finding]:
    """One file cannot be two years' books."""
    for row in others.to_pylist():
        if (row["sha256"], row["layout"]) == (reading.sha256, reading.layout.name):
            yield error(
                "same_bytes",
                f"{row['fiscal_year']}年度として取り込んだ {row['source_name']} と、まったく同じ中身です",
                "この年度のファイルを選び直してください。取り込んだ方が違うなら、正しいファイルで取り込み直してください",
            )


def _counted_twice(store: Store, latest: int, reading: Reading) -> Iterable[Finding]:
    """A claim of one fiscal year delivered by two files, or as of two dates, would be counted twice."""
    database = Database(
        {"receivables": store.files(latest)}, {"incoming_lines": reading.receivables}
    )
    for row in ask(database, "checks/counted_twice").to_pylist():
        yield error(
            "counted_twice",
            f"「{row['claim']}」は、同じ年度の {row['source_name']}（基準日 {row['as_of']}）で"
            "すでに取り込まれています",
            "どちらか一方のファイル・レイアウト・基準日だけを使ってください",
        )

"""What shows only when files are held together: one of another month, two of one delivery, a claim in two files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.month import month_label
from analytics.ledger.columns import RECEIVABLES
from analytics.store.duck import Database
from analytics.store.newest import Newest
from analytics.store.questions import ask
from analytics.store.survey_files import overlapping_waves, same_wave, whole_surveys

DELIVERED = ["source_scope", "as_of", "fiscal_year", "account", "claim", "part", "is_month"]


def beside_each_other(
    read: Sequence[Reading], newest: Newest, unread: Sequence[str] = ()
) -> list[Reading]:
    """*read* with what shows only when files are held together; *unread* are the names of such as are no tables."""
    months = Counter(
        reading.books.as_of
        for reading in read
        if reading.books and _is_monthly(reading) and not reading.errors
    )
    usual = months.most_common(1)[0][0] if months else None
    scopes = Counter(reading.scope for reading in read if reading.books)
    twice, waves = counted_twice(read, newest), overlapping_waves(read, newest)
    told = []
    for reading in read:
        found: list[Finding] = []
        if reading.books and _is_monthly(reading) and usual and reading.books.as_of != usual:
            found.append(_other_month(reading, usual))
        if reading.books and scopes[reading.scope] > 1:
            found.append(_same_delivery(reading))
        elif reading.books:
            found += [*twice.get(reading.scope, []), *waves.get(reading.scope, [])]
        found += same_wave(reading, read)
        told.append(replace(reading, findings=(*reading.findings, *found)))
    return whole_surveys(told, unread)


def _is_monthly(reading: Reading) -> bool:
    return isinstance(reading.layout, RecordLayout) and reading.layout.as_of.is_monthly


def _other_month(reading: Reading, usual: date) -> Finding:
    assert reading.books is not None
    mine = month_label(reading.books.as_of)
    return error(
        "other_month",
        f"{mine}の資料ですが、同じフォルダのほかのファイルは{month_label(usual)}です",
        "月を確かめ、正しい月のファイルに差し替えるか、その月のフォルダに移してください",
    )


def _same_delivery(reading: Reading) -> Finding:
    return error(
        "same_delivery",
        f"同じ様式・同じ月の資料（レイアウト「{reading.layout.name}」）が、このフォルダに2つ以上あります",
        "どちらが正しいかを確かめ、1つだけにしてください",
    )


def counted_twice(readings: Sequence[Reading], newest: Newest) -> dict[str, list[Finding]]:
    """Scope → an error for each claim that another file delivers too, for the same fiscal year or the same month.

    It would be counted twice. The other file is in the *newest* version, or among the *readings*.
    """
    incoming = _claims_of(readings)
    if not incoming.num_rows:
        return {}
    if newest.number is None:
        stored = incoming.slice(0, 0)
    else:
        names = newest.documents["sources"].select(["source_scope", "source_name"])
        stored = newest.summaries["deliveries"].select(DELIVERED).join(names, "source_scope")
    database = Database({}, {"incoming_claims": incoming, "stored_claims": stored})
    found: dict[str, list[Finding]] = {}
    for row in ask(database, "checks/counted_twice").to_pylist():
        found.setdefault(row["source_scope"], []).append(
            error(
                "counted_twice",
                f"「{row['claim']}」は、{'同じ月' if row['is_month'] else '同じ年度'}の {row['source_name']}"
                f"（基準日 {row['as_of']}）でも届いています",
                "どちらか一方のファイル・レイアウト・基準日だけを使ってください",
            )
        )
    return found


def _claims_of(readings: Sequence[Reading]) -> pa.Table:
    """One row for each claim and part in *readings*."""
    none = RECEIVABLES.empty_table()
    tables = [none, *(each.receivables for each in readings)]
    keys = [*DELIVERED[:-1], "basis", "source_name"]
    found = pa.concat_tables([table.select(keys).group_by(keys).aggregate([]) for table in tables])
    is_month = pc.not_equal(pc.fill_null(found["basis"], "settlement"), "settlement")
    return found.append_column("is_month", is_month).select([*DELIVERED, "source_name"])

"""Waves of a survey that hold the same answers: what two of them differ by is what few persons answered."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error
from analytics.ledger.columns import SURVEY
from analytics.store.duck import Database
from analytics.store.newest import Newest
from analytics.store.questions import ask


def overlapping_waves(readings: Sequence[Reading], newest: Newest) -> dict[str, list[Finding]]:
    """Scope → an error for each other wave, in the *newest* version or among *readings*, with answers of the same time.

    A form goes on growing: an export holds those before it. The same wave again is a correction, and replaces them.
    """
    none = SURVEY.empty_table()
    incoming = [reading.tables["survey"] for reading in readings if "survey" in reading.tables]
    if not incoming:
        return {}
    number = newest.number
    files = [] if number is None else newest.store.files_beside(number, "survey")
    database = Database(
        {"stored_answers": files} if files else {},
        {"incoming_answers": pa.concat_tables(incoming)}
        | ({} if files else {"stored_answers": none}),
    )
    found: dict[str, list[Finding]] = {}
    for row in ask(database, "checks/overlapping_waves").to_pylist():
        found.setdefault(row["source_scope"], []).append(_overlapping(**row))
    return found


def _overlapping(source_scope: str, wave: str, other_wave: str, other_name: str) -> Finding:
    return error(
        "overlapping_waves",
        f"回「{wave}」の回答と、回「{other_wave}」の回答（{other_name}）が重なっています",
        f"同じ回の続きなら、回の名前（ファイルの名前か、回の列）を「{other_wave}」にして取り込んで置き換え、"
        "別の回なら、その回の回答だけのファイルにしてください",
    )

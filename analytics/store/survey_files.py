"""Files of a survey held together: waves with the same answers, one wave twice, and one faulty file of several.

What two waves with the same answers differ by is what few persons answered. The answers of a wave and who was asked are
one thing: none of it goes in while a file has errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error
from analytics.ledger.columns import SURVEY
from analytics.store.duck import Database
from analytics.store.newest import Newest
from analytics.store.questions import ask

SURVEYS = ("survey", "survey_invited")


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


def same_wave(reading: Reading, read: Sequence[Reading]) -> list[Finding]:
    """An error where another layout delivers the answers of the same wave, or who was asked: one would be lost."""
    if reading.record not in SURVEYS:
        return []
    mine = _waves(reading)
    return [
        error(
            "same_wave",
            f"回「{'」「'.join(sorted(mine & _waves(other)))}」は、{other.name} でも届いています",
            "どちらか一方だけにするか、1つの表にまとめてください",
        )
        for other in read
        if other.record == reading.record and other is not reading and mine & _waves(other)
    ]


def _waves(reading: Reading) -> set[str]:
    table = reading.tables.get(reading.record)
    return set() if table is None else set(pc.unique(table["wave"]).to_pylist())


def whole_surveys(read: list[Reading], unread: Sequence[str]) -> list[Reading]:
    """*read*, of which no file of a survey may go in while another has errors, or is *unread* beside nothing else."""
    surveys = [reading for reading in read if reading.record in SURVEYS]
    faulty = [reading.name for reading in surveys if reading.errors]
    faulty += unread if len(surveys) == len(read) else ()
    if not faulty:
        return read
    kept_out = error(
        "faulty_beside",
        f"一緒に渡した {'、'.join(faulty)} に誤りがあるので、意識調査のファイルは取り込みません",
        "その誤りを直して、回答と配布数を一緒に取り込み直してください",
    )
    return [
        replace(each, findings=(*each.findings, kept_out))
        if each.record in SURVEYS and not each.errors
        else each
        for each in read
    ]

"""The files of surveys in a version, and which of their waves a later version tells otherwise.

Such a wave is not shown from the earlier version: from the difference of two deliveries, or of two ways of reading one,
one could reckon what the few people in between answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.figures.base import records, typed
from analytics.ledger.columns import RECORDS
from analytics.ledger.survey import Catalogue
from analytics.store.documents import read_document
from analytics.store.duck import Database
from analytics.store.questions import ask, question
from analytics.store.reader import Reader
from analytics.store.snapshots import Store

KINDS = ("survey", "survey_invited", "survey_results")
VIEWS = ("given", "asked")


def opened(store: Store, number: int, catalogue: Catalogue) -> Database:
    """Version *number* as the questions in `analytics/sql/survey` are asked of it."""
    files = {kind: store.files_beside(number, kind) for kind in KINDS}
    tables: dict[str, pa.Table] = {
        kind: RECORDS[kind].empty_table() for kind, found in files.items() if not found
    }
    tables["sources"] = read_document(store, number, "sources")
    tables["survey_questions"] = catalogue.as_table()
    views = {name: question(f"survey/views/{name}").sql for name in VIEWS}
    return Database({kind: found for kind, found in files.items() if found}, tables, views)


def shares_by_wave(database: Database) -> dict[str, list[dict[str, Any]]]:
    """The shares that came counted, wave by wave."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(typed(ask(database, "survey/results"))):
        told = {name: None if pd.isna(value) else value for name, value in row.items()}
        found.setdefault(row["wave"], []).append(told)
    return found


def corrected_later(reader: Reader, catalogue: Catalogue) -> frozenset[str]:
    """The waves of this version whose answers are others in the newest version that has them, or in other groups.

    Or of which others were asked, as it has it: then other groups may be hidden, and both together tell of the few.
    """
    store, newest = reader.store, reader.store.latest()
    mine = delivered(store, reader.version, "survey")
    if newest in (None, reader.version) or not mine:
        return frozenset()
    last: dict[str, tuple[str, str]] = {}
    for number in range(reader.version + 1, newest + 1):
        last |= delivered(store, number, "survey")
    lost = {wave for wave, read in mine.items() if last.get(wave, read) != read}
    lists = [delivered(store, number, "survey_invited") for number in (reader.version, newest)]
    if lists[0] != lists[1]:
        now, then = (_asked(opened(store, each, catalogue)) for each in (newest, reader.version))
        lost |= {wave for wave in mine if wave in now and now[wave] != then.get(wave)}
    return frozenset(lost)


def _asked(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Wave → how many of each rank and group were asked, for waves that somebody answered."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for row in ask(database, "survey/respondents").to_pylist():
        told = (row["rank_group"], row["department_group"], row["invited_count"])
        found.setdefault(row["wave"], []).append(told)
    return found


def delivered(store: Store, number: int, record: str) -> dict[str, tuple[str, str]]:
    """Wave (of counted results: delivery) → the hashes of its file in version *number*, and of how that was read.

    By another table of staff the same answers make other groups, and their difference is few people, too.
    """
    sources = read_document(store, number, "sources").filter(pc.field("record") == record)
    names = ["source_scope", "sha256", "layout_sha256", "version"]
    rows = sorted(sources.select(names).to_pylist(), key=_age)
    return {
        row["source_scope"].partition("@")[2] if record == "survey" else row["source_scope"]: (
            row["sha256"],
            row["layout_sha256"],
        )
        for row in rows
    }


def _age(row: Mapping[str, Any]) -> int:
    return int(row["version"] or 0)

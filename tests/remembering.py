"""What is the same however often it is asked, asked once for each process that runs tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pyarrow as pa
from streamlit.components.v2 import manifest_scanner

from analytics.matching import matching
from analytics.matching.model import Model
from analytics.store import verify
from analytics.store.duck import Database
from analytics.store.summaries import Tables, definition

Build = Callable[[Database, pa.Table], Tables]
Train = Callable[[pa.Table], Model]
Former = tuple[pa.Table, pa.Table] | None
Weigh = Callable[[pa.Table, Model, Former], pa.Table]


def remember() -> None:
    """Let these be asked once: Streamlit's look through the packages, the sums of the same lines, the same matching.

    What a matching learns and weighs is remembered where a store is matched; who asks `engine` itself, gets it anew.
    """
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    verify.build = once_for_the_same_lines(verify.build)
    matching.engine = SimpleNamespace(train=once_for_the_same_records(matching.engine.train))
    matching.weighed = once_for_the_same_pairs(matching.weighed)


def once_for_the_same_lines(build: Build) -> Build:
    """*build*, which sums up all lines of a version, by what these lines are and by the SQL that sums them up.

    Tests verify hundreds of stores that hold the same few versions. Every file is still read, hashed and compared.
    """
    known: dict[tuple[str, bytes], Tables] = {}

    def built(receivables: Database, changes: pa.Table) -> Tables:
        lines = receivables.select("SELECT * FROM receivables")
        key = definition(), _digest(lines, changes)
        if key not in known:
            known[key] = build(receivables, changes)
        return known[key]

    return built


def once_for_the_same_records(train: Train) -> Train:
    """*train*, by the records that the model learns from."""
    known: dict[bytes, Model] = {}

    def trained(records: pa.Table) -> Model:
        key = _digest(records)
        if key not in known:
            known[key] = train(records)
        return replace(known[key], settings=deepcopy(known[key].settings))

    return trained


def once_for_the_same_pairs(weigh: Weigh) -> Weigh:
    """*weigh*, by the records, the model and what was weighed before."""
    known: dict[tuple[str, bytes, int], pa.Table] = {}

    def weighed(records: pa.Table, model: Model, former: Former) -> pa.Table:
        told = json.dumps(model.settings, sort_keys=True, default=str)
        tables = [records, *model.frequencies.values(), *(former or ())]
        key = told, _digest(*tables), len(tables)
        if key not in known:
            known[key] = weigh(records, model, former)
        return known[key]

    return weighed


def _digest(*tables: pa.Table) -> bytes:
    """Thirty-two bytes that change when anything in *tables* does."""
    digest = hashlib.sha256()
    for table in tables:
        written = pa.BufferOutputStream()
        with pa.ipc.new_stream(written, table.schema) as stream:
            stream.write_table(table.combine_chunks())
        digest.update(written.getvalue())
    return digest.digest()

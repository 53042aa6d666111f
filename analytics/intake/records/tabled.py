"""Values as the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from analytics.intake.records.grid import Codes


def named(words: Sequence[str], codes: Codes) -> pa.Array:
    """For every row the word at the place that its code says."""
    places, values = pa.array(codes, pa.int32()), pa.array(list(words), pa.string())
    return pa.DictionaryArray.from_arrays(places, values).dictionary_decode()


def tabled(
    schema: pa.Schema, columns: Mapping[str, pa.Array], constant: Mapping[str, object], count: int
) -> pa.Table:
    """A table of *schema* with *count* rows: what is in *columns*, else the same in every row, else nothing."""
    filled = [
        columns[name].cast(schema.field(name).type)
        if name in columns
        else pa.repeat(pa.scalar(constant.get(name), schema.field(name).type), count)
        for name in schema.names
    ]
    return pa.table(filled, schema=schema)

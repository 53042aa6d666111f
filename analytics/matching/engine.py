"""Splink at work: the model trained on the city's own records, and the pairs that it weighs.

Nothing is fetched and no file is read: DuckDB is opened in memory, and what is compared is handed to it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from splink import DuckDBAPI, Linker, block_on

from analytics.matching.model import FREQUENT, START, Model, settings

RULES_OF_THUMB = tuple(
    (name, other) for name in ("whole", "whole_kana") for other in ("born", "block", "phone")
)
FOUND_BY_THEM = 0.8  # of the pairs that are one person, in the made-up city
TRAINED_WITHIN = (  # nearly all are one person: a household would teach that its members are
    ("given", "born"),
    ("given_kana", "born"),
    ("surname_kana", "born"),
    ("born", "block"),
    ("whole", "block"),
    ("whole_kana", "block"),
    ("whole_kana", "phone"),
)
SAMPLED_PAIRS = 1_000_000
TRAINING_PAIRS = 2_000_000
OWN_WEIGHT, OWN_PAIRS = (
    40,
    2_000,
)  # how many pairs the start values count as, beside those of the data
# read where the letters differ: who is met there are mostly two people, and would teach that readings differ too
TAUGHT = {("given_kana", "m"), ("surname_kana", "m")}
FEWEST_PAIRS = 50  # fewer teach nothing
OTHERS = 200  # bearers of usual names that are thought beside those there are
LEAST_SHARED = 0.1  # pairs of one person per record, where the rules of thumb find fewer
MEMORY_LIMIT = "4GB"
LEVELS = "comparison_levels"


def train(records: pa.Table) -> Model:
    """The model of *records* (columns of `RECORDS`): what they say, beside the start values where they say little."""
    with _linker(records, settings()) as linker:
        training = linker.training
        expected = _expected_matches(linker, records)
        if expected:
            training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=1)
            for columns in TRAINED_WITHIN:
                if _pair_count(records, columns) >= FEWEST_PAIRS:
                    training.estimate_parameters_using_expectation_maximisation(
                        block_on(*columns), max_pairs=TRAINING_PAIRS
                    )
        told = linker.misc.save_model_to_json()
    frequencies = {column: _frequency(records, column) for column in FREQUENT}
    return Model(_settled(told, expected, len(records)), frequencies, len(records), expected)


def _frequency(records: pa.Table, column: str) -> pa.Table:
    """How frequent each value of *column* is, as Splink wants it.

    In a small city nobody's name is common because two of twenty bear it: some hundred others are thought beside them.
    """
    counts = records[column].drop_null().value_counts()
    values, found = counts.field("values"), counts.field("counts")
    usual = START[column]["u"][0]
    share = pc.divide(
        pc.add(pc.cast(found, pa.float64()), OTHERS * usual), float(len(records) + OTHERS)
    )
    return pa.table({column: values, f"tf_{column}": share})


def _pair_count(records: pa.Table, columns: tuple[str, ...]) -> int:
    """How many pairs of *records* have all *columns* in common."""
    known = records.select(columns).drop_null()
    counts = known.group_by(list(columns)).aggregate([([], "count_all")])["count_all"]
    pairs = pc.divide(pc.multiply(counts, pc.subtract(counts, 1)), 2)
    return pc.sum(pairs).as_py() or 0


def _expected_matches(linker: Linker, records: pa.Table) -> int:
    """About how many pairs are one person, and the model's first guess set to it."""
    if len(records) < 2:
        return 0
    try:
        linker.training.estimate_probability_two_random_records_match(
            [block_on(*columns) for columns in RULES_OF_THUMB], recall=FOUND_BY_THEM
        )
    except ValueError:  # nearly all records are one person
        return 0
    share: float = linker.misc.save_model_to_json()["probability_two_random_records_match"]
    return round(share * len(records) * (len(records) - 1) / 2)


def _settled(told: dict[str, Any], expected: int, count: int) -> dict[str, Any]:
    """What was learnt of *count* records, drawn towards the start values as far as there was little to learn from."""
    model = deepcopy(told)
    pairs = max(count * (count - 1) // 2, 1)
    likely = max(expected, LEAST_SHARED * count)
    model["probability_two_random_records_match"] = min(likely / pairs, 0.1)
    for comparison in model["comparisons"]:
        levels = [each for each in comparison[LEVELS] if not each.get("is_null_level")]
        name = comparison["output_column_name"]
        for side, ours, theirs in (
            ("m", OWN_WEIGHT, expected),
            ("u", OWN_PAIRS, min(SAMPLED_PAIRS, pairs)),
        ):
            key = f"{side}_probability"
            learnt = [each.get(key) for each in levels]
            was_learnt = any(value is not None for value in learnt) and (name, side) not in TAUGHT
            weight = theirs if was_learnt and expected else 0
            start = START[name][side]
            mixed = [
                (weight * (value or 0.0) + ours * own) / (weight + ours)
                for value, own in zip(learnt, start, strict=True)
            ]
            for level, value in zip(levels, mixed, strict=True):
                level[key] = value / sum(mixed)
    return model


def scored(records: pa.Table, model: Model, beside: pa.Table | None = None) -> pa.Table:
    """Every pair of *records* that shares enough to be looked at, with its weight by *model*.

    With records *beside*, also the pairs of one of *records* with one of those. One row per pair: `record_l`,
    `record_r` (the smaller first), `match_weight`, `match_probability` and for each comparison its level and weight.
    """
    with _linker(records, deepcopy(model.settings)) as linker:
        for column, table in model.frequencies.items():
            frame = linker._db_api.register(table)
            linker.table_management.register_term_frequency_lookup(frame, column)
        inference = linker.inference
        here = linker._db_api.register(records, table_name="here")
        found = [_arrow(inference.predict_within(here, warning_mode="never"))]
        if beside is not None and len(beside):
            there = linker._db_api.register(beside, table_name="there")
            found.append(_arrow(inference.predict_between(there, here, warning_mode="never")))
    return pa.concat_tables(found, promote_options="permissive")


def _arrow(frame: Any) -> pa.Table:
    return frame.as_pyarrow_table()


@contextmanager
def _linker(records: pa.Table, told: Any) -> Iterator[Linker]:
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": 2,
            "memory_limit": MEMORY_LIMIT,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": "",
        },
    )
    try:
        connection.execute("SET enable_external_access = false")
        api = DuckDBAPI(connection)
        yield Linker(api.register(records), told, log_level=logging.ERROR)
    finally:
        connection.close()

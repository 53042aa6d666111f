"""Where a matching is kept (`analytics.store.matched`): the models that a store learnt, and every generation.

<store>/matching/models/<number>/settings.json, *.parquet    a model, and how frequent names were when it was learnt
<store>/matching/<version>/<generation>/links.parquet         who is one person
                                        shared.parquet        who owes where, counted once
                                        pairs.parquet         the pairs that were weighed, and which to look at
                                        records.parquet       what was compared: the next version weighs what is new
                                        problems.parquet      what was not as it should be
                                        told.json             of which model it is
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.errors import StoreFault
from analytics.matching.model import VERSION, Model
from analytics.matching.people import LOOK_FROM, SAME_FROM
from analytics.store.holding import Folder
from analytics.store.matched import matching_of, newest_generation, numbers_in
from analytics.store.snapshots import Store

FOLDER = Folder(
    "名寄せのフォルダ",
    "別の名寄せが動いています。終わってからもう一度実行してください。",
    "前からある名寄せは変わっていません。",
)
FORMERS = 1  # generations that stay beside the newest: somebody may still be reading


@dataclass(frozen=True)
class Generation:
    """A matching as it is kept; `told` is what stands in told.json."""

    tables: Mapping[str, pa.Table]
    told: Mapping[str, Any]


def newest_model(store: Store) -> tuple[int, Model] | None:
    """The number of the model learnt last, and it; None where none compares what is compared today."""
    numbers = numbers_in(_models(store))
    known = model_of(store, numbers[-1]) if numbers else None
    return (numbers[-1], known) if known else None


def model_of(store: Store, number: int) -> Model | None:
    """The model called *number*; None where it compares what is not compared today. Raises `StoreFault`."""
    folder = _models(store) / str(number)
    try:
        told = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            return None
        frequencies = {
            name: pq.read_table(folder / f"{name}.parquet") for name in told["frequencies"]
        }
        counts = int(told["record_count"]), int(told["expected_pairs"])
        return Model(told["settings"], frequencies, *counts)
    except (OSError, ValueError, KeyError, pa.ArrowException) as problem:
        raise _damaged(folder) from problem


def keep_model(store: Store, model: Model) -> int:
    """Write *model* beside those before it, whole or not at all; its number."""
    number = max(numbers_in(_models(store)), default=0) + 1
    told = {
        "version": VERSION,
        "record_count": model.record_count,
        "expected_pairs": model.expected_pairs,
        "same_from": SAME_FROM,
        "look_from": LOOK_FROM,
        "frequencies": sorted(model.frequencies),
        "settings": model.settings,
    }
    _appear(_models(store) / str(number), model.frequencies, {"settings.json": told})
    return number


def salt_of(store: Store) -> bytes:
    """The secret of *store* by which people get their names; made once, and never shown."""
    file = store.root / "matching" / "salt"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(".salt.part")
        unfinished.write_bytes(secrets.token_bytes(32))
        os.replace(unfinished, file)
    return file.read_bytes()


def generation(store: Store, number: int) -> Generation | None:
    """The matching of version *number* that holds; None where there is none. Raises `StoreFault` for a damaged one."""
    folder = newest_generation(store, number)
    if folder is None:
        return None
    try:
        told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
        tables = {path.stem: pq.read_table(path) for path in sorted(folder.glob("*.parquet"))}
        return Generation(tables, told)
    except (OSError, ValueError, pa.ArrowException) as problem:
        raise _damaged(folder) from problem


def problems_of(store: Store, number: int) -> list[dict[str, str]]:
    """What was not as it should be with the debtors of version *number*, a row each. Raises `StoreFault`."""
    folder = newest_generation(store, number)
    file = folder / "problems.parquet" if folder else None
    if file is None or not file.is_file():
        return []
    try:
        found: list[dict[str, str]] = pq.read_table(file).to_pylist()
    except (OSError, pa.ArrowException) as problem:
        raise _damaged(file.parent) from problem
    return found


def keep_generation(store: Store, number: int, made: Generation) -> None:
    """Let *made* hold for version *number* from now on; a reader sees the former one or this, never a mixture."""
    place = matching_of(store, number)
    former = numbers_in(place)
    name = max(former, default=0) + 1
    _appear(place / str(name), made.tables, {"told.json": made.told})
    for old in former[:-FORMERS]:
        shutil.rmtree(place / str(old), ignore_errors=True)


def _models(store: Store) -> Path:
    return store.root / "matching" / "models"


def _appear(
    folder: Path, tables: Mapping[str, pa.Table], documents: Mapping[str, Mapping[str, Any]]
) -> None:
    """Make *folder* with all of it at once: it gets its name when everything is there."""
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)  # left by a run that was killed
    unfinished.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, unfinished / f"{name}.parquet")
    for name, told in documents.items():
        text = json.dumps(told, ensure_ascii=False)
        (unfinished / name).write_text(text, encoding="utf-8")
    os.rename(unfinished, folder)


def _damaged(folder: Path) -> StoreFault:
    return StoreFault(
        f"名寄せの結果（{folder.parent.name}/{folder.name}）を読めません。このフォルダを消して、"
        "`zangaku match` で作り直してください。担当者の判断は残っています。"
    )

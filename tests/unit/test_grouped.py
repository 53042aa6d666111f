"""Findings by cause: a thousand rows of one cause are one line, and no other cause is lost in it."""

from __future__ import annotations

from dataclasses import replace

from analytics.intake.findings import Severity, error, warning
from analytics.intake.grouped import by_cause

ROW = error("amount", "「3百」は金額ではありません", "数字に直してください", 12, "調定額")


def test_rows_of_one_code_are_one_cause_with_their_first_places() -> None:
    more = [replace(ROW, row=row, message=f"{row}は金額ではありません") for row in range(13, 20)]
    (cause,) = by_cause([ROW, *more])
    assert (cause.count, cause.rows) == (8, (12, 13, 14))
    assert cause.message == "「3百」は金額ではありません"
    assert cause.where == "「調定額」　12・13・14行目など"
    assert cause.examples[0] == "13行目「調定額」: 13は金額ではありません"


def test_columns_of_one_cause_count_their_rows_once() -> None:
    finding = replace(ROW, cause="和暦を直しました", count=400, rows=(4, 5, 6, 7), example="R8.1.2")
    (cause,) = by_cause([finding, replace(finding, column="納期限", count=385)])
    assert (cause.count, cause.columns, cause.rows) == (400, ("調定額", "納期限"), (4, 5, 6))
    assert cause.examples == ("例: R8.1.2",)


def test_different_causes_stay_apart_and_errors_come_first() -> None:
    jump = warning("jump", "合計が大きく変わっています", "単位を確かめてください")
    other = replace(ROW, cause="知らない科目")
    causes = by_cause([jump, ROW, other])
    assert [cause.severity for cause in causes] == [
        Severity.ERROR,
        Severity.ERROR,
        Severity.WARNING,
    ]
    assert causes[-1].where == "ファイル全体"

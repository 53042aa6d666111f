"""The tables of rules that a city edits by hand: every mistake is said with its place and what to write instead."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from analytics.errors import LayoutFault
from analytics.ledger import late_charge, measures, transfer

CHARGE = '[[late_charge]]\nyear = 2026\nfirst_month = 2.8\nafter = 9.1\nsource = "官報"\n'
LIMITS = "".join(f"{name} = 2\n" for name in transfer.LIMITS)
MEASURE = '[[measures]]\nname = "差押"\nkind = "execution"\n'
FAULTS = [
    (late_charge, "", "誤りがあります"),
    (late_charge, "[[late_charge]", "読めません"),
    (late_charge, "late_charge = [1]", "誤りがあります"),
    (late_charge, CHARGE.replace("2.8", '"2.8"'), "first_month と after"),
    (late_charge, CHARGE.replace("9.1", "910"), "first_month と after"),
    (late_charge, CHARGE + "confirmed = true", "だけを書いて"),
    (late_charge, CHARGE + "confirmed_on = 2026-01-15T10:00:00", "confirmed_on（日付）"),
    (late_charge, CHARGE * 2, "同じ年が2つ"),
    (transfer, "", "large_yen は 1 から 10,000,000,000 まで"),
    (transfer, "large_yen", "読めません"),
    (
        transfer,
        LIMITS.replace("quiet_months = 2", "quiet_months = 0"),
        "quiet_months は 1 から 120 まで",
    ),
    (
        transfer,
        LIMITS.replace("demand_count = 2", "demand_count = true"),
        "demand_count は 1 から 100",
    ),
    (transfer, LIMITS + "big = 1", "big は知らないキーです"),
    (transfer, LIMITS + "confirmed_on = 2026-04-01T10:00:00", "confirmed_on は引用符なしの日付"),
    (measures, "", "誤りがあります"),
    (measures, "[[measures]", "読めません"),
    (measures, "measures = [1]", "1番目: name と kind"),
    (measures, MEASURE + "[[measures]]\nname = 1\nkind = 'notice'", "2番目: どの値も"),
    (
        measures,
        MEASURE.replace("execution", "seizure"),
        "kind は notice、execution、other のどれか",
    ),
    (measures, MEASURE + 'threatens = "公売"', "threatens は kind が"),
    (measures, MEASURE * 2, "「差押」が2つあります"),
    (measures, MEASURE + 'yen = "1"', "name と kind"),
]
RULES = (late_charge, transfer, measures)


def refused(rule: ModuleType, folder: Path) -> str:
    with pytest.raises(LayoutFault) as fault:
        rule.read(folder)
    said = str(fault.value)
    assert said.startswith(f"{rule.TITLE} {rule.NAME} ")
    return said


@pytest.mark.parametrize(("rule", "text", "why"), FAULTS)
def test_a_fault_is_said(rule: ModuleType, text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / rule.NAME).write_text(text, encoding="utf-8")
    assert why in refused(rule, tmp_path)


@pytest.mark.parametrize("rule", RULES)
def test_a_file_that_is_missing_or_in_other_letters_is_said(
    rule: ModuleType, tmp_path: Path
) -> None:
    assert "を開けません（見つかりません）" in refused(rule, tmp_path)
    (tmp_path / rule.NAME).write_bytes("# 決まり".encode("cp932"))
    assert "UTF-8" in refused(rule, tmp_path)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (late_charge, CHARGE + "confirmed_on = 2026-01-15\n"),
        (transfer, LIMITS + "confirmed_on = 2026-01-15\n"),
    ],
)
def test_a_confirmed_rule_says_its_day(rule: ModuleType, text: str, tmp_path: Path) -> None:
    (tmp_path / rule.NAME).write_text(text, encoding="utf-8")
    assert {row[-1] for row in rule.rows(rule.read(tmp_path))} == {"令和8年1月15日"}

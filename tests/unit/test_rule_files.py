"""The tables of rules that a city edits by hand: every mistake is said with its place and what to write instead."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import ModuleType

import pytest

from analytics.errors import LayoutFault
from analytics.ledger import cases, late_charge, lead_rule, measures, transfer
from analytics.settings import DATA

CHARGE = '[[late_charge]]\nyear = 2026\nfirst_month = 2.8\nafter = 9.1\nsource = "官報"\n'
LIMITS = "".join(f"{name} = 2\n" for name in transfer.LIMITS)
MEASURE = '[[measures]]\nname = "差押"\nkind = "execution"\n'
LEAD = (
    'order = ["welfare", "lever"]\nreferred_months = 12\nexpiring_months = 6\npaying_months = 3\n'
)
LEVER = (
    '[[levers]]\nname = "差押"\nkinds = ["市県民税"]\nneeds = "enforceable"\nbasis = "地方税法"\n'
)
CASES = 'grounds = ["large", "old"]\nold_years = 3\norder = ["count"]\nmost_cases = 12\n'
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
    (lead_rule, "", "手段がありません"),
    (lead_rule, "order", "読めません"),
    (lead_rule, LEAD, "[[levers]]（角かっこは2つずつ）"),
    (lead_rule, LEAD + "levers = [1]", "手段がありません"),
    (lead_rule, LEAD.replace('"welfare", ', "") + LEVER, 'order は "welfare" を最初に'),
    (lead_rule, LEAD.replace('"lever"', '"lever", "lever"') + LEVER, "1回ずつ並べて"),
    (lead_rule, LEAD.replace('"lever"', '"score"') + LEVER, "paying、amount から選び"),
    (lead_rule, LEAD.replace('"lever"', "[1]") + LEVER, "order は"),
    (lead_rule, LEAD.replace("= 6", "= 0") + LEVER, "expiring_months は 1 から 120 まで"),
    (lead_rule, LEAD.replace("= 3", "= true") + LEVER, "paying_months は 1 から 120 まで"),
    (lead_rule, LEAD + "big = 1\n" + LEVER, "big は知らないキーです"),
    (lead_rule, LEAD + 'confirmed_on = "2026"\n' + LEVER, "confirmed_on は引用符なしの日付"),
    (lead_rule, LEAD + LEVER + "confirmed_on = 1", "1番目の手段（差押）: confirmed_on"),
    (lead_rule, LEAD + LEVER + "power = 5", "1番目の手段（差押）: power は知らないキー"),
    (lead_rule, LEAD + LEVER * 2, "2番目の手段（差押）: 同じ名前の手段があります"),
    (lead_rule, LEAD + LEVER.replace('"差押"', "1"), "1番目の手段（名前なし）: name は引用符"),
    (lead_rule, LEAD + LEVER.replace('"地方税法"', '" "'), "basis は引用符で囲んだ言葉"),
    (lead_rule, LEAD + LEVER.replace('["市県民税"]', "[]"), 'kinds = ["水道料金"] のように'),
    (lead_rule, LEAD + LEVER.replace('["市県民税"]', "[1]"), 'kinds = ["水道料金"] のように'),
    (
        lead_rule,
        LEAD + LEVER.replace("市県民税", "市県税"),
        "「市県税」は債権の表 claim_kinds.toml にありません。「市県民税」ではありませんか",
    ),
    (lead_rule, LEAD + LEVER.replace("市県民税", "x"), "債権の表に足すか、消してください"),
    (
        lead_rule,
        LEAD + LEVER.replace("市県民税", "水道料金"),
        "「水道料金」は強制徴収公債権でないので、差押など滞納処分はできません",
    ),
    (lead_rule, LEAD + LEVER.replace('needs = "enforceable"\n', ""), "差押と滞納処分には needs"),
    (lead_rule, LEAD + LEVER.replace('"enforceable"', '"luck"'), "needs は enforceable、supply"),
    (lead_rule, LEAD + LEVER.replace('"enforceable"', "[1]"), "needs は enforceable、supply"),
    (
        lead_rule,
        LEAD
        + LEVER.replace("差押", "停止").replace("enforceable", "supply")
        + "days_after_reminder = 1",
        'days_after_reminder は needs が "enforceable" のときだけ',
    ),
    (
        lead_rule,
        LEAD + LEVER + "days_after_reminder = 366",
        "days_after_reminder は 1 から 365 まで",
    ),
    (lead_rule, LEAD + LEVER + 'after_months = "1"', "after_months は 1 から 120 まで"),
    (cases, "", "grounds は large、old、breached、expiring、quiet から選び"),
    (cases, "grounds", "読めません"),
    (cases, CASES.replace('"old"', '"large"'), "grounds は"),
    (cases, CASES.replace('"old"', '"unwilling"'), "grounds は"),
    (cases, CASES.replace('["count"]', "[]"), "order は count、yen、expiring、old から選び"),
    (cases, CASES.replace('["count"]', "[[1]]"), "order は count"),
    (cases, CASES.replace("= 3", "= 31"), "old_years は 1 から 30 まで"),
    (cases, CASES.replace("= 12", "= 12.5"), "most_cases は 1 から 1,000 まで"),
    (cases, CASES + "large_yen = 1", "large_yen は知らないキーです"),
    (cases, CASES + "confirmed_on = 2026-04-01T10:00:00", "confirmed_on は引用符なしの日付"),
]
RULES = (late_charge, transfer, measures, lead_rule, cases)
BESIDE = {
    lead_rule: "claim_kinds.toml",
    cases: "transfer.toml",
}  # what is read together with a rule


def place(rule: ModuleType, folder: Path) -> None:
    if rule in BESIDE:
        shutil.copy(DATA / "rules" / BESIDE[rule], folder)


def refused(rule: ModuleType, folder: Path) -> str:
    with pytest.raises(LayoutFault) as fault:
        rule.read(folder)
    said = str(fault.value)
    assert said.startswith(f"{rule.TITLE} {rule.NAME} ")
    return said


@pytest.mark.parametrize(("rule", "text", "why"), FAULTS)
def test_a_fault_is_said(rule: ModuleType, text: str, why: str, tmp_path: Path) -> None:
    place(rule, tmp_path)
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


@pytest.mark.parametrize(("rule", "text"), [(lead_rule, LEAD + LEVER), (cases, CASES)])
def test_every_mistake_is_said_at_once(rule: ModuleType, text: str, tmp_path: Path) -> None:
    """And the same lines without them are read."""
    place(rule, tmp_path)
    path = tmp_path / rule.NAME
    path.write_text(text, encoding="utf-8")
    assert len(rule.rows(rule.read(tmp_path))) == (6 if rule is lead_rule else 4)
    wrong = "x = 1\nconfirmed_on = 1\n" + text.replace("= 12", "= 0").replace("= 3\n", "= 0\n")
    path.write_text(wrong.replace("市県民税", "水道料金"), encoding="utf-8")
    assert refused(rule, tmp_path).count("\n- ") == (5 if rule is lead_rule else 4)


@pytest.mark.parametrize("rule", BESIDE)
def test_a_fault_in_what_is_read_together_is_said_of_that_file(
    rule: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / rule.NAME).write_text({lead_rule: LEAD + LEVER, cases: CASES}[rule], "utf-8")
    with pytest.raises(LayoutFault, match=f"{BESIDE[rule]} を開けません"):
        rule.read(tmp_path)

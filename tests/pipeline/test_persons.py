"""Single persons, worked by hand: two departments' debtor, a decision about him, consents, and what is written down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.access.audit import Audit
from analytics.access.consents import Consents
from analytics.access.gate import open_gate
from analytics.access.viewer import Viewer
from analytics.errors import InputFault, NothingToShow, StoreFault
from analytics.figures import Figure, Selection
from analytics.figures.persons import (
    case_list,
    cell_debtors,
    debtor_card,
    decide_lead,
    leads,
    limitation_months,
)
from analytics.ledger.lead import NOTHING_TO_AGREE
from analytics.store.reader import open_reader
from tests.debtors import NOON, TODAY, Known, rules_with, sharing_row

HEAD = "月|年度|債権|課|債務者|期|納期限|区分|調定|収入|欠損|状態|賦課|契約日|督促|納付\n"
BOOKS = HEAD + "".join(
    f"{month}|2026|市県民税|10=税務課|K10|1期|2024-06-30|滞繰|100000|{paid}|0|交渉中|2024||2024-07-20|{day}\n"
    f"{month}|2026|水道料金|40=水道課|K40|9月|2021-10-31|滞繰|30000|0|0|交渉中|2021|2021-05-01|2021-11-15|\n"
    for month, paid, day in (
        ("2026-08", 0, ""),
        ("2026-09", 20_000, "2026-09-15"),
        ("2026-10", 20_000, "2026-09-15"),
    )
)
PERSONS = """課|債務者|氏名|住所|電話|保証人
10|K10|架空太郎|本町1|0000-10|
40|K40|架空 タロウ|本町一丁目|0000-40|"""
MEASURES = """課|債務者|債権|日|取組
40|K40|水道料金|2026-10-05|給水停止予告"""
CHIEF = Viewer("chief", None, "室長")
WATER = Viewer("head", "40", "水道課長")
TAX = Viewer("head", "10", "税務課長")
TO_OFFICE = "[default]\n" + "".join(
    f'{holder} = {{ T = "basis", P = "basis", N = "basis", C = "basis" }}\n' for holder in "TPNC"
)
ALL = ["existence", "amount", "state", "contact"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """Treat it as read-only."""
    city = Known(tmp_path_factory.mktemp("persons") / "city")
    return city.take_in_all(BOOKS, PERSONS, MEASURES).linked({"P1": ["10/K10", "40/K40"]})


@pytest.fixture
def city(made: Known, tmp_path: Path) -> Known:
    return made.copied(tmp_path / "city")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """To the office, taxes and private claims; between departments nothing."""
    rows = sharing_row("T", "office", ALL) + sharing_row("C", "office", ALL)
    return rules_with(tmp_path / "rules", TO_OFFICE + rows)


def days(figure: Figure, column: str) -> list[str | None]:
    return [None if pd.isna(day) else day.date().isoformat() for day in figure.frame[column]]


# One debtor's card -------------------------------------------------------------------------------


def test_persons_are_shown_of_the_newest_version_alone(kakuu_store: Path) -> None:
    """Of an older one, what was paid, decided and corrected since does not hold."""
    former = open_reader(kakuu_store, version=1)
    with pytest.raises(NothingToShow, match="いまの版でだけ"):
        cell_debtors(open_gate(former, CHIEF, TODAY), ("10", "40"), Selection(), NOON)


def test_the_lines_say_when_they_may_run_out_and_from_what(city: Known, rules: Path) -> None:
    """Tax: paid on 2026-09-15, five years. Water: reminded on 2021-11-15, and a demand before the end puts it off."""
    lines = debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON).lines
    assert [*lines.frame["department_name"]] == ["税務課", "水道課"]
    assert [*lines.frame["outstanding_yen"]] == [80_000, 30_000]
    assert days(lines, "expires_on") == ["2031-09-15", "2027-04-05"]
    assert [*lines.frame["expiry_end"]] == ["消滅見込（要確認）", "援用待ち"]
    assert [*lines.frame["inputs"]] == [
        "最後の納付 令和8年9月15日から5年（地方税法18条）、年数は未確認",
        "督促 令和3年11月15日から5年（民法166条）、催告 令和8年10月5日から6か月、年数は未確認",
    ]


def test_what_happened_stands_in_its_order(city: Known, rules: Path) -> None:
    frame = debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON).timeline.frame
    told = frame[["happened_on", "event", "department_name", "detail", "change_yen"]]
    assert [
        (row[0].date().isoformat(), *row[1:3], row[3] or "", 0 if pd.isna(row[4]) else row[4])
        for row in told.itertuples(index=False)
    ] == [
        ("2021-10-31", "納期限", "水道課", "令和3年度 9月", 30_000),
        ("2021-11-15", "督促", "水道課", "", 0),
        ("2024-06-30", "納期限", "税務課", "令和6年度 1期", 100_000),
        ("2024-07-20", "督促", "税務課", "", 0),
        ("2026-09-15", "納付", "税務課", "令和6年度 1期", 20_000),
        ("2026-10-05", "取組", "水道課", "給水停止予告", 0),
    ]


def test_the_balances_of_the_months(city: Known, rules: Path) -> None:
    frame = debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON).series.frame
    by_kind = frame.groupby("claim_kind")["outstanding_yen"].apply(list).to_dict()
    assert by_kind == {"市県民税": [100_000, 80_000, 80_000], "水道料金": [30_000] * 3}


def test_the_lead_is_whose_limitation_is_near(city: Known, rules: Path) -> None:
    card = debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON)
    assert card.lead.headline == "水道課が先に動く案"
    assert card.proposal.ground == "expiring"
    assert (
        "時効の期間が6か月のうちに満了する見込みなのは水道課（令和9年4月5日、要確認）です。"
        in card.proposal.reason
    )
    rows = dict(zip(card.lead.frame["item"], card.lead.frame["words"], strict=True))
    assert rows["納期限の過ぎた残額（回収する債権）"] == "税務課 80,000円、水道課 30,000円"
    assert rows["税務課は"].startswith("待つ")


def test_a_line_whose_period_is_over_hides_no_other_line(tmp_path: Path, rules: Path) -> None:
    """Of taxes one line of 2015 is over, another ends in December; water is the only one that ends never so soon."""
    books = HEAD + (
        "2026-10|2026|市県民税|10=税務課|K10|1期|2015-06-30|滞繰|3000|0|0|交渉中|2015||2015-07-20|\n"
        "2026-10|2026|市県民税|10=税務課|K10|2期|2021-12-10|滞繰|50000|0|0|交渉中|2021|||\n"
        "2026-10|2026|水道料金|40=水道課|K40|9月|2026-06-30|現年|30000|0|0|交渉中|2026|2021-05-01||\n"
    )
    city = Known(tmp_path / "over").take_in_all(books).linked({"P1": ["10/K10", "40/K40"]})
    gate = city.gate(CHIEF, rules)
    card = debtor_card(gate, "P1", Selection(), NOON)
    assert (card.proposal.ground, card.proposal.department) == ("expiring", "10")
    said = dict(card.proposal.inputs)
    assert said["納期限の過ぎた残額（回収する債権）"] == "税務課 50,000円、水道課 30,000円"
    assert days(card.debts, "expires_on")[0] == "2026-12-10"
    assert days(cell_debtors(gate, ("10", "40"), Selection(), NOON), "expires_on") == ["2026-12-10"]
    (tax,) = [row for row in case_list(gate, Selection(department="10"), NOON).frame["grounds"]]
    assert "時効が近い" in tax


def test_a_period_that_is_over_is_not_near(tmp_path: Path, rules: Path) -> None:
    books = HEAD + (
        "2026-10|2026|市県民税|10=税務課|K10|1期|2015-06-30|滞繰|3000|0|0|交渉中|2015||2015-07-20|\n"
    )
    city = Known(tmp_path / "past").take_in_all(books)
    (grounds,) = case_list(city.gate(CHIEF, rules), Selection(), NOON).frame["grounds"]
    assert "時効が近い" not in grounds


def test_what_may_not_be_seen_is_not_said_to_be_absent(city: Known, tmp_path: Path) -> None:
    """Taxes let water see that there is a balance and how much: whether welfare comes first nobody can say."""
    amounts = TO_OFFICE + sharing_row("T", "C", ["existence", "amount"])
    gate = city.gate(WATER, rules_with(tmp_path / "partly", amounts))
    card = debtor_card(gate, "P1", Selection(), NOON)
    assert (card.proposal.department, card.proposal.ground) == (None, "unseen")
    said = dict(card.proposal.inputs)
    assert said["生活困窮・福祉"] == "税務課 見られる範囲にない、水道課 記録なし"
    assert said["最後の納付"].startswith("税務課 見られる範囲にない、")
    assert "記録なし" not in said["時効の満了の見込み（要確認）"]


def test_the_card_names_the_debtor_as_each_department_does(city: Known, rules: Path) -> None:
    who = debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON).who.frame
    assert [*who["name"]] == ["架空太郎", "架空 タロウ"]
    assert (
        "guarantor" not in debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON).who.labels
    )
    debts = debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON).debts
    assert debts.headline == "11万円"
    assert [*debts.frame["measure_count"]] == [0, 1]
    assert [*debts.frame["why"]] == ["法令・通知 第1号"] * 2


def test_an_earlier_month_is_shown_as_it_was(city: Known, rules: Path) -> None:
    august = Selection(date(2026, 8, 31))
    debts = debtor_card(city.gate(CHIEF, rules), "P1", august, NOON).debts
    assert [*debts.frame["outstanding_yen"]] == [100_000, 30_000]
    assert days(debts, "last_paid_on") == [None, None]
    assert [*debts.frame["measure_count"]] == [0, 0]


def test_a_payment_is_told_over_the_turn_of_the_books_and_a_fall_is_no_payment(
    tmp_path: Path, rules: Path
) -> None:
    """The new books count what is received from 0 again; without a day the payment is of its month-end."""
    books = HEAD + "".join(
        f"{month}|{year}|市県民税|10=税務課|K10|1期|2025-06-30|{part}|{due}|{paid}|0||2025|||\n"
        for month, year, part, due, paid in (
            ("2026-05", 2025, "現年", 50_000, 5_000),
            ("2026-06", 2026, "滞繰", 45_000, 10_000),
            ("2026-07", 2026, "滞繰", 45_000, 4_000),
        )
    )
    city = Known(tmp_path / "turn").take_in_all(books)
    frame = debtor_card(city.gate(CHIEF, rules), "10/K10", Selection(), NOON).timeline.frame
    told = [(str(row.happened_on.date()), row.event, row.change_yen) for row in frame.itertuples()]
    assert told == [
        ("2025-06-30", "納期限", 45_000),
        ("2026-06-30", "納付", 10_000),
        ("2026-07-31", "還付・訂正", -6_000),
    ]


def test_a_line_without_what_it_takes_is_not_reckoned(tmp_path: Path, rules: Path) -> None:
    books = (
        HEAD + "2026-10|2026|水道料金|40=水道課|K40|9月|2021-10-31|滞繰|30000|0|0|交渉中|2021|||\n"
    )
    city = Known(tmp_path / "gap").take_in_all(books)
    lines = debtor_card(city.gate(CHIEF, rules), "40/K40", Selection(), NOON).lines
    assert days(lines, "expires_on") == [None]
    assert [*lines.frame["expiry_end"]] == ["算定不可"]
    assert [*lines.frame["inputs"]] == ["契約日がない"]


# The list of a cell ------------------------------------------------------------------------------


def test_the_list_of_a_cell(city: Known, rules: Path) -> None:
    figure = cell_debtors(city.gate(CHIEF, rules), ("10", "40"), Selection(), NOON)
    assert figure.title == "税務課と水道課の両方に未納がある人は1人（令和8年10月末）"
    assert figure.headline == "11万円"
    (row,) = figure.frame.to_dict("records")
    assert (row["10_yen"], row["40_yen"], row["total_yen"]) == (80_000, 30_000, 110_000)
    assert row["name"] == "架空太郎"
    assert row["balances"] == [130_000, 110_000, 110_000]
    assert (row["paid_department_name"], row["state"]) == ("税務課", "交渉中（税務課・水道課）")
    assert days(figure, "expires_on") == ["2027-04-05"]
    assert (row["expiry_end"], row["measure_count"], row["last_measure"]) == (
        "援用待ち",
        1,
        "給水停止予告",
    )
    assert "lead_department_name" not in figure.labels  # nothing is decided
    by_kind = cell_debtors(city.gate(CHIEF, rules), ("市県民税", "水道料金"), Selection(), NOON)
    assert [*by_kind.frame["person_id"]] == ["P1"]


def test_a_cell_of_a_member_there_is_not(city: Known, rules: Path) -> None:
    with pytest.raises(
        NothingToShow, match="「99」という課も債権もありません。あるのは 10（税務課）"
    ):
        cell_debtors(city.gate(CHIEF, rules), ("10", "99"), Selection(), NOON)


def test_twins_of_a_department_are_two_and_one_with_two_numbers_is_one(
    tmp_path: Path, rules: Path
) -> None:
    books = HEAD + "".join(
        f"2026-10|2026|市県民税|10=税務課|{key}|1期|2026-06-30|現年|{yen}|0|0||2026|||\n"
        for key, yen in (("A", 1_000), ("B", 2_000), ("C", 4_000), ("D", 500))
    )
    persons = "課|債務者|氏名|住所|電話|保証人\n10|A|架空太郎|||\n10|B|架空太郎|||\n10|C||||\n"
    city = Known(tmp_path / "twins").take_in_all(books, persons)
    city.linked({"P-A": ["10/A"], "P-B": ["10/B"], "P-C": ["10/C", "10/D"]})
    figure = cell_debtors(city.gate(CHIEF, rules), ("10", "10"), Selection(), NOON)
    rows = figure.frame[["person_id", "name", "total_yen"]].itertuples(index=False, name=None)
    assert [*rows] == [
        ("P-C", "（氏名の記載なし）", 4_500),
        ("P-B", "架空太郎", 2_000),
        ("P-A", "架空太郎", 1_000),
    ]
    who = debtor_card(city.gate(CHIEF, rules), "P-C", Selection(), NOON).who.frame
    assert [*who["debtor_key"]] == ["C", "D"]
    assert [*who["name"]] == ["（氏名の記載なし）"] * 2


def test_what_is_not_yet_due_makes_no_debtor(tmp_path: Path, rules: Path) -> None:
    books = HEAD + (
        "2026-10|2026|市県民税|10=税務課|K|4期|2026-12-25|現年|9000|0|0||2026|||\n"
        "2026-10|2026|水道料金|40=水道課|K|4期|2026-06-25|現年|7000|0|0||2026|||\n"
    )
    city = Known(tmp_path / "later").take_in_all(books).linked({"P1": ["10/K", "40/K"]})
    figure = cell_debtors(city.gate(CHIEF, rules), ("市県民税", "40"), Selection(), NOON)
    assert figure.empty == (
        "見られる範囲に、令和8年10月末に市県民税と水道課の両方に未納がある人はいません。"
    )
    assert len(figure.frame) == 0


def test_a_measure_without_its_kind_takes_sight_of_all_kinds(city: Known, tmp_path: Path) -> None:
    """It may be of a kind that the office may not see: water is one of two kinds of the department."""
    books = HEAD + "".join(
        f"2026-10|2026|{kind}|40=水道課|K40|9月|2026-06-30|現年|30000|0|0|交渉中|2026|2021-05-01||\n"
        for kind in ("水道料金", "下水道使用料")
    )
    measures = "課|債務者|債権|日|取組\n40|K40||2026-10-05|面談\n"
    city = Known(tmp_path / "kinds").take_in_all(books, "", measures)
    partly = rules_with(tmp_path / "partly", TO_OFFICE + sharing_row("C", "office", ALL))
    both = sharing_row("C", "office", ALL) + sharing_row("P", "office", ALL)
    whole = rules_with(tmp_path / "whole", TO_OFFICE + both)

    def counts(viewer: Viewer, rules: Path) -> list[int]:
        card = debtor_card(city.gate(viewer, rules), "40/K40", Selection(), NOON)
        return [*card.debts.frame["measure_count"]]

    assert counts(CHIEF, partly) == [0]
    assert counts(CHIEF, whole) == [1, 1]
    assert counts(WATER, partly) == [1, 1]
    (row,) = cell_debtors(city.gate(WATER, partly), ("40", "40"), Selection(), NOON).frame.to_dict(
        "records"
    )
    assert row["measure_count"] == 1  # once for the debtor


def test_a_department_that_did_not_deliver_stands_with_its_last_numbers(
    tmp_path: Path, rules: Path
) -> None:
    """Water delivered in August and not since: its balance of then stands, and nothing is paid meanwhile."""
    head = HEAD.replace("納付\n", "納付|資料\n")
    books = head + "".join(
        f"{month}|2026|{kind}|{code}|K|1期|2024-06-30|滞繰|{yen}|0|0||2024||||{file}\n"
        for month, kind, code, yen, file in (
            ("2026-08", "水道料金", "40=水道課", 7_000, "water"),
            ("2026-08", "市県民税", "10=税務課", 9_000, "tax"),
            ("2026-09", "市県民税", "10=税務課", 9_000, "tax"),
            ("2026-10", "市県民税", "10=税務課", 8_000, "tax"),
        )
    )
    city = Known(tmp_path / "stale").take_in_all(books).linked({"P1": ["10/K", "40/K"]})
    (row,) = cell_debtors(city.gate(CHIEF, rules), ("10", "40"), Selection(), NOON).frame.to_dict(
        "records"
    )
    assert (row["10_yen"], row["40_yen"]) == (8_000, 7_000)
    assert row["balances"] == [16_000, 16_000, 15_000]


# 事案指導 ----------------------------------------------------------------------------------------


def test_cases_by_the_printed_rule(city: Known, rules: Path) -> None:
    """Water: old (due in 2021), expiring within 12 months, no contact. Tax: no contact alone."""
    figure = case_list(city.gate(CHIEF, rules), Selection(), NOON)
    assert [*figure.frame["department_name"]] == ["水道課", "税務課"]
    assert [*figure.frame["grounds"]] == ["古い、時効が近い、接触がない", "接触がない"]
    assert figure.title == "事案指導に挙げる案件は2件（目安に当てはまる2件のうち）"
    only = case_list(city.gate(CHIEF, rules), Selection(department="10"), NOON)
    assert [*only.frame["department_name"]] == ["税務課"]


def test_the_months_in_which_periods_may_end(city: Known, rules: Path) -> None:
    """Water ends on 2027-04-05, put off by a demand; the tax only in 2031, beyond the 24 months."""
    figure = limitation_months(city.gate(CHIEF, rules), Selection(), NOON)
    assert days(figure, "ends_on") == ["2027-04-30"]
    rows = figure.frame[["department_name", "end_label", "outstanding_yen", "line_count"]]
    assert rows.values.tolist() == [["水道課", "援用待ち", 30_000, 1]]
    assert figure.title.startswith("今後24か月に満了する見込みは1件、")
    assert limitation_months(city.gate(TAX, rules), Selection(), NOON).empty
    assert limitation_months(city.gate(CHIEF, rules), Selection(department="10"), NOON).empty
    with pytest.raises(NothingToShow, match="この役割では"):
        limitation_months(city.gate(Viewer("team"), rules), Selection(), NOON)


# Decisions ---------------------------------------------------------------------------------------

SEPTEMBER = date(2026, 9, 10)


def decide(city: Known, rules: Path, viewer: Viewer = CHIEF, **changed: object) -> None:
    said = {
        "department": "40",
        "action": "給水停止の予告",
        "review_on": date(2026, 10, 20),
        "decided_by": "山田",
        "at": NOON,
    }
    gate = city.gate(viewer, rules, SEPTEMBER)
    decide_lead(gate, "P1", Selection(date(2026, 8, 31)), **{**said, **changed})  # type: ignore[arg-type]


def test_a_decision_is_kept_with_its_proposal_and_its_outcome_is_told_later(
    city: Known, rules: Path
) -> None:
    """Of August: 100,000 and 30,000 yen. Of October: 80,000 and 30,000."""
    decide(city, rules)
    card = debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON)
    (row,) = card.decisions.frame.to_dict("records")
    assert row["outcome"] == (
        "決定（令和8年9月10日）のときの残額は130,000円、その後の残額は110,000円（20,000円の減）です。"
        "見直す日（令和8年10月20日）が来ています。"
    )
    assert (row["lead_department_name"], row["decided_by"]) == ("水道課", "山田")
    assert "先行部署の決定" in [*card.timeline.frame["event"]]
    (listed,) = cell_debtors(
        city.gate(CHIEF, rules), ("10", "40"), Selection(), NOON
    ).frame.to_dict("records")
    assert listed["lead_department_name"] == "水道課"
    assert listed["review_on"] == pd.Timestamp("2026-10-20")
    standing = leads(city.gate(CHIEF, rules), Selection(), NOON)
    assert standing.title == "先行部署を決めた人は1人（見直す日が来ている人 1人）"
    assert [*standing.frame["name"]] == ["架空太郎"]


def test_a_decision_stays_with_the_debtors_when_they_bear_another_number(
    city: Known, rules: Path
) -> None:
    """The water's K41 turned out to be the same person, and the two numbers became one."""
    decide(city, rules)
    city.linked({"P2": ["10/K10", "40/K40", "40/K41"]})
    gate = city.gate(CHIEF, rules)
    card = debtor_card(gate, "P2", Selection(), NOON)
    assert [*card.decisions.frame["lead_department_name"]] == ["水道課"]
    assert [*cell_debtors(gate, ("10", "40"), Selection(), NOON).frame["lead_department_name"]] == [
        "水道課"
    ]
    standing = leads(gate, Selection(), NOON)
    assert [*standing.frame["person_id"]] == ["P2"]
    assert [*standing.frame["name"]] == ["架空太郎"]


def test_a_decision_hints_at_no_other_department(city: Known, rules: Path) -> None:
    """Who sees one of the two only is not told that anything was decided: that would say that there is another."""
    decide(city, rules)
    for viewer in (TAX, WATER):
        card = debtor_card(city.gate(viewer, rules), "P1", Selection(), NOON)
        assert len(card.decisions.frame) == 0
        assert "先行部署の決定" not in [*card.timeline.frame["event"]]
        assert len(leads(city.gate(viewer, rules), Selection(), NOON).frame) == 0


def test_who_sees_no_person_is_told_counts_of_many_only(city: Known, rules: Path) -> None:
    decide(city, rules)
    figure = leads(city.gate(Viewer("reader"), rules), Selection(), NOON)
    counts = dict(zip(figure.frame["group_label"], figure.frame["person_count"], strict=True))
    assert pd.isna(counts["計"])
    assert pd.isna(counts["残額が減った"])
    assert [*figure.frame.columns] == ["group_label", "person_count"]


def test_counts_of_many_decisions(tmp_path: Path, rules: Path) -> None:
    """Twelve debtors, all of them decided about; their balance fell at ten and stayed at two."""
    books = HEAD + "".join(
        f"{month}|2026|{kind}|{code}={code}課|K{n}|1期|2024-06-30|滞繰|1000|{paid if n < 10 else 0}|0|交渉中|2024|||\n"
        for month, paid in (("2026-08", 0), ("2026-10", 400))
        for kind, code in (("市県民税", "10"), ("水道料金", "40"))
        for n in range(12)
    )
    city = Known(tmp_path / "many").take_in_all(books)
    city.linked({f"P{n}": [f"10/K{n}", f"40/K{n}"] for n in range(12)})
    gate = city.gate(CHIEF, rules, SEPTEMBER)
    for n in range(12):
        decide_lead(
            gate,
            f"P{n}",
            Selection(date(2026, 8, 31)),
            department=None,
            action="様子を見る",
            review_on=date(2026, 12, 20),
            decided_by="山田",
            at=NOON,
        )
    figure = leads(city.gate(Viewer("team"), rules), Selection(), NOON)
    counts = dict(zip(figure.frame["group_label"], figure.frame["person_count"], strict=True))
    assert counts["計"] == counts["見直す日はまだ"] == 10
    assert counts["見直す日が来ている"] == counts["残額が増えた"] == 0
    assert pd.isna(counts["残額が減った"])  # else the two whose balance stayed would follow
    assert pd.isna(counts["残額が変わらない"])


@pytest.mark.parametrize(
    ("viewer", "changed", "why"),
    [
        (Viewer("team"), {}, "この役割では、債務者ごとの内容は見られません。"),
        (Viewer("reader"), {}, "この役割では、債務者ごとの内容は見られません。"),
        (TAX, {}, NOTHING_TO_AGREE),
        (CHIEF, {"department": "20"}, "先に動く課は、この人に未納がある課から選んでください"),
        (CHIEF, {"review_on": SEPTEMBER}, "見直す日は、決めた日"),
        (CHIEF, {"decided_by": " "}, "決めた人の名前が空です"),
        (CHIEF, {"action": ""}, "何をするかが空です"),
    ],
)
def test_what_cannot_be_decided_is_said_and_not_kept(
    viewer: Viewer, changed: dict[str, object], why: str, city: Known, rules: Path
) -> None:
    with pytest.raises(InputFault, match=why):
        decide(city, rules, viewer, **changed)
    assert not (city.store.root / "journals" / "leads.jsonl").exists()


def test_nobody_is_decided_about_who_is_not_seen(city: Known, rules: Path) -> None:
    with pytest.raises(InputFault, match="見られる範囲に、その番号の人はいません"):
        decide_lead(
            city.gate(CHIEF, rules),
            "P-GONE",
            Selection(),
            department="10",
            action="電話",
            review_on=date(2026, 12, 1),
            decided_by="山田",
            at=NOON,
        )


def test_a_head_decides_on_what_he_may_see(city: Known, tmp_path: Path) -> None:
    rows = sharing_row("T", "C", ALL)
    rules = rules_with(tmp_path / "between", TO_OFFICE + rows)
    decide(city, rules, WATER)
    card = debtor_card(city.gate(WATER, rules), "P1", Selection(), NOON)
    assert [*card.decisions.frame["decided_by"]] == ["山田"]


# Consents and the trail --------------------------------------------------------------------------


def test_a_withdrawn_consent_holds_at_the_next_read(city: Known) -> None:
    """By the table that ships, private claims see taxes by the debtor's consent alone."""
    gate = city.gate(WATER)
    consents = Consents(city.store.root, gate.reader.rules)

    def departments() -> list[str]:
        return [*debtor_card(gate, "P1", Selection(), NOON).debts.frame["department_name"]]

    assert departments() == ["水道課"]
    consents.give(("10", "K10"), "水道料金", ["existence", "amount"], TODAY, "山田", NOON)
    assert departments() == ["税務課", "水道課"]
    figure = cell_debtors(gate, ("10", "40"), Selection(), NOON)
    assert [*figure.frame["10_yen"]] == [80_000]
    assert "税務課" not in figure.frame["state"][0]  # of the fields that were agreed to
    consents.withdraw(("10", "K10"), "水道料金", "山田", NOON)
    assert departments() == ["水道課"]
    assert len(cell_debtors(gate, ("10", "40"), Selection(), NOON).frame) == 0


def test_a_head_sees_others_only_of_who_owes_him_now(tmp_path: Path) -> None:
    """In September the debtor owed both; since then the water is paid. Also September shows its head no tax now."""
    books = HEAD + "".join(
        f"{month}|2026|市県民税|10=税務課|K10|1期|2024-06-30|滞繰|9000|0|0||2024|||\n"
        f"{month}|2026|水道料金|40=水道課|K40|9月|2024-06-30|滞繰|7000|{paid}|0||2024|||\n"
        for month, paid in (("2026-09", 0), ("2026-10", 7_000))
    )
    city = Known(tmp_path / "paid").take_in_all(books)
    city.linked({"P1": ["10/K10", "40/K40"]})
    rules = rules_with(tmp_path / "r", TO_OFFICE + sharing_row("T", "C", ALL))
    september = Selection(date(2026, 9, 30))
    card = debtor_card(city.gate(WATER, rules), "P1", september, NOON)
    assert [*card.debts.frame["department_name"]] == ["水道課"]
    assert len(cell_debtors(city.gate(WATER, rules), ("10", "40"), september, NOON).frame) == 0


def test_every_look_is_written_down_with_fields_and_basis(city: Known, rules: Path) -> None:
    gate = city.gate(CHIEF, rules)
    cell_debtors(gate, ("10", "40"), Selection(), NOON)
    debtor_card(gate, "P1", Selection(), NOON)
    looks = Audit(city.store.root).latest(10)
    fields = "滞納があること、額、状態と経過、氏名・住所・連絡先"
    told = (fields, "法令・通知 第1号", "名寄せの表の一覧")
    assert [look[1:] for look in looks[2:]] == [
        ("室長", "室長", "40", "K40", *told),
        ("室長", "室長", "10", "K10", *told),
    ]
    assert {(look[4], look[7]) for look in looks[:2]} == {
        ("K10", "債務者のカード"),
        ("K40", "債務者のカード"),
    }


def test_what_cannot_be_written_down_is_not_shown(city: Known, rules: Path) -> None:
    gate = city.gate(CHIEF, rules)
    debtor_card(gate, "P1", Selection(), NOON)
    (city.store.root / "journals" / "audit.jsonl").unlink()
    looks = (
        lambda: cell_debtors(gate, ("10", "40"), Selection(), NOON),
        lambda: debtor_card(gate, "P1", Selection(), NOON),
        lambda: case_list(gate, Selection(), NOON),
        lambda: decide(city, rules),
    )
    for look in looks:
        with pytest.raises(StoreFault, match="債務者ごとの内容は出しません"):
            look()
    assert not (city.store.root / "journals" / "leads.jsonl").exists()


def test_a_damaged_journal_of_decisions_is_said(city: Known, rules: Path) -> None:
    decide(city, rules)
    file = city.store.root / "journals" / "leads.jsonl"
    file.write_bytes(file.read_bytes().replace("山田".encode(), "田山".encode()))
    with pytest.raises(StoreFault, match=r"leads\.jsonl が、書かれたときのままではありません"):
        debtor_card(city.gate(CHIEF, rules), "P1", Selection(), NOON)


def test_a_store_of_settlements_has_no_persons(komae_store: Path) -> None:
    gate = open_gate(open_reader(komae_store), CHIEF, TODAY)
    with pytest.raises(NothingToShow, match="月次の滞納明細がある月末でだけ"):
        debtor_card(gate, "P1", Selection(), NOON)

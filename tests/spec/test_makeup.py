"""残額の内訳: 納期限からの古さ、1人の債務者が1つの課に持つ大きさ、8つの状態。足すと残額になる。

Each row of the books is of ten debtors: of one each, as these examples were before, no band might be shown.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.ledger.columns import STATES
from tests.monthly import Ledgers, month_end
from tests.settlement import Office
from tests.spec.test_months import Monthly
from tests.spec.worked import check_card

HEAD = """
  月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 賦課 | 調定 | 収入 | 欠損 | 状態"""
DEBTS = (
    HEAD
    + """
  2026-10 | 2026 | 市民税 | 納税課 | 11～20 | 1期 | 2026-07-31 | 現年 | 2026 | 6000 | 0 | 0 | 交渉中
  2026-10 | 2026 | 市民税 | 納税課 | 11～20 | 2期 | 2026-08-31 | 現年 | 2026 | 6000 | 0 | 0 | 交渉中
  2026-10 | 2026 | 市民税 | 納税課 | 21～30 | 1期 | 2025-10-31 | 滞繰 | 2025 | 50000 | 0 | 0 | 執行停止・徴収停止
  2026-10 | 2026 | 市民税 | 納税課 | 31～40 | 1期 | 2021-10-31 | 滞繰 | 2021 | 900000 | 0 | 0 |
  2026-10 | 2026 | 保険税 | 納税課 | 31～40 | 1期 | | 滞繰 | 2022 | 100000 | 0 | 0 | 差押中（換価前）"""
)

STATED = HEAD + "".join(
    f"""
  2026-10|2026|市民税|納税課|{number}01～{number}10|1期|2025-06-30|滞繰|2025|{1000 * number}|0|0|{state}"""
    for number, state in enumerate(STATES.values(), start=1)
)

EXAMPLES = [
    Monthly(
        title="8つの状態は重ならず、足すと残額になる",
        words="どの状態も10人分。10,000＋20,000＋…＋80,000＝360,000円。"
        "回収する債権は、差押中から交渉中までの 10,000＋20,000＋30,000＝60,000円。"
        "整理する債権は、換価済から生活困窮までの 40,000＋50,000＋60,000＋70,000＝220,000円。残りの80,000円は未着手。",
        figure="balance_by_state",
        books=STATED,
        shows="""
            月末          | 区分               | 未収残額（円）
            令和8年10月末 | 差押中（換価前）   | 10,000
            令和8年10月末 | 分納・猶予         | 20,000
            令和8年10月末 | 交渉中             | 30,000
            令和8年10月末 | 換価済・残なし     | 40,000
            令和8年10月末 | 執行停止・徴収停止 | 50,000
            令和8年10月末 | 時効期間経過       | 60,000
            令和8年10月末 | 生活困窮           | 70,000
            令和8年10月末 | その他・未着手     | 80,000
        """,
        says="回収する債権は6万円（16.7％）、整理する債権は22万円（61.1％）、未着手は8万円（22.2％）",
    ),
    Monthly(
        title="古さは、納期限から基準日までの月数で分ける",
        words="どの行も10人分。10月31日は、7月31日から3か月たったので「3か月以上1年未満」、"
        "8月31日からはまだ3か月たたない。2025年10月31日からは"
        "ちょうど1年、2021年10月31日からはちょうど5年。1年以上は 500,000＋9,000,000＝9,500,000円。",
        figure="balance_by_age",
        books=DEBTS,
        shows="""
            月末          | 区分              | 未収残額（円）
            令和8年10月末 | 3か月未満         | 60,000
            令和8年10月末 | 3か月以上1年未満  | 60,000
            令和8年10月末 | 1年以上2年未満    | 500,000
            令和8年10月末 | 5年以上           | 9,000,000
            令和8年10月末 | 納期限の記載なし  | 1,000,000
        """,
        says="納期限から1年以上たった分は950万円で、全体の89.5％",
    ),
    Monthly(
        title="大きさは、1人が1つの課に持つ残額の合計で分ける",
        words="債務者11から20は、1人が 6,000＋6,000＝12,000円で「1万円以上5万円未満」。"
        "債務者31から40は、1人が市民税と保険税で100万円。",
        figure="balance_by_size",
        books=DEBTS,
        shows="""
            月末          | 区分                  | 未収残額（円）
            令和8年10月末 | 100万円以上           | 10,000,000
            令和8年10月末 | 5万円以上10万円未満   | 500,000
            令和8年10月末 | 1万円以上5万円未満    | 120,000
        """,
        says="50万円以上の債務者の分は1,000万円で、全体の94.2％",
    ),
    Monthly(
        title="状態は、回収する債権と整理する債権に分かれる",
        words="状態の列がある資料で空白の行は「その他・未着手」。どの行も10人分。"
        "回収は 120,000＋1,000,000円、整理は500,000円。",
        figure="balance_by_state",
        books=DEBTS,
        shows="""
            月末          | 区分               | 未収残額（円）
            令和8年10月末 | 差押中（換価前）   | 1,000,000
            令和8年10月末 | 交渉中             | 120,000
            令和8年10月末 | 執行停止・徴収停止 | 500,000
            令和8年10月末 | その他・未着手     | 9,000,000
        """,
        says="回収する債権は112万円（10.5％）、整理する債権は50万円（4.7％）、未着手は900万円（84.7％）",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Monthly, tmp_path: Path) -> None:
    figure = Ledgers(tmp_path).take_in(example.books).figure(example.figure, example.month)
    check_card(figure, example)


def test_a_file_without_states_says_so(tmp_path: Path) -> None:
    books = (
        DEBTS.replace("交渉中", "")
        .replace("執行停止・徴収停止", "")
        .replace("差押中（換価前）", "")
    )
    figure = Ledgers(tmp_path).take_in(books).figure("balance_by_state")
    assert figure.title == "状態の記載なしは1,062万円（100.0％）"


def test_what_is_not_yet_due_is_in_the_balance_only_when_asked_for(tmp_path: Path) -> None:
    later = """
  2026-10 | 2026 | 市民税 | 納税課 | 11～20 | 4期 | 2026-11-30 | 現年 | 2026 | 7000 | 0 | 0 | 交渉中"""
    reader = Ledgers(tmp_path).take_in(DEBTS + later).reader()
    for name in ("balance_by_age", "balance_by_size", "balance_by_state", "balance_by_year"):
        for is_all, whole in ((False, 10_620_000), (True, 10_690_000)):
            chosen = Selection(month_end("2026-10"), is_all=is_all)
            assert answer(name, reader, chosen).frame["outstanding_yen"].sum() == whole
    bands = answer("balance_by_age", reader, Selection(date(2026, 10, 31), is_all=True)).frame
    assert bands.set_index("band")["outstanding_yen"]["not_due"] == 70_000


FEW = """
  2026-10 | 2026 | 市民税 | 納税課 | 1～7 | 1期 | 2024-06-30 | 滞繰 | 2024 | 1000 | 0 | 0 | 交渉中"""


def test_what_few_persons_owe_is_not_shown_nor_what_would_tell_it(tmp_path: Path) -> None:
    """Seven owe 7,000 yen of two to three years; so the next smallest band goes, too, or the total would tell it."""
    figure = Ledgers(tmp_path).take_in(DEBTS + FEW).figure("balance_by_age")
    shown = figure.frame.set_index("band")
    columns = ["outstanding_yen", "share_rate", "line_count", "debtor_count"]
    withheld = shown.index[shown["outstanding_yen"].isna()]
    assert len(withheld) == 2
    assert "years_2_3" in withheld
    assert shown.loc[withheld, columns].isna().all(axis=None)
    assert figure.headline == "1,063万円"  # the whole is public
    assert "全体の" in figure.title
    assert "7,000" not in figure.title + figure.comparison
    assert any("引き算でそれが分かってしまう区分" in note for note in figure.notes)


def test_one_debtor_who_owes_nearly_all_is_not_shown(tmp_path: Path) -> None:
    """Nine owe 100 yen, one 90,000: 99 % of the band is that one's."""
    rich = "".join(
        f"""
  2026-10 | 2026 | 市民税 | 納税課 | {who} | 1期 | 2024-06-30 | 滞繰 | 2024 | {yen} | 0 | 0 | 交渉中"""
        for who, yen in (("1～9", 100), ("10", 90_000))
    )
    data = Ledgers(tmp_path).take_in(DEBTS + rich).figure("balance_by_age").frame
    assert data.set_index("band")["outstanding_yen"].isna()["years_2_3"]


def test_of_a_place_with_few_debtors_nothing_is_told_but_its_whole(tmp_path: Path) -> None:
    few = FEW.replace("納税課", "福祉課").replace("市民税", "返還金")
    few += few.replace("2024-06-30", "2020-06-30")
    reader = Ledgers(tmp_path).take_in(DEBTS + few).reader()
    for name in ("balance_by_age", "balance_by_size", "balance_by_state"):
        figure = answer(name, reader, Selection(department="福祉課"))
        assert figure.title == figure.empty
        assert "残額のある人が少ないか" in figure.empty
        assert (figure.headline, len(figure.frame)) == ("－", 0)
    assert answer("balance_by_year", reader, Selection(department="福祉課")).headline == "1万円"
    city = answer("balance_by_age", reader).frame.set_index("band")["outstanding_yen"]
    office = answer("balance_by_age", reader, Selection(department="納税課")).frame
    shown = city - office.set_index("band")["outstanding_yen"]
    assert not {7000, 14_000} & set(shown.dropna())


def test_few_persons_are_not_counted_on_the_screen(tmp_path: Path) -> None:
    figure = Ledgers(tmp_path).take_in(DEBTS).figure("balance_by_age")
    shown = figure.frame.set_index("band")[["line_count", "debtor_count"]]
    assert shown.loc["months_0_3"].tolist() == [10, 10]  # ten persons with a line each


def test_a_settlement_tells_no_makeup(tmp_path: Path) -> None:
    office = Office(tmp_path).take_in(
        """
        年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
        2023 | 市民税 | 納税課 | なし |  100 |   60 |    0 |   40"""
    )
    for name in ("balance_by_age", "balance_by_size", "balance_by_state"):
        assert "月次の滞納明細を取り込むと出ます" in office.figure(name).empty

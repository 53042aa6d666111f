"""残額の内訳: 納期限からの古さ、1人の債務者が1つの課に持つ大きさ、8つの状態。足すと残額になる。"""

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
  2026-10 | 2026 | 市民税 | 納税課 | 1 | 1期 | 2026-07-31 | 現年 | 2026 | 6000 | 0 | 0 | 交渉中
  2026-10 | 2026 | 市民税 | 納税課 | 1 | 2期 | 2026-08-31 | 現年 | 2026 | 6000 | 0 | 0 | 交渉中
  2026-10 | 2026 | 市民税 | 納税課 | 2 | 1期 | 2025-10-31 | 滞繰 | 2025 | 50000 | 0 | 0 | 執行停止・徴収停止
  2026-10 | 2026 | 市民税 | 納税課 | 3 | 1期 | 2021-10-31 | 滞繰 | 2021 | 900000 | 0 | 0 |
  2026-10 | 2026 | 保険税 | 納税課 | 3 | 1期 | | 滞繰 | 2022 | 100000 | 0 | 0 | 差押中（換価前）"""
)

STATED = HEAD + "".join(
    f"""
  2026-10 | 2026 | 市民税 | 納税課 | {number} | 1期 | 2025-06-30 | 滞繰 | 2025 | {1000 * number} | 0 | 0 | {state}"""
    for number, state in enumerate(STATES.values(), start=1)
)

EXAMPLES = [
    Monthly(
        title="8つの状態は重ならず、足すと残額になる",
        words="1,000＋2,000＋…＋8,000＝36,000円。回収する債権は、差押中から交渉中までの 1,000＋2,000＋3,000＝6,000円。"
        "整理する債権は、換価済から生活困窮までの 4,000＋5,000＋6,000＋7,000＝22,000円。残りの8,000円は未着手。",
        figure="balance_by_state",
        books=STATED,
        shows="""
            月末          | 区分               | 未収残額（円）
            令和8年10月末 | 差押中（換価前）   | 1,000
            令和8年10月末 | 分納・猶予         | 2,000
            令和8年10月末 | 交渉中             | 3,000
            令和8年10月末 | 換価済・残なし     | 4,000
            令和8年10月末 | 執行停止・徴収停止 | 5,000
            令和8年10月末 | 時効期間経過       | 6,000
            令和8年10月末 | 生活困窮           | 7,000
            令和8年10月末 | その他・未着手     | 8,000
        """,
        says="回収する債権は6,000円（16.7％）、整理する債権は2万円（61.1％）、未着手は8,000円（22.2％）",
    ),
    Monthly(
        title="古さは、納期限から基準日までの月数で分ける",
        words="10月31日は、7月31日から3か月たったので「3か月以上1年未満」、8月31日からはまだ3か月たたない。2025年10月31日からは"
        "ちょうど1年、2021年10月31日からはちょうど5年。1年以上は 50,000＋900,000＝950,000円。",
        figure="balance_by_age",
        books=DEBTS,
        shows="""
            月末          | 区分              | 未収残額（円）
            令和8年10月末 | 3か月未満         | 6,000
            令和8年10月末 | 3か月以上1年未満  | 6,000
            令和8年10月末 | 1年以上2年未満    | 50,000
            令和8年10月末 | 5年以上           | 900,000
            令和8年10月末 | 納期限の記載なし  | 100,000
        """,
        says="納期限から1年以上たった分は95万円で、全体の89.5％",
    ),
    Monthly(
        title="大きさは、1人が1つの課に持つ残額の合計で分ける",
        words="債務者1は 6,000＋6,000＝12,000円で「1万円以上5万円未満」。債務者3は市民税と保険税で100万円。",
        figure="balance_by_size",
        books=DEBTS,
        shows="""
            月末          | 区分                  | 未収残額（円）
            令和8年10月末 | 100万円以上           | 1,000,000
            令和8年10月末 | 5万円以上10万円未満   | 50,000
            令和8年10月末 | 1万円以上5万円未満    | 12,000
        """,
        says="50万円以上の債務者の分は100万円で、全体の94.2％",
    ),
    Monthly(
        title="状態は、回収する債権と整理する債権に分かれる",
        words="状態の列がある資料で空白の行は「その他・未着手」。回収は 12,000＋100,000円、整理は50,000円。",
        figure="balance_by_state",
        books=DEBTS,
        shows="""
            月末          | 区分               | 未収残額（円）
            令和8年10月末 | 差押中（換価前）   | 100,000
            令和8年10月末 | 交渉中             | 12,000
            令和8年10月末 | 執行停止・徴収停止 | 50,000
            令和8年10月末 | その他・未着手     | 900,000
        """,
        says="回収する債権は11万円（10.5％）、整理する債権は5万円（4.7％）、未着手は90万円（84.7％）",
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
    assert figure.title == "状態の記載なしは106万円（100.0％）"


def test_what_is_not_yet_due_is_in_the_balance_only_when_asked_for(tmp_path: Path) -> None:
    later = """
  2026-10 | 2026 | 市民税 | 納税課 | 1 | 4期 | 2026-11-30 | 現年 | 2026 | 7000 | 0 | 0 | 交渉中"""
    reader = Ledgers(tmp_path).take_in(DEBTS + later).reader()
    for name in ("balance_by_age", "balance_by_size", "balance_by_state", "balance_by_year"):
        for is_all, whole in ((False, 1_062_000), (True, 1_069_000)):
            chosen = Selection(month_end("2026-10"), is_all=is_all)
            assert answer(name, reader, chosen).frame["outstanding_yen"].sum() == whole
    bands = answer("balance_by_age", reader, Selection(date(2026, 10, 31), is_all=True)).frame
    assert bands.set_index("band")["outstanding_yen"]["not_due"] == 7000


def test_few_persons_are_not_counted_on_the_screen(tmp_path: Path) -> None:
    many = "".join(
        f"""
  2026-10 | 2026 | 市民税 | 納税課 | {debtor} | 1期 | 2026-09-30 | 現年 | 2026 | 100 | 0 | 0 | 交渉中"""
        for debtor in range(10, 19)
    )
    figure = Ledgers(tmp_path).take_in(DEBTS + many).figure("balance_by_age")
    shown = figure.frame.set_index("band")[["line_count", "debtor_count"]]
    assert shown.loc["months_0_3"].tolist() == [10, 10]  # ten persons with a line each
    assert shown.loc["years_5"].isna().all()


def test_a_settlement_tells_no_makeup(tmp_path: Path) -> None:
    office = Office(tmp_path).take_in(
        """
        年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
        2023 | 市民税 | 納税課 | なし |  100 |   60 |    0 |   40"""
    )
    for name in ("balance_by_age", "balance_by_size", "balance_by_state"):
        assert "月次の滞納明細を取り込むと出ます" in office.figure(name).empty

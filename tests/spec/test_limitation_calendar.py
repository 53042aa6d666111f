"""時効管理: これからの24か月の、どの3か月に、どの課の残額が満了する見込みか（要確認）。"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from tests.monthly import Ledgers
from tests.spec.test_months import Monthly
from tests.spec.worked import check_card

FIGURE = "limitation_calendar"
HEAD = """
  月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 契約日 | 督促 | 承認 | 停止 | 状態 | 区分 | 調定 | 収入 | 欠損"""
TAXES = (
    HEAD
    + """
  2026-10 | 2026 | 個人市民税 | 納税課 | 11～20 | 3 | 2021-10-31 | | | | | 交渉中 | 滞繰 | 100 | 0 | 0
  2026-10 | 2026 | 個人市民税 | 納税課 | 21～30 | 3 | 2021-10-31 | | 2021-11-20 | | | 交渉中 | 滞繰 | 200 | 0 | 0
  2026-10|2026|個人市民税|納税課|31～40|3|2021-10-31|| 2021-11-20|2022-05-10|| 交渉中|滞繰|400|0|0
  2026-10|2026|個人市民税|納税課|41～50|1|2023-06-30|||| 2024-03-29|執行停止・徴収停止|滞繰|800|0|0
  2026-10 | 2026 | 個人市民税 | 納税課 | 51～60 | 1 | 2023-06-30 | | 2023-07-20 | | | 交渉中 | 滞繰 | 1600 | 0 | 0
  2026-10 | 2026 | 個人市民税 | 納税課 | 61～70 | 1 | 2026-06-30 | | | | | 交渉中 | 現年 | 3200 | 0 | 0
  2026-10 | 2026 | 個人市民税 | 納税課 | 71～80 | 1 | 2019-06-30 | | | | | 差押中（換価前） | 滞繰 | 6400 | 0 | 0"""
)
WATER = """
  2026-10 | 2026 | 水道料金 | 水道課 | 11～20 | 5 | 2024-05-31 | 2019-04-01 | | | | 交渉中 | 滞繰 | 10 | 0 | 0
  2026-10 | 2026 | 水道料金 | 水道課 | 21～30 | 2 | 2022-02-28 | 2020-04-01 | | | | 交渉中 | 滞繰 | 20 | 0 | 0
  2026-10 | 2026 | 水道料金 | 水道課 | 31～40 | 2 | 2022-02-28 | | | | | 交渉中 | 滞繰 | 40 | 0 | 0
  2026-10 | 2026 | 水道料金 | 水道課 | 41～50 | 2 | | 2020-04-01 | | | | 交渉中 | 滞繰 | 80 | 0 | 0
  2026-10|2026|水道料金|水道課|51～60|5|2015-05-31|2014-04-01|| 2021-05-31|| 交渉中|滞繰|160|0|0"""
RECKONED = "納期限、督促、承認（誓約）、最後の納付のうち、記録のある最も遅い日から数えた、最も早い見込みです。"
EXAMPLES = [
    Monthly(
        title="強制徴収公債権: 督促、承認、執行停止のあるとき",
        words="どの行も10人分。市民税は5年。納期限が令和3年10月31日なら令和8年10月31日までで、"
        "すでに過ぎた。督促が令和3年11月20日なら、10日たった"
        "11月30日から数えて令和8年11月30日まで。承認が令和4年5月10日なら令和9年5月10日まで。"
        "令和6年3月29日から執行停止の分は、納期限からの5年より"
        "早い、停止から3年の令和9年3月29日まで。督促が令和5年7月20日の分は令和10年7月30日まで。差押中の分は進まない。"
        "3か月ごとにまとめる: 1か月ごとの少人数の額は示せない。",
        figure=FIGURE,
        books=TAXES,
        shows="""
            満了の時期               | 所管課 | 未収残額（円） | 件数
            すでに過ぎた             | 納税課 | 1,000          | 10
            令和8年11月～1月         | 納税課 | 2,000          | 10
            令和9年2月～4月          | 納税課 | 8,000          | 10
            令和9年5月～7月          | 納税課 | 4,000          | 10
            令和10年5月～7月         | 納税課 | 16,000         | 10
            24か月より先             | 納税課 | 32,000         | 10
            差押中（進行していない） | 納税課 | 64,000         | 10
        """,
        says="今後24か月に時効などの期間が満了する見込みは3万円（要確認）。最多は令和10年5月～7月",
        compares="およそ40件。ほかに、すでに過ぎた見込み 1,000円",
        notes=(RECKONED, "催告による6か月の猶予と、", "未確認", "法的な助言ではありません"),
    ),
    Monthly(
        title="私債権: 契約日で年数が変わり、期間が過ぎても援用を待つ",
        words="水道料金は、令和2年4月1日より前の契約なら2年、後なら5年。"
        "令和6年5月31日の2年後は令和8年5月31日で、すでに過ぎたが、"
        "援用されるまで残る。令和4年2月28日の5年後は令和9年2月28日。"
        "契約日か納期限がなければ算定しない。平成27年5月31日の2年後より"
        "後の承認は、途中の記録がなければ、"
        "続いているか分からない（400＋800＋1,600＝2,800円）。全庁の計は、2つの課の和。",
        figure=FIGURE,
        books=TAXES + WATER,
        shows="""
            満了の時期               | 所管課   | 未収残額（円） | 件数
            すでに過ぎた             | 全庁の計 | 1,000          | 10
            すでに過ぎた             | 納税課   | 1,000          | 10
            すでに過ぎた（援用待ち） | 全庁の計 | 100            | 10
            すでに過ぎた（援用待ち） | 水道課   | 100            | 10
            令和8年11月～1月         | 全庁の計 | 2,000          | 10
            令和8年11月～1月         | 納税課   | 2,000          | 10
            令和9年2月～4月          | 全庁の計 | 8,200          | 20
            令和9年2月～4月          | 水道課   | 200            | 10
            令和9年2月～4月          | 納税課   | 8,000          | 10
            令和9年5月～7月          | 全庁の計 | 4,000          | 10
            令和9年5月～7月          | 納税課   | 4,000          | 10
            令和10年5月～7月         | 全庁の計 | 16,000         | 10
            令和10年5月～7月         | 納税課   | 16,000         | 10
            24か月より先             | 全庁の計 | 32,000         | 10
            24か月より先             | 納税課   | 32,000         | 10
            差押中（進行していない） | 全庁の計 | 64,000         | 10
            差押中（進行していない） | 納税課   | 64,000         | 10
            算定不可                 | 全庁の計 | 2,800          | 30
            算定不可                 | 水道課   | 2,800          | 30
        """,
        says="今後24か月に時効などの期間が満了する見込みは3万円（要確認）。最多は令和10年5月～7月",
        facts={"算定不可の理由": "契約日がない、納期限がない、途中の承認・納付の記録がない"},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Monthly, tmp_path: Path) -> None:
    check_card(Ledgers(tmp_path).take_in(example.books).figure(example.figure), example)


def test_of_an_earlier_month_it_is_not_told(tmp_path: Path) -> None:
    books = TAXES + TAXES.replace(HEAD, "").replace("2026-10 |", "2026-09 |")
    figure = Ledgers(tmp_path).take_in(books).figure(FIGURE, "2026-09")
    assert figure.title == figure.empty
    assert figure.empty == "時効の見通しは、いちばん新しい令和8年10月末でだけ出せます。"


def test_nothing_may_run_out(tmp_path: Path) -> None:
    """What was just due is years away; ten lines are counted."""
    books = HEAD + "\n" + TAXES.strip().splitlines()[6]
    figure = Ledgers(tmp_path).take_in(books).figure(FIGURE)
    assert figure.title == "今後24か月に時効などの期間が満了する見込みの残額はない"
    assert (figure.headline, figure.comparison) == ("0円", "")
    assert figure.frame["line_count"].tolist() == [10]
    assert figure.facts == {}


def test_what_few_debtors_owe_is_not_shown_nor_what_would_tell_it(tmp_path: Path) -> None:
    """Three of the ten whose period ends in the first quarter: it, and the smallest other time, are withheld."""
    books = (TAXES + WATER).replace("納税課 | 21～30 |", "納税課 | 21～23 |")
    figure = Ledgers(tmp_path).take_in(books).figure(FIGURE)
    own = figure.frame[figure.frame["department"] == "納税課"].set_index("month_label")
    withheld = own[own["outstanding_yen"].isna()]
    assert "令和8年11月～1月" in withheld.index
    assert len(withheld) >= 2
    assert withheld["line_count"].isna().all()
    assert figure.title.endswith("計を示さない")
    assert figure.headline == "－"
    told = figure.title + figure.comparison + "".join(figure.facts.values())
    assert "600円" not in told


def test_a_department_of_few_debtors_is_left_out_and_named(tmp_path: Path) -> None:
    few = re.sub(r"水道課 \| (\d+)～\d+ \|", r"水道課 | \1 |", WATER.splitlines()[2])
    few = "\n" + few
    figure = Ledgers(tmp_path).take_in(TAXES + few).figure(FIGURE)
    assert "水道課" not in set(figure.frame["department_name"])
    assert any("内訳を示さない課: 水道課" in note for note in figure.notes)
    alone = answer(FIGURE, Ledgers(tmp_path).reader(), Selection(department="水道課"))
    assert "時効の見通しは示しません" in alone.empty

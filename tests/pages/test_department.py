"""自課点検: one department on one sheet, and nothing of the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures import Selection, answer
from analytics.figures.base import frame, scope
from analytics.figures.self_check import FINDINGS
from analytics.ledger.municipality import MADE_UP
from analytics.paper import self_check as paper
from analytics.settings import DATA
from analytics.store.reader import open_reader
from tests.monthly import Ledgers
from tests.spec.test_claim_targets import AIMS, CLOCKS

OpenPage = Callable[..., AppTest]
SAID = re.compile(r"<li><b>([^<]+)</b>　([^<]+)</li>")
COUNTED = ("line_count", "debtor_count")


def sheet(page: AppTest) -> str:
    (found,) = [
        each.proto.body
        for each in page.get("html")
        if 'class="sheet self-check"' in each.proto.body
    ]
    return str(found)


def test_every_section_is_there_and_the_city_is_said_to_be_made_up(
    open_page: OpenPage, kakuu_store: Path
) -> None:
    page = open_page("department", store=kakuu_store, own="水道課")
    assert not page.exception
    assert not page.error
    told = sheet(page)
    assert re.findall(r"<h2>([^<]+)</h2>", told) == [
        "残額の動き", "前回からの増減", "債権", "状態", "古さ", "大きさ", "時効の見通し", "滞納者の出入り",
    ]  # fmt: skip
    assert f'<p class="made-up">{MADE_UP}</p>' in told
    assert "水道課　自課点検" in told
    assert "税務課" not in told
    assert "nan" not in told.lower()
    assert "NA" not in told


def test_the_numbers_are_those_of_the_other_figures(kakuu_store: Path) -> None:
    reader = open_reader(kakuu_store)
    own = Selection(department="201")
    rows = answer("self_check", reader, own).frame
    balance = int(answer("balance_by_year", reader, own).frame["total_yen"].iloc[-1])
    for section in ("債権", "古さ", "大きさ", "状態", "時効の見通し"):
        told = rows[rows["section"] == section]["amount_yen"]
        if told.notna().all() and len(told):
            assert told.sum() == balance
        else:  # what few persons owe is withheld: no sum is told
            assert told.sum() < balance
    assert rows[rows["section"] == "債権"]["amount_yen"].notna().all()
    month = rows[rows["section"] == "前回からの増減"]["amount_yen"].tolist()
    assert sum(month[:-1]) == month[-1] == balance
    assert rows[rows["section"] == "残額の動き"]["amount_yen"].iloc[-1] == balance


def test_few_persons_are_not_shown(kakuu_store: Path) -> None:
    """What is counted here is sometimes fewer than eight; never is it shown, nor the exact number of more."""
    reader = open_reader(kakuu_store)
    exact, shown = set(), set()
    for code in reader.departments:
        own = Selection(department=code)
        asked = scope(reader, own).parameters
        exact |= set(frame(reader, "limitation", asked)[0]["line_count"])
        rows = answer("self_check", reader, own).frame
        shown |= {count for name in COUNTED for count in rows[name].dropna()}
    assert exact & set(range(1, 8))
    assert max(shown) > 0
    assert not shown & set(range(1, 8))
    assert all(count % 5 == 0 for count in shown)


def test_a_settlement_says_what_it_cannot_tell(open_page: OpenPage) -> None:
    page = open_page("department")
    told = sheet(page)
    assert not page.exception
    assert "月次の滞納明細を取り込むと出ます" in told
    assert "時効の見通しは、月次の滞納明細がないため出せません。" in told
    assert "made-up" not in told


def test_without_a_department_it_asks_for_one(kakuu_store: Path) -> None:
    figure = answer("self_check", open_reader(kakuu_store))
    assert figure.empty.startswith("自課点検は課を選んで見ます。所管課コードは 101（")


def test_what_a_department_is_called_is_shown_as_it_is(kakuu_store: Path) -> None:
    figure = answer("self_check", open_reader(kakuu_store), Selection(department="201"))
    told = paper.html(figure, "<b>課</b>", "")
    assert "&lt;b&gt;課&lt;/b&gt;" in told
    assert "<b>課</b>" not in told


@pytest.mark.parametrize("month", ["2026-08", "2026-09"])
def test_an_earlier_month_has_no_outlook_on_limitation(
    month: str, open_page: OpenPage, kakuu_store: Path
) -> None:
    told = sheet(open_page("department", store=kakuu_store, own="水道課", month=month))
    assert "いちばん新しい令和8年10月末でだけ出せます。" in told
    if month == "2026-08":  # the first month there is
        assert "前回の資料がないため、前回からの増減は分かりません。" in told
        assert "前回からの出入りは分かりません。" in told


def test_a_department_without_a_pace_is_told_why(tmp_path: Path) -> None:
    """A kind without a clock, a closing that is today, a pace that is there, and no target at all."""
    october = Ledgers(tmp_path).take_in(CLOCKS).aim(AIMS)
    told = paper.html(october.figure("self_check", department="公園課"), "公園課", "")
    assert "<b>出せない</b></p><p>締切が不明（なぞ料金）で、ペースは出せない</p>" in told
    assert "月に100円の減" in paper.html(
        october.figure("self_check", department="水道課"), "水道課", ""
    )
    may = Ledgers(tmp_path / "may").take_in(CLOCKS.replace("2026-10 | 2026", "2026-05 | 2025"))
    assert "出せない" not in paper.html(may.figure("self_check", department="こども課"), "", "")
    may.aim(AIMS.replace("2026", "2025"))
    told = paper.html(may.figure("self_check", department="こども課"), "こども課", "")
    assert "<p>この月末が締切で、残りの月がない</p>" in told


def test_there_are_always_three_sentences(tmp_path: Path) -> None:
    """Also of a first month without a target, of which next to nothing is known."""
    first = Ledgers(tmp_path).take_in(CLOCKS).figure("self_check", department="公園課")
    said = dict(SAID.findall(paper.html(first, "公園課", "")))
    assert list(said) == list(FINDINGS)
    assert said[FINDINGS[0]] == "前回の資料がないため、前回からの増減は分かりません"
    assert said[FINDINGS[1]].startswith("前年同月の残額と比べられず")


def test_the_place_says_by_what(komae_store: Path) -> None:
    """By attainment; by the change of the balance where nobody has a target."""
    said = []
    for targets in (DATA / "targets", None):
        reader = open_reader(komae_store, targets)
        figures = [
            answer("self_check", reader, Selection(department=each))
            for each in [*reader.departments][:4]
        ]
        placed = [each for each in figures if not each.facts["順位"].startswith("順位")]
        assert placed
        told = [paper.html(each, "", "") for each in placed]
        said.append({words for each in told for words in re.findall(r"<p>([^<]+の順)</p>", each)})
    assert said == [{"目標の達成率の順"}, {"残額の増減率の順"}]


def test_each_kind_has_its_own_distance_to_the_target(tmp_path: Path) -> None:
    """Both parts of the car tax together: 500 + 200 of 430 + 250."""
    office = Ledgers(tmp_path).take_in(CLOCKS)
    without = paper.html(office.figure("self_check", department="税務課"), "税務課", "")
    assert "<th>目標まで</th>" not in without
    figure = office.aim(AIMS).figure("self_check", department="税務課")
    (row,) = figure.frame[figure.frame["section"] == "債権"].to_dict("records")
    assert (row["label"], row["amount_yen"], row["gap_yen"]) == ("軽自動車税", 700, 20)
    assert "<th>目標まで</th>" in paper.html(figure, "税務課", "")

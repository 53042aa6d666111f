"""Each page with normal, empty and missing data, through `app.main()`; never a traceback, never English."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures import claim_rules
from analytics.figures.definitions import FIGURE_TITLES
from analytics.intake.layout import Layout
from analytics.sample.kinds import KINDS
from analytics.settings import DATA
from analytics.store.importing import take_in
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from pages.parts import filters
from tests.settlement import Office
from tests.test_examples import RULES
from tools.examples import examples

OpenPage = Callable[..., AppTest]
KOMAE_FILES = sorted((DATA / "open" / "komae").glob("*sainyu.csv"))
PAGES = {
    "trend": "全体推移",
    "ranking": "目標と順位",
    "targets": "目標の設定",
    "provenance": "来歴",
    "definitions": "用語と算式",
}
every_page = pytest.mark.parametrize("start", PAGES)


def words(page: AppTest) -> str:
    """All that the page says outside its pictures."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "warning")
    told = [str(element.value).replace("\\", "") for kind in kinds for element in page.get(kind)]
    return "\n".join([*told, *(element.proto.body for element in page.get("html"))])


def tables(page: AppTest) -> list[list[list[str]]]:
    """The rows of the tables of the page's figures, header first, as a browser would read them."""
    bodies = [element.proto.body for element in page.get("html")]
    found = [table for body in bodies for table in re.findall(r"<table.*?</table>", body, re.S)]
    return [
        [
            ["".join(cell.itertext()) for cell in row]
            for row in ElementTree.fromstring(table).iter("tr")
        ]
        for table in found
    ]


def charts(page: AppTest) -> list[Any]:
    return list(page.get("vega_lite_chart"))


def fine(page: AppTest) -> bool:
    return not page.exception and not page.error


@every_page
def test_each_page_opens_on_real_data(open_page: OpenPage, start: str) -> None:
    page = open_page(start)
    assert fine(page)
    assert page.title[0].value == PAGES[start]
    assert "狛江市「決算書歳出データ・決算書歳入データ」" in words(page)
    assert "CC BY 4.0" in words(page)


@every_page
def test_an_empty_store_says_what_to_do(open_page: OpenPage, tmp_path: Path, start: str) -> None:
    page = open_page(start, store=tmp_path / "nothing")
    assert not page.exception
    assert "まだ何も取り込まれていません" in page.info[0].value.replace("\\", "")
    assert any("zangaku import" in code.value for code in page.code)
    assert any("make demo" in code.value for code in page.code)


@every_page
def test_a_damaged_store_is_said_in_a_sentence(
    open_page: OpenPage, komae_store: Path, tmp_path: Path, start: str
) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(komae_store, damaged)
    shutil.rmtree(damaged / "marts")
    page = open_page(start, store=damaged)
    assert not page.exception
    assert page.title[0].value == "データを読めません"
    assert "Traceback" not in words(page)


def test_trend_tells_the_total_to_the_yen_and_where_it_comes_from(open_page: OpenPage) -> None:
    page = open_page("trend")
    told = words(page)
    assert "令和5年度末の未収残額は3億5,396万円" in told
    assert "令和6年5月31日現在" in told
    assert "債務者のいない収入は数えていません" in told
    assert "版 5" in told
    assert "132195_kessan2018sainyu.csv" in told
    for chart in charts(page):
        assert re.search(r"[一-龠]", chart.proto.alt)


@pytest.mark.parametrize(
    ("view", "titles", "pictures"),
    [
        ("全体", ["令和5年度末の未収残額は3億5,396万円", "令和5年度の収納率は"], 1),
        (
            "増減",
            [
                "残額は1,189万円の増。新規発生9,615万円に対し、回収は8,313万円、不納欠損は3,767万円",
                "課と債権",
                "不突合はありません",
            ],
            1,
        ),
        ("所管課別", ["残額がいちばん多いのは福祉保健部・福祉相談課"], 1),
        ("債権別", ["いちばん多い債権は生活保護費弁償金", "債務者のいない収入の未済 5,540万円"], 1),
        (
            "指数",
            [
                "平成30年度末を100とすると、令和5年度末の残額は112.8",
                "最初の年度末より残額が増えたのは、比べられる9課のうち4課",
                "最初の年度末より残額が増えたのは、比べられる27種のうち15種",
            ],
            3,
        ),
    ],
)
def test_each_side_of_the_balance_has_its_figures(
    open_page: OpenPage, view: str, titles: list[str], pictures: int
) -> None:
    page = open_page("trend", view=view)
    assert fine(page)
    found = [header.value.replace("\\", "") for header in page.header]
    assert len(found) == len(titles)
    for said, begins in zip(found, titles, strict=True):
        assert said.startswith(begins)
    assert len(charts(page)) == pictures


def test_the_folded_table_holds_the_numbers_of_the_figure(open_page: OpenPage) -> None:
    page = open_page("trend")
    (rates,) = tables(page)
    assert not any("未収残額" in name for name in rates[0])
    page.session_state["table-balance_by_year"] = True
    page.run()
    header, *rows = tables(page)[0]
    amount = next(place for place, name in enumerate(header) if "未収残額" in name)
    newest = [int(row[amount].replace(",", "")) for row in rows[-3:]]
    assert sum(newest) == 353_961_020


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"year": "令和2年度（2020）"}, "令和2年度末の未収残額は3億3,290万円"),
        ({"department": "市民生活部・納税課"}, "市民生活部・納税課の未収残額"),
        ({"view": "指数"}, "平成30年度末を100とすると"),
    ],
)
def test_choices_stand_in_the_address(
    open_page: OpenPage, choices: dict[str, str], told: str
) -> None:
    page = open_page("trend", **choices)
    assert fine(page)
    assert told in words(page)


@pytest.mark.parametrize(
    "choices",
    [{"department": "<script>alert(1)</script>"}, {"kind": "=1+1"}, {"view": ""}],
)
def test_an_unknown_choice_is_said_and_the_default_shown(
    open_page: OpenPage, choices: dict[str, str]
) -> None:
    page = open_page("trend", **choices)
    assert fine(page)
    assert "この版にありません" in page.warning[0].value.replace("\\", "")
    assert "令和5年度末の未収残額は3億5,396万円" in words(page)


@pytest.mark.parametrize(
    ("start", "name"), [("trend", "year"), ("trend", "department"), ("ranking", "year")]
)
@pytest.mark.parametrize(
    "those", [slice(0, None, 4), pytest.param(slice(0, None), marks=pytest.mark.soak)]
)
def test_every_year_and_every_department_can_be_looked_at(
    those: slice, start: str, name: str, open_page: OpenPage
) -> None:
    page = open_page(start)
    for option in page.selectbox(key=name).options[those]:
        page.selectbox(key=name).select(option).run()
        assert fine(page), (start, option, words(page))
        if start == "trend":
            for view in filters.VIEWS[1:]:
                page.segmented_control(key="view").set_value(view).run()
                assert fine(page), (start, option, view, words(page))
            page.segmented_control(key="view").set_value(filters.TOTALS).run()


TWO_OFFICES = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2020 | 貸付金 | 福祉課 | なし |   40 |    0 |    0 |   40
    2021 | 市民税 | 納税課 | なし |  100 |   70 |    0 |   30
    2022 | 市民税 | 納税課 | なし |  100 |   60 |    0 |   40
    2022 | 使用料 | 公園課 | なし |   50 |   40 |    0 |   10"""


@pytest.mark.parametrize("view", filters.VIEWS)
@pytest.mark.parametrize(
    ("department", "year", "told"),
    [
        ("公園課", "令和3年度（2021）", "公園課には、令和3年度（2021）末までの債権がありません。"),
        ("公園課", "令和2年度（2020）", "公園課には、令和2年度（2020）末までの債権がありません。"),
        ("福祉課", "令和4年度（2022）", "令和4年度末の福祉課の未収残額は0円"),
    ],
)
def test_a_department_without_claims_in_that_year_is_said_in_a_sentence(
    open_page: OpenPage, tmp_path: Path, department: str, year: str, told: str, view: str
) -> None:
    store = Office(tmp_path).take_in(TWO_OFFICES).store.root
    page = open_page("trend", store=store, year=year, department=department, view=view)
    assert fine(page)
    assert page.title[0].value == PAGES["trend"]
    assert page.selectbox(key="department").value == department
    assert page.selectbox(key="year").value == year
    if view == filters.INDEXES:
        assert "比べる年度末の残額がないため、指数は出せません。" in words(page)
    elif view == filters.MOVES:
        assert re.search(
            "前年度末の資料がない|前年度末も令和.年度末も0円で、増減がありません", words(page)
        )
    elif view != filters.BY_DEPARTMENT:  # the departments side by side, whoever is chosen
        assert told in words(page)
    for header in page.header:
        assert re.search(r"[ぁ-ん].*[^＝]$", header.value)
    assert "nan" not in words(page).lower()
    assert "<NA>" not in words(page)


def test_ranking_shows_what_was_collected_and_what_was_written_off_apart(
    open_page: OpenPage,
) -> None:
    page = open_page("ranking", order=filters.WAYS)
    assert fine(page)
    assert len(charts(page)) == 1
    told = words(page)
    assert (
        "回収の分かる3課のうち、不納欠損が回収を上回るのは2課（高齢障がい課、保険年金課）" in told
    )
    assert "不納欠損は3,767万円" in told
    header, *rows = tables(page)[0]
    tax = next(row for row in rows if "市民生活部・納税課" in row)
    assert tax[header.index("滞納繰越分の回収（円）")] == "76,608,149"
    assert tax[header.index("不納欠損（円）")] == "15,844,486"


def test_a_figure_of_the_whole_city_says_so_under_a_department(open_page: OpenPage) -> None:
    page = open_page("trend", department="市民生活部・納税課", view=filters.BY_DEPARTMENT)
    assert "市民生活部・納税課 1億2,995万円（多い方から2番目）" in words(page)
    assert "この図は、所管課を選んでも全庁のものです。" in words(page)
    page = open_page("trend", department="市民生活部・納税課", view=filters.BY_CLAIM_KIND)
    assert "この図は、所管課を選んでも全庁のものです。" in words(page)
    assert "この図は、所管課を選んでも" not in words(open_page("trend", view=filters.BY_DEPARTMENT))


def test_a_department_whose_claims_left_says_since_when_and_why(open_page: OpenPage) -> None:
    told = words(open_page("trend", department="環境部・下水道課"))
    assert "令和5年度末の環境部・下水道課の未収残額は0円\n" in told
    assert (
        "令和2年度からは、環境部・下水道課の債権はありません（令和2年度から公営企業会計に移り"
        in told
    )


def test_targets_stand_claim_by_claim_and_can_be_those_of_one_department(
    open_page: OpenPage,
) -> None:
    page = open_page("ranking", order=filters.BY_CLAIM_KIND)
    assert fine(page)
    with (DATA / "targets" / "komae_example.csv").open(encoding="utf-8-sig") as file:
        decided = [row for row in csv.DictReader(file) if row["年度"] == "2023"]
    assert page.header[0].value.startswith(f"目標{len(decided)}件のうち、届いたのは")
    assert "この目標は例示です。" in words(page)
    (rows,) = tables(page)
    assert len(rows) == 1 + len(decided)
    page.selectbox(key="department").set_value("市民生活部・納税課").run()
    assert fine(page)
    (own,) = tables(page)
    assert own[1:] == [row for row in rows if row[0] == "市民生活部・納税課"] != []
    assert not open_page("ranking").get("selectbox")[1:]  # the order is of the whole city


def test_ranking_prints_its_formula_and_says_that_the_target_is_an_example(
    open_page: OpenPage,
) -> None:
    told = words(open_page("ranking"))
    assert "達成率 ＝ 目標額 ÷ 年度末の未収残額" in told
    assert "例示" in told
    assert "市が決めた目標ではありません" in told


def test_ranking_is_good_without_any_target(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_TARGETS", str(tmp_path))
    page = open_page("ranking")
    assert fine(page)
    assert "目標の登録がない" in words(page)
    assert "前年度末より残額が減ったのは" in words(page)
    assert len(charts(page)) == 1


def test_provenance_names_files_hashes_and_terms(open_page: OpenPage) -> None:
    page = open_page("provenance")
    assert "6つのファイルの4,219行" in words(page)
    hashes = page.code[0].value.splitlines()
    assert len(hashes) == 6
    assert all(
        re.fullmatch(r"[0-9a-f]{64}  132195_kessan\d{4}sainyu\.csv", line) for line in hashes
    )
    assert "CC BY 4.0" in words(page)


def test_provenance_of_a_citys_own_files_has_no_terms_and_no_money_where_there_is_none(
    open_page: OpenPage, kakuu_store: Path
) -> None:
    page = open_page("provenance", store=kakuu_store)
    assert fine(page)
    assert "利用条件と出典の表示" not in words(page)
    head, *rows = tables(page)[0]
    owed = {row[head.index("ファイル名")]: row[head.index("収入未済額（円）")] for row in rows}
    assert {amount for name, amount in owed.items() if "宛名" in name} == {"－"}
    assert all(amount != "－" for name, amount in owed.items() if "滞納明細" in name)


def test_definitions_show_the_rules_of_each_kind_and_which_kinds_have_none(
    open_page: OpenPage, komae_store: Path
) -> None:
    page = open_page("definitions")
    assert fine(page)
    head, *rows = tables(page)[0]
    assert head == list(claim_rules.HEADERS)
    tax = next(row for row in rows if "個人市民税" in row[0])
    assert tax[1:5] == ["強制徴収公債権", "5", "要らない", "5月31日"]
    assert {row[-1] for row in rows} == {"未確認"}
    told = words(page)
    assert "法的な助言ではありません。" in told
    unknown = open_reader(komae_store).unknown_kinds
    assert "雑入" in unknown
    assert "個人市民税" not in unknown
    assert "一般会計繰入金" not in unknown  # nobody owes it
    assert f"**いまの資料にあって、この表にない債権**　{'、'.join(unknown)}" in told


def test_the_made_up_city_has_no_kind_without_rules(kakuu_store: Path) -> None:
    reader = open_reader(kakuu_store)
    assert reader.unknown_kinds == []
    joined = reader.database.select(
        "SELECT DISTINCT claim_kind, closing_clock FROM claims JOIN claim_rules USING (claim_kind)"
    )
    assert len(joined) == len({kind.name for kind in KINDS})


def test_edited_rules_are_noticed_and_bad_ones_said(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Path(shutil.copy(DATA / "rules" / "claim_kinds.toml", tmp_path))
    monkeypatch.setenv("ZANGAKU_RULES", str(tmp_path))
    page = open_page("definitions")
    assert tables(page)[0][1][-1] == "未確認"
    shipped = rules.read_text(encoding="utf-8")
    first = shipped.replace("\nyears = 5\n", "\nyears = 5\nconfirmed_on = 2026-12-01\n", 1)
    rules.write_text(first, encoding="utf-8")
    assert tables(page.run())[0][1][-1] == "令和8年12月1日"
    rules.write_text(first.replace('class = "public_enforceable"', "", 1), encoding="utf-8")
    page.run()
    assert not page.exception
    assert page.title[0].value == "データを読めません"
    assert "claim_kinds.toml 1番目（個人市民税" in words(page)
    rules.unlink()
    assert "債権の表 claim_kinds.toml を開けません" in words(page.run())


def test_a_fault_in_rules_that_no_balance_needs_is_said_in_their_section_alone(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(DATA / "rules", tmp_path / "rules"))
    monkeypatch.setenv("ZANGAKU_RULES", str(folder))
    page = open_page("definitions")
    assert not page.warning
    whole = len(tables(page))
    for name in ("late_charge.toml", "lead.toml", "cases.toml", "transfer.toml", "measures.toml"):
        (folder / name).write_text("x = 1\n", encoding="utf-8")
    page.run()
    said = [each.value for each in page.warning]
    titles = ("延滞金", "移管", "先行部署", "事案指導", "取組")
    for title, text in zip(titles, said, strict=True):
        assert title in text
    assert len(tables(page)) == whole - 5
    assert page.title[0].value == "用語と算式"


def test_definitions_show_the_sql_as_it_is(open_page: OpenPage) -> None:
    page = open_page("definitions")
    page.session_state["definition-ranking"] = True
    page.run()
    root = Path(__file__).resolve().parents[2]
    sql = (root / "analytics" / "sql" / "ranking.sql").read_text(encoding="utf-8")
    assert page.code[0].value == sql.strip()
    assert "A（使用中）" in str(page.table[2].value)


def test_definitions_show_the_worked_examples_of_every_figure(open_page: OpenPage) -> None:
    page = open_page("definitions")
    before = words(page)
    listed = examples()
    for name in FIGURE_TITLES:
        page.session_state[f"definition-{name}"] = True
    for rule in RULES:
        page.session_state[f"examples-{rule}"] = True
    page.run()
    assert fine(page)
    told = words(page)
    shown = {tuple(map(tuple, table)) for table in tables(page)}
    for name, worked_out in listed.items():
        for each in worked_out:
            assert f"<h3>{escape(each['title'])}</h3>" in told, name
            assert f"<h3>{escape(each['title'])}</h3>" not in before, name
            for lines in (each.get(kind, []) for kind in ("books", "targets", "shows")):
                cells = tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)
                assert len(cells) < 2 or cells in shown, each["title"]
    assert sum("計算例" in each.value for each in page.markdown) == len(listed) - len(
        RULES
    )  # they have their own


def test_a_new_version_is_noticed_without_a_restart(
    open_page: OpenPage, tmp_path: Path, layouts: list[Layout]
) -> None:
    store = Store(tmp_path / "growing")
    for path in KOMAE_FILES[:2]:
        take_in(store, path, layouts)
    page = open_page("trend", store=store.root)
    assert "版 1" in words(page)
    take_in(store, KOMAE_FILES[2], layouts)
    page.run()
    assert fine(page)
    assert "版 2" in words(page)
    assert "令和2年度（2020）" in page.selectbox(key="year").options

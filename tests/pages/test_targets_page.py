"""目標の設定: what is typed or dropped is looked at first, then written as the next version, and seen on every page."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from analytics.intake.targets import read_targets
from analytics.store.pins import pin
from analytics.store.target_drafts import Aim, Decision
from analytics.store.targeting import decide
from pages.parts.target_editor import NEW_CASES, NEW_YEN
from tests.pages.test_import_page import said, table
from tests.pages.test_pages import words
from tests.pipeline.conftest import tree
from tests.settlement import Office
from tests.spec.test_target_history import BOOKS

OpenPage = Callable[..., AppTest]
LOAN = "    2023 | 貸付金 | 福祉課 | なし |  100 |    0 |    0 |  100"
AIMS = """
    年度 | 版 | 決定日     | 債権   | 区分       | 目標額（円） | 目標件数 | 種別 | 決め方
    2023 |  1 | 2023-06-01 | 市民税 | 現年度分   |          300 |        9 | 市長 | 会議で決定
    2023 |  1 | 2023-06-01 | 市民税 | 滞納繰越分 |          450 |          | 市長 | 会議で決定
    2023 |  1 | 2023-06-01 | 使用料 | 計         |           40 |          | 市長 | 会議で決定"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path).take_in(f"{BOOKS}\n{LOAN}").aim(AIMS)
    monkeypatch.setenv("ZANGAKU_TARGETS", str(made.targets))
    return made


@pytest.fixture
def page(open_page: OpenPage, office: Office) -> AppTest:
    opened = open_page("targets", store=office.store.root)
    return opened.selectbox(key="targets-year").select(2023).run()


def rows_of(page: AppTest) -> list[tuple[str, str]]:
    shown = page.data_editor[0].value
    return list(zip(shown["債権"], shown["区分"], strict=True))


def fill(page: AppTest, cells: dict[tuple[str, str], dict[str, str]], **words: str) -> AppTest:
    """*cells* by claim and part, and the day and words, typed; then 確かめる."""
    places = rows_of(page)
    edited = {places.index(row): change for row, change in cells.items()}
    state = {"edited_rows": edited, "added_rows": [], "deleted_rows": []}
    page.session_state[page.data_editor[0].key] = state
    for name, text in words.items():
        next(each for each in page.text_input if f"-{name}-" in str(each.key)).input(text)
    return next(each for each in page.button if each.label == "確かめる").click().run()


def confirm(page: AppTest) -> AppTest:
    return page.button(key="targets-confirm").click().run()


def keys(page: AppTest) -> set[str | None]:
    return {each.key for each in page.button}


def errors(page: AppTest) -> str:
    return "\n".join(each.value for each in page.error).replace("\\", "")


CHANGED = {
    ("市民税", "現年度分"): {NEW_YEN: "２５０円"},
    ("貸付金", "区分なし"): {NEW_YEN: "90", NEW_CASES: "3件"},
}


def test_the_table_has_every_claim_and_part_with_its_balance_and_target(page: AppTest) -> None:
    shown = page.data_editor[0].value
    names = ["所管課", "債権", "区分", "いまの残額（円）", "いまの目標（円）", "いまの目標件数"]
    assert list(shown.columns) == [*names, NEW_YEN, NEW_CASES]
    cells = shown[names[1:]].astype("object").where(shown[names[1:]].notna(), None)
    assert sorted(cells.itertuples(index=False, name=None)) == [
        ("使用料", "計", 50, 40, None),
        ("市民税", "滞納繰越分", 500, 450, None),
        ("市民税", "現年度分", 400, 300, 9),
        ("貸付金", "区分なし", 100, None, None),
    ]


def test_a_decision_is_looked_at_then_written_and_seen(page: AppTest, office: Office) -> None:
    before = tree(office.targets)
    fill(page, CHANGED, day="令和5年10月1日", status="市長", rule="=見直し<会議>")
    assert not page.exception
    assert tree(office.targets) == before
    assert "4件の目標を、令和5年度の版 2（令和5年10月1日決定）として書きます。" in said(page)
    assert table(page, "決めた後の目標額（円）") == [
        ["令和5年度", "公園課", "40", "40", "増減なし"],
        ["令和5年度", "福祉課", "0", "90", "90円の増"],
        ["令和5年度", "納税課", "750", "700", "50円の減"],
        ["令和5年度", "計", "790", "830", "40円の増"],
    ]
    confirm(page)
    assert not page.exception
    assert "令和5年度の版 2として、4件の目標を 目標_2023年度_版2.csv に書きました。" in said(page)
    assert "令和5年度の目標は2回決められ、版2（令和5年10月1日決定）で40円（5.1％）の増" in words(
        page
    )
    new = [row for row in read_targets(office.targets).to_pylist() if row["version"] == 2]
    assert [
        (row["claim"], row["part"], row["target_yen"], row["target_case_count"]) for row in new
    ] == [
        ("使用料", "total", 40, None),
        ("貸付金", "undivided", 90, 3),
        ("市民税", "current", 250, 9),
        ("市民税", "carried_over", 450, None),
    ]
    assert {(row["municipality"], row["rule"]) for row in new} == {("ためし市", "=見直し<会議>")}
    assert "targets-confirm" not in keys(page)
    assert page.data_editor[0].value[NEW_YEN].isna().all()


def test_a_double_click_writes_once(page: AppTest, office: Office) -> None:
    fill(page, CHANGED, day="2023-10-01")
    page.button(key="targets-confirm").click()
    page.run()
    page.run()
    assert {row["version"] for row in read_targets(office.targets).to_pylist()} == {1, 2}


@pytest.mark.parametrize(
    ("cells", "day", "says"),
    [
        (CHANGED, "", "決定日が入っていません。2026-10-01 のように"),
        (CHANGED, "10月1日", "決定日「10月1日」が読めません"),
        (
            CHANGED,
            "2023-05-31",
            "決定日（令和5年5月31日）が、令和5年度の版1の決定日（令和5年6月1日）より前です",
        ),
        (
            {("貸付金", "区分なし"): {NEW_YEN: "百", NEW_CASES: "-3"}},
            "2023-10-01",
            "- 貸付金（区分なし）の新しい目標額（円）「百」が読めません。0以上の整数で入れてください\n\n"
            "- 貸付金（区分なし）の新しい目標件数「-3」が読めません",
        ),
        ({}, "2023-10-01", "新しい目標が1つも入っていません"),
        (
            {("貸付金", "区分なし"): {NEW_CASES: "3"}},
            "2023-10-01",
            "貸付金（区分なし）: 目標件数だけがあり、目標額がありません",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_can_be_confirmed(
    page: AppTest, office: Office, cells: dict[tuple[str, str], dict[str, str]], day: str, says: str
) -> None:
    before = tree(office.targets)
    fill(page, cells, day=day)
    assert not page.exception
    assert says in errors(page)
    assert "targets-confirm" not in keys(page)
    assert tree(office.targets) == before


def test_somebody_else_decided_meanwhile(page: AppTest, office: Office) -> None:
    fill(page, CHANGED, day="2023-10-01")
    other = Decision("ためし市", 2023, date(2023, 9, 1), (Aim("", "使用料", "total", 30),))
    decide(office.targets, other)
    confirm(page)
    assert "ほかの人が目標を変えました。何も書いていません。" in errors(page)
    assert "令和5年度の版 3（令和5年10月1日決定）として書きます。" in said(page)
    confirm(page)
    assert {row["version"] for row in read_targets(office.targets).to_pylist()} == {1, 2, 3}


def test_giving_up_keeps_what_was_typed(page: AppTest, office: Office) -> None:
    fill(page, CHANGED, day="2023-10-01")
    page.button(key="targets-drop").click().run()
    assert "targets-confirm" not in keys(page)
    assert [each.value for each in page.text_input if "-day-" in str(each.key)] == ["2023-10-01"]


def test_the_first_targets_of_the_coming_year(page: AppTest, office: Office) -> None:
    page.selectbox(key="targets-year").select(2024).run()
    fill(page, {("市民税", "滞納繰越分"): {NEW_YEN: "400"}}, day="2024-06-01")
    confirm(page)
    assert "令和6年度の版 1として、1件の目標を" in said(page)
    assert "令和6年度（2024）の目標も、版1まで決められています（令和6年6月1日決定）。" in words(
        page
    )


# A file -----------------------------------------------------------------------------------------


def drop(page: AppTest, name: str, content: bytes) -> AppTest:
    page.session_state["targets-file"] = True
    page.run()
    page.session_state["targets-file"] = True  # AppTest folds it again at each run
    page.file_uploader[0].upload(name, content)
    return page.run()


def book(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("目標")
        head = ["年度", "版", "決定日", "債権", "区分", "目標額（円）"]
        for at, cells in enumerate([head, *rows]):
            sheet.write_row(at, 0, cells)
    return out.getvalue()


def test_a_workbook_is_looked_at_then_written(page: AppTest, office: Office) -> None:
    before = tree(office.targets)
    drop(page, "改定.xlsx", book([2023, 2, "2023-10-01", "使用料", "計", 30]))
    assert not page.exception
    assert "1件の目標を、令和5年度の版 2（令和5年10月1日決定）として書きます。" in said(page)
    assert table(page, "決めた後の目標額（円）")[0] == [
        "令和5年度",
        "公園課",
        "40",
        "30",
        "10円の減",
    ]
    assert tree(office.targets) == before
    confirm(page)
    assert "改定.csv に書きました" in said(page)
    assert "で10円（1.3％）の減" in words(page)


def test_a_file_with_faults_is_said_and_not_written(page: AppTest, office: Office) -> None:
    before = tree(office.targets)
    drop(page, "改定.xlsx", book([2023, 2, "2023-05-01", "使用料", "計", 30], [2023, 1, "昨日"]))
    assert "改定.xlsx 3行目「決定日」: 日付ではありません" in errors(page)
    assert "改定.xlsx 2行目「決定日」: 2023年度 版2 の決定日" in errors(page)
    assert "targets-confirm" not in keys(page)
    assert tree(office.targets) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("壊れた.xlsx", b"PK\x03\x04broken"),
        ("../逃げる.csv", b"a,b\r\n1,2\r\n"),
        ("PDF.pdf", b"%PDF-1.7 \xff\xff\x81"),
        ("<img src=x>.csv", b"a\r\n1\r\n"),
        ("空.csv", b""),
    ],
    ids=["corrupt", "path", "pdf", "html", "empty"],
)
def test_bad_files_are_said_in_a_sentence(
    page: AppTest, office: Office, name: str, content: bytes
) -> None:
    drop(page, name, content)
    assert not page.exception
    assert page.title[0].value == "目標の設定"
    assert errors(page)
    assert "targets-confirm" not in keys(page)


def test_a_target_that_no_balance_stands_against_is_named_where_it_is_decided(
    page: AppTest, office: Office
) -> None:
    unknown, other_part = ["市民説", "計", 30], ["使用料", "滞納繰越分", 20]
    rows = [[2023, 2, "2023-10-01", *each] for each in (unknown, other_part)]
    drop(page, "改定.xlsx", book(*rows))
    assert not page.exception
    (said_first,) = [each.value.replace("\\", "") for each in page.warning]
    assert said_first == (
        "令和5年度の目標の債権 使用料（改定.xlsx 3行目）、市民説（改定.xlsx 2行目。近い名前は「市民税」）は、"
        "名前、会計か区分がこの年度の資料と合わないため、数えていません。目標のファイルを確かめてください。"
    )
    assert ["令和5年度", "（残額の資料にない債権）", "0", "30", "30円の増"] in table(
        page, "決めた後の目標額（円）"
    )
    confirm(page)
    told = words(page)
    assert "市民説（改定.csv 2行目。近い名前は「市民税」）は、" in told
    assert "使用料（改定.csv 3行目）" in told


def test_a_name_of_two_accounts_is_named_with_them(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["会計 | 年度 | 債権 | 課 | 区分 | 調定 | 収入 | 欠損 | 未収"]
    lines += [
        f"{each} | 2023 | 手数料 | 公園課 | なし | 100 | 50 | 0 | 50" for each in ("甲", "乙")
    ]
    made = Office(tmp_path).take_in("\n".join(lines))
    monkeypatch.setenv("ZANGAKU_TARGETS", str(made.targets))
    page = open_page("targets", store=made.store.root)
    drop(page, "改定.xlsx", book([2023, 1, "2023-06-01", "手数料", "計", 30]))
    assert not page.exception
    assert "複数の会計（乙、甲）にあり" in page.warning[0].value.replace("\\", "")
    assert "近い名前" not in page.warning[0].value


def test_the_same_file_again_is_said(page: AppTest, office: Office) -> None:
    drop(page, "目標.csv", (office.targets / "目標.csv").read_bytes())
    assert "すべてすでにあります" in said(page)
    assert "targets-confirm" not in keys(page)


# Who may write ----------------------------------------------------------------------------------


def test_without_imports_there_is_the_history_alone(
    open_page: OpenPage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_IMPORTS", "off")
    page = open_page("targets", store=office.store.root)
    assert not page.exception
    assert "目標を書けないようにしています" in said(page)
    assert "令和5年度の目標は版1" in words(page)
    assert not page.data_editor
    assert not page.text_input


def test_a_pinned_version_is_looked_at_and_not_written(open_page: OpenPage, office: Office) -> None:
    pin(office.store, "会議", None, read_targets(office.targets))
    page = open_page("targets", store=office.store.root, pin="会議")
    assert "目標は決められません" in said(page)
    assert not page.data_editor


def test_on_the_real_books(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_TARGETS", str(tmp_path))
    page = open_page("targets")
    assert "令和5年度の目標は、まだ決められていません。" in words(page)
    assert ("国民健康保険税", "滞納繰越分") in rows_of(page)
    fill(page, {("国民健康保険税", "滞納繰越分"): {NEW_YEN: "30,000,000"}}, day="2024-06-01")
    confirm(page)
    (row,) = read_targets(tmp_path).to_pylist()
    assert (row["municipality"], row["fiscal_year"], row["account"]) == ("狛江市", 2024, "11")


def test_by_the_month(
    open_page: OpenPage, kakuu_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_TARGETS", str(tmp_path))
    page = open_page("targets", store=kakuu_store)
    assert page.selectbox(key="targets-year").value == 2026
    assert "いまの残額は令和8年10月末のものです" in said(page)
    fill(
        page, {("水道料金", rows_part(page, "水道料金")): {NEW_YEN: "１，０００"}}, day="2026-10-01"
    )
    confirm(page)
    assert "令和8年度の目標は版1（令和8年10月1日決定）だけ" in words(page)
    ranking = open_page("ranking", store=kakuu_store)
    assert "版1（令和8年10月1日決定）" in words(ranking)


def rows_part(page: AppTest, claim: str) -> str:
    return next(part for name, part in rows_of(page) if name == claim)

"""取込 from the first file to the receipt and back: what is said, what is kept out, and that nothing goes in twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake.controls import sorted_out
from analytics.intake.giving_back import give_back
from analytics.intake.layouts import AnyLayout
from analytics.store.correcting import hold
from analytics.store.examining import read_files
from analytics.store.restoring import restore
from analytics.store.snapshots import Store
from pages.parts.causes import HELD
from tests.pages.test_pages import tables, words
from tests.pipeline.conftest import tree

OpenPage = Callable[..., AppTest]
TAX = "架空市_税務課_滞納明細_202610.csv"


@pytest.fixture
def october(kakuu: Path) -> list[Path]:
    return sorted((kakuu / "2026-10").iterdir())


def drop(page: AppTest, *files: Path | tuple[str, bytes]) -> AppTest:
    """*files* dropped at once."""
    for file in files:
        name, content = (file.name, file.read_bytes()) if isinstance(file, Path) else file
        page.file_uploader[0].upload(name, content)
    return page.run()


def said(page: AppTest) -> str:
    boxes = [each.value for kind in ("info", "success") for each in page.get(kind)]
    return words(page) + "\n" + "\n".join(boxes).replace("\\", "")


def table(page: AppTest, header: str) -> list[list[str]]:
    """The rows of the table with a column *header*."""
    return next(rows[1:] for rows in tables(page) if header in rows[0])


def confirm(page: AppTest) -> AppTest:
    return page.button(key="import-confirm").click().run()


def test_a_month_from_the_files_to_the_receipt(
    open_page: OpenPage, two_months: Store, october: list[Path]
) -> None:
    page = drop(open_page("import", store=two_months.root), *october)
    assert not page.exception
    assert "10ファイルを取り込めます。" in said(page)
    assert len(table(page, "判定")) == 10
    assert page.button(key="import-confirm").label == "確定して取り込む（版 2、10ファイル）"
    totals = {row[0]: row for row in table(page, "控えの件数")}
    assert totals[TAX][1] == totals[TAX][2]
    assert totals[TAX][3] not in ("", "－")
    changed = {row[0]: row for row in table(page, "取り込んだ後（円）")}
    assert changed["税務課"][-1] == "新しい月"
    assert two_months.latest() == 1
    confirm(page)
    assert not page.exception
    assert "10ファイルを版 2 として取り込みました" in said(page)
    assert "御中" in said(page)
    assert "架空のデータ" in said(page)
    assert [row[0] for row in table(page, "摘要")] == ["2", "1", "0"]
    assert two_months.latest() == 2


def test_into_an_empty_store(open_page: OpenPage, tmp_path: Path, october: list[Path]) -> None:
    page = open_page("import", store=tmp_path / "new")
    assert not page.exception
    assert "最初のファイルを置いてください" in said(page)
    assert not (tmp_path / "new").exists()
    confirm(drop(page, *october))
    assert "版 0 として取り込みました" in said(page)
    trend = open_page("trend", store=tmp_path / "new")
    assert "版 0" in words(trend)


def test_a_faulty_file_stays_out_and_is_given_back(
    open_page: OpenPage, two_months: Store, october: list[Path], kakuu: Path
) -> None:
    faulty = kakuu / "練習用" / "差引が合わない" / TAX
    files = [path for path in october if path.name != TAX]
    page = drop(open_page("import", store=two_months.root), *files, faulty)
    assert "9ファイルを取り込めます。1ファイルには誤りがあり、取り込みません。" in said(page)
    found = [row for row in table(page, "見つかったこと") if row[0] == "誤り"]
    assert [row[1] for row in found] == [TAX]
    (button,) = [each for each in page.get("download_button") if "受け入れなかった" in each.label]
    assert "直して送り直す用" in button.label
    confirm(page)
    assert "1ファイルは取り込んでいません" in said(page)
    assert "取り込まなかったファイル" in said(page)
    assert len(table(page, "判定")) == 1  # it stays on the desk
    assert TAX not in {each.name for each in two_months.root.glob("sources/*/*")}


@pytest.mark.parametrize("faulty", ["回答", "配布数"])
def test_a_wave_goes_in_whole_or_not_at_all(
    faulty: str, open_page: OpenPage, tmp_path: Path, surveyed: Path
) -> None:
    """The answers and who was asked, put down together: nothing can be confirmed while one has errors."""
    folder = surveyed / "city" / "意識調査"
    answers, asked = (folder / f"架空市_意識調査_第1回{end}.csv" for end in ("", "_配布数"))
    text = {path: path.read_text(encoding="utf-8-sig") for path in (answers, asked)}
    wrong, old, new = (
        (answers, "どちらともいえない", "どちらとも")
        if faulty == "回答"
        else (asked, "水道課", "水道局")
    )
    assert old in text[wrong]
    text[wrong] = text[wrong].replace(old, new)
    files = [(path.name, told.encode("utf-8-sig")) for path, told in text.items()]
    page = drop(open_page("import", store=tmp_path / "new"), *files)
    assert not page.exception
    assert f"一緒に渡した {wrong.name} に誤りがあるので、意識調査のファイルは取り込みません" in str(
        tables(page)
    )
    assert not [each for each in page.button if each.key == "import-confirm" and not each.disabled]


@pytest.mark.parametrize(("role", "is_given"), [("reader", False), ("caseworker", True)])
def test_corrected_rows_do_not_bring_the_rest_of_the_file_to_everybody(
    role: str,
    is_given: bool,
    open_page: OpenPage,
    two_months: Store,
    kakuu: Path,
    layouts: list[AnyLayout],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a file that was held, who sends one row back is not given all that are still wrong."""
    monkeypatch.setenv("ZANGAKU_ROLE", role)
    faulty = kakuu / "練習用" / "差引が合わない" / TAX
    (reading,) = read_files(two_months, [faulty], layouts).readings
    hold(two_months, reading)
    returned = give_back(reading, tmp_path)
    assert returned is not None
    page = drop(open_page("import", store=two_months.root), returned)
    assert [row[0] for row in table(page, "見つかったこと")]
    buttons = [each for each in page.get("download_button") if "受け入れなかった" in each.label]
    assert bool(buttons) == is_given
    assert (HELD in said(page)) != is_given


def test_the_same_files_again_are_not_taken_in_twice(
    open_page: OpenPage, two_months: Store, kakuu: Path
) -> None:
    before = tree(two_months.root)
    page = drop(open_page("import", store=two_months.root), *(kakuu / "2026-09").iterdir())
    assert "10ファイルは、同じ内容がすでに取り込まれています" in said(page)
    assert not [each for each in page.button if each.key == "import-confirm"]
    assert tree(two_months.root) == before


def test_a_version_that_came_meanwhile_is_said_and_nothing_goes_in(
    open_page: OpenPage, two_months: Store, october: list[Path]
) -> None:
    page = drop(open_page("import", store=two_months.root), *october)
    restore(two_months, 0)
    confirm(page)
    assert "別の取り込みで版 2 ができました" in said(page)
    assert two_months.latest() == 2
    confirm(page)
    assert "版 3 として取り込みました" in said(page)


def test_a_busy_store_is_said_and_the_files_stay(
    open_page: OpenPage, two_months: Store, october: list[Path]
) -> None:
    page = drop(open_page("import", store=two_months.root), *october)
    with two_months.writing():
        confirm(page)
    assert "別の取り込みが動いています" in said(page)
    confirm(page)
    assert "版 2 として取り込みました" in said(page)


def test_typed_totals_that_differ_keep_the_file_out(
    open_page: OpenPage, two_months: Store, october: list[Path]
) -> None:
    files, _ = sorted_out(october)
    page = drop(open_page("import", store=two_months.root), *files)
    typed(page, "９９９")
    assert "所管課の控えの 999件と合いません" in said(page)
    assert "9ファイルを取り込めます。1ファイルには誤り" in said(page)
    typed(page, "たくさん")
    assert "数字ではありません" in page.error[0].value


def typed(page: AppTest, count: str) -> None:
    """*count* typed as the first file's, in the folded form, which AppTest folds again at each run."""
    page.session_state["import-totals"] = True
    page.run()
    fields = [each for each in page.text_input if each.label == "件数"]
    fields[0].input(count)
    page.session_state["import-totals"] = True
    next(each for each in page.button if each.label == "照合する").click().run()


def test_undo_and_its_undo(open_page: OpenPage, two_months: Store) -> None:
    page = open_page("import", store=two_months.root)
    page.selectbox(key="import-version").select(0).run()
    page.button(key="import-back").click().run()
    assert "よろしいですか" in said(page)
    page.button(key="import-back-no").click().run()
    assert two_months.latest() == 1
    page.button(key="import-back").click().run()
    page.button(key="import-back-yes").click().run()
    assert not page.exception
    assert "版 0 の内容を、版 2 として戻しました" in said(page)
    newest = table(page, "摘要")[0]
    assert newest[-1] == "いまの数字、版 0 に戻した（版 1 の取り消し）"


def test_the_receipt_of_a_former_version_for_one_department(
    open_page: OpenPage, two_months: Store
) -> None:
    page = open_page("import", store=two_months.root)
    page.button(key="import-show-receipt").click().run()
    assert "次の10ファイルを受け取り" in said(page)
    page.selectbox(key="import-receipt-to-1").select("税務課").run()
    page.text_input(key="import-office").input("債権<管理>課").run()
    assert "次の2ファイルを受け取り" in said(page)
    assert "税務課　御中" in said(page)
    assert "債権&lt;管理&gt;課" in said(page)
    page.button(key="import-receipt-close").click().run()
    assert "御中" not in said(page)


def test_imports_can_be_switched_off(
    open_page: OpenPage, two_months: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_IMPORTS", "off")
    page = open_page("import", store=two_months.root)
    assert not page.exception
    assert "取り込みを止めています" in said(page)
    assert not page.file_uploader
    assert [row[0] for row in table(page, "摘要")] == ["1", "0"]
    assert "import-back" not in {each.key for each in page.button}
    monkeypatch.setenv("ZANGAKU_IMPORTS", "たぶん")
    assert "on か off" in words(open_page("import", store=two_months.root))


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", b"<Types/>")
        book.writestr("xl/workbook.xml", b"\0" * 300_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(
            "壊れた.xlsx", lambda: b"PK\x03\x04broken", id="corrupt", marks=pytest.mark.soak
        ),
        pytest.param(
            "暗号.xlsx",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            id="encrypted",
            marks=pytest.mark.soak,
        ),
        pytest.param("爆弾.xlsx", bomb, id="bomb"),
        pytest.param("空.csv", lambda: b"", id="empty"),
        pytest.param("NUL.csv", lambda: b"a,b\r\n\0\0\0,1\r\n", id="NUL", marks=pytest.mark.soak),
        pytest.param(
            "幅.csv",
            lambda: b",".join([b"x"] * 100_000) + b"\r\n",
            id="columns",
            marks=pytest.mark.soak,
        ),
        pytest.param("PDF.pdf", lambda: b"%PDF-1.7 ...", id="pdf", marks=pytest.mark.soak),
        pytest.param("../../逃げる.csv", lambda: b"a,b\r\n1,2\r\n", id="path"),
        pytest.param("<img src=x onerror=alert(1)>.csv", lambda: b"a\r\n1\r\n", id="html"),
        pytest.param("=1+1'; DROP TABLE x--.csv", lambda: b"a\r\n1\r\n", id="formula"),
        pytest.param("件数金額控え_壊れた.csv", lambda: b"a,b\r\n1,2\r\n", id="controls"),
    ],
)
def test_bad_files_are_said_in_a_sentence_and_the_good_one_goes_in(
    open_page: OpenPage,
    two_months: Store,
    october: list[Path],
    name: str,
    content: Callable[[], bytes],
) -> None:
    (tax,) = [path for path in october if path.name == TAX]
    page = drop(open_page("import", store=two_months.root), (name, content()), tax)
    assert not page.exception
    assert page.title[0].value == "取込"
    assert page.error
    problem = page.error[0].value.replace("\\", "")
    assert problem.endswith("。")
    assert "Traceback" not in said(page)
    assert "<img" not in "".join(each.proto.body for each in page.get("html"))
    confirm(page)
    assert "1ファイルを版 2 として取り込みました" in said(page)


def test_files_are_taken_off_again(
    open_page: OpenPage, two_months: Store, october: list[Path]
) -> None:
    before = tree(two_months.root)
    page = drop(open_page("import", store=two_months.root), *october)
    page.button(key="import-clear").click().run()
    assert not page.exception
    assert "点検の結果" not in [each.value for each in page.header]
    assert tree(two_months.root) == before

"""重複滞納: the page of a matched city, of one that was never matched, of settlements, and what it never says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analytics.figures import answer
from analytics.store.reader import open_reader
from pages.parts import filters, shared_cell
from tests.matched import matched_copy
from tests.pages.conftest import OpenPage
from tests.pages.test_pages import charts, fine, words
from tests.unit.test_charts import rows_of

every_side = pytest.mark.parametrize("side", filters.SHARES)


@pytest.fixture(scope="session")
def matched_store(kakuu_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months of a small 架空市, the newest version matched. Treat it as read-only."""
    return matched_copy(kakuu_store, tmp_path_factory.mktemp("matched") / "store")


@every_side
def test_each_side_says_what_is_found(open_page: OpenPage, matched_store: Path, side: str) -> None:
    page = open_page("shared", store=matched_store, shared=side)
    told = words(page)
    assert fine(page)
    assert page.title[0].value == "重複滞納"
    assert "令和8年10月31日現在" in told
    assert "8未満は示しません" in told
    assert "名寄せで同じ人とした番号は、1人に数えます" in told


def test_the_matrix_is_drawn_with_its_numbers(open_page: OpenPage, matched_store: Path) -> None:
    page = open_page("shared", store=matched_store)
    (chart,) = charts(page)
    assert "太枠＝そこに滞納のある人すべて" in chart.proto.alt
    assert "－＝少ないため示せない" in json.loads(chart.proto.spec)["title"]


def test_two_departments_are_chosen_by_the_address(
    open_page: OpenPage, matched_store: Path
) -> None:
    page = open_page("shared", store=matched_store, pair="101/201")
    assert fine(page)
    assert page.query_params["pair"] == "101/201"
    assert "この役割では、債務者ごとの内容は見られません" in page.info[0].value.replace("\\", "")
    assert len(charts(page)) == 1  # who sees no person keeps the matrix
    page = open_page("shared", store=matched_store, pair="101/201", role="室長")
    assert not page.exception
    assert "税務課と水道課の両方に未納がある人" in words(page)
    assert not charts(page)
    page = open_page("shared", store=matched_store, pair="101/101", role="室長")
    assert not page.exception
    assert "税務課に未納がある人は" in words(page)


@pytest.mark.parametrize("side", [filters.PAIRS, filters.PAIRS_OF_KINDS])
def test_the_keyboard_chooses_what_a_click_does(
    open_page: OpenPage, matched_store: Path, side: str
) -> None:
    """Each place and each two of the table once, withheld or not, in its order and without any number."""
    page = open_page("shared", store=matched_store, shared=side, role="室長")
    (spec,) = [json.loads(chart.proto.spec) for chart in charts(page)]
    grounds = [row for row in rows_of(spec) if "told" in row and "shade" not in row]
    clicks = {
        row["panel"]: "と".join(dict.fromkeys((row["row_name"], row["column_name"])))
        for row in grounds
    }
    choice = page.selectbox("pair-choice")
    first, *options = choice.options
    assert (choice.label, choice.value, first) == ("組を選ぶ", "", shared_cell.NONE)
    own = [each for each in options if "と" not in each]
    assert 2 * len(options) - len(own) == len(clicks) == len(own) ** 2
    assert [each for each in clicks.values() if each in options] == options
    pair, both = next((pair, both) for pair, both in clicks.items() if both in options[1:])
    page = choice.select(both).run()
    assert not page.exception
    assert page.query_params["pair"] == pair
    assert f"{both}の両方に未納がある人" in words(page)
    assert not charts(page)
    page = page.button("unpair").click().run()
    assert "pair" not in page.query_params
    assert page.selectbox("pair-choice").value == ""


def test_who_sees_no_person_chooses_and_lets_go(open_page: OpenPage, matched_store: Path) -> None:
    page = open_page("shared", store=matched_store, pair="201/101")
    choice = page.selectbox("pair-choice")
    assert choice.value == "101/201"  # chosen the other way round by a click
    page = choice.select(shared_cell.NONE).run()
    assert not page.exception
    assert "pair" not in page.query_params
    assert not page.info


def test_two_departments_that_are_not_there_are_said(
    open_page: OpenPage, matched_store: Path
) -> None:
    page = open_page("shared", store=matched_store, pair="101/999")
    assert not page.exception
    assert "リンクで指定された組「101/999」は、この版にありません" in words(page)
    assert "の両方に未納がある人" not in words(page)


@every_side
def test_a_city_that_was_never_matched_says_what_to_do(
    open_page: OpenPage, kakuu_store: Path, side: str
) -> None:
    page = open_page("shared", store=kakuu_store, shared=side)
    assert fine(page)
    assert "名寄せがまだです。`zangaku match` を実行すると、重複滞納が出ます。" in words(page)
    assert not charts(page)
    assert "組を選ぶ" not in [each.label for each in page.selectbox]


def test_settlements_have_no_debtors(open_page: OpenPage) -> None:
    page = open_page("shared")
    assert fine(page)
    assert "重複滞納は、月次の滞納明細がないため出せません。" in words(page)
    assert not charts(page)


def test_no_few_persons_stand_in_what_a_page_holds(matched_store: Path) -> None:
    """Neither in the table nor in what is given out as a file: no exact number, and none below eight."""
    reader = open_reader(matched_store)
    for name in ("shared_debtors", "shared_debtors_by_kind", "shared_combinations", "shared_trend"):
        frame = answer(name, reader).frame
        for column in [each for each in frame if str(each).endswith("_count")]:
            told = frame[column].dropna()
            assert (told % 5 == 0).all()
            assert not told.between(1, 9).any()
        if "person_count" in frame:
            assert frame.loc[frame["person_count"].isna(), "outstanding_yen"].isna().all()

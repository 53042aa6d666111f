"""The pages on a store of monthly deliveries: titles, filters in the address, and what is said of missing ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.monthly import Ledgers

OpenPage = Callable[..., AppTest]
HEAD = "月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 賦課 | 調定 | 収入 | 欠損\n"
MONTHS = [f"{2025 + (6 + n) // 12}-{(6 + n) % 12 + 1:02}" for n in range(16)]  # to 2026-10


def deliveries() -> str:
    """Two departments for sixteen months, one of which is renamed and then skips the last month."""
    rows = []
    for place, month in enumerate(MONTHS):
        year = 2025 if month < "2026-06" else 2026
        for debtor in range(12):
            owed = 10_000 * (30 - place)
            tail = f"{debtor} | 1期 | 2024-06-30 | 滞繰 | 2023 | {owed} | 0 | 0"
            rows.append(f"{month} | {year} | 市民税 | 1=納税課 | {tail}")
            name = "こども課" if month < "2026-04" else "こども未来課"
            if month != MONTHS[-1]:
                rows.append(f"{month} | {year} | 保育料 | 4={name} | {tail}")
    return HEAD + "\n".join(rows)


@pytest.fixture(scope="module")
def monthly_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Ledgers(tmp_path_factory.mktemp("monthly"), layouts={"1": "tax", "4": "nursery"})
    return office.take_in(deliveries()).store.root


def titles(page: AppTest) -> list[str]:
    return [header.value.replace("\\", "") for header in page.header]


def told(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def charts(page: AppTest) -> list[Any]:
    return list(page.get("vega_lite_chart"))


def drawn(page: AppTest) -> str:
    """The first picture of the page, as it is sent."""
    return json.dumps(json.loads(charts(page)[0].proto.spec), ensure_ascii=False)


def fine(page: AppTest) -> bool:
    return not page.exception and not page.error and not page.warning


@pytest.mark.parametrize(
    ("choices", "begins", "pictures"),
    [
        (
            {},
            [
                "令和8年10月末の未収残額は372万円で、1年で276万円減った（うち192万円は、こども未来課の令和8年9月末の数字）"
            ],
            1,
        ),
        ({"month": "2026-09"}, ["令和8年9月末の未収残額は384万円で、1年で288万円減った"], 1),
        ({"month": "令和8年9月末"}, ["令和8年9月末の未収残額は384万円"], 1),
        (
            {"view": "増減"},
            [
                "残額は276万円の減。不納欠損は0円、調整は276万円の減",
                "課と債権2件のうち2件で減り、最も動いたのは納税課の市民税（144万円の減）",
                "不突合はありません",
            ],
            1,
        ),
        (
            {"view": "増減", "since": "令和8年5月末から", "department": "納税課"},
            [
                "納税課の残額は60万円の減。不納欠損は0円、調整は60万円の減",
                "納税課の課と債権1件",
                "不突合は",
            ],
            1,
        ),
        ({"kind": "市民税"}, ["令和8年10月末の市民税の未収残額は180万円で、1年で144万円減った"], 1),
        ({"view": "所管課別"}, ["残額がいちばん多いのはこども未来課の192万円"], 1),
        ({"view": "債権別"}, ["いちばん多い債権は保育料の192万円", "残額に数えていない収入は"], 1),
        (
            {"view": "指数"},
            [
                "令和7年7月末を100とすると、令和8年10月末の残額は51.7",
                "最初の月末より残額が増えたのは、比べられる2課のうち0課",
                "最初の月末より残額が増えたのは、比べられる2種のうち0種",
            ],
            3,
        ),
    ],
)
def test_trend_by_month(
    open_page: OpenPage,
    monthly_store: Path,
    choices: dict[str, str],
    begins: list[str],
    pictures: int,
) -> None:
    page = open_page("trend", store=monthly_store, **choices)
    assert fine(page)
    found = titles(page)
    assert len(found) == len(begins)
    for said, expected in zip(found, begins, strict=True):
        assert said.startswith(expected)
    assert len(charts(page)) == pictures
    assert "年度末" not in told(page)


def test_the_choice_of_a_month_is_newest_first(open_page: OpenPage, monthly_store: Path) -> None:
    page = open_page("trend", store=monthly_store)
    choice = page.selectbox(key="month")
    assert choice.label == "基準日"
    assert choice.options[:2] == ["令和8年10月末", "令和8年9月末"]
    assert len(choice.options) == len(MONTHS)


def test_a_year_in_the_address_is_answered_with_a_sentence(
    open_page: OpenPage, monthly_store: Path
) -> None:
    page = open_page("trend", store=monthly_store, year="令和5年度（2023）")
    assert "基準日「令和5年度（2023）」の資料はありません。" in page.warning[0].value.replace(
        "\\", ""
    )
    assert not titles(page)


def test_the_missing_department_is_said_everywhere(
    open_page: OpenPage, monthly_store: Path
) -> None:
    for view in ("全体", "増減", "所管課別", "債権別", "指数"):
        page = open_page("trend", store=monthly_store, view=view)
        assert "こども未来課 192万円（令和8年9月末の数字、全体の51.6％）" in told(page)
    spec = drawn(open_page("trend", store=monthly_store))
    assert "点線の枠＝未着の課の、前に届いた数字" in spec
    assert "strokeDash" in spec
    page = open_page("trend", store=monthly_store, view="所管課別")
    assert "192（9月末）" in drawn(page)
    assert "令和8年4月に組織改編で名前が変わって" in told(page)


def test_ranking_keeps_the_missing_department_out_of_the_order(
    open_page: OpenPage, monthly_store: Path
) -> None:
    page = open_page("ranking", store=monthly_store)
    assert fine(page)
    assert titles(page) == ["前年同月より残額が減ったのは1課のうち1課"]
    rows = re.findall(r"<tr>.*?</tr>", told(page), re.S)
    row = next(row for row in rows if "こども未来課" in row and "<td" in row)
    assert "9月末の数字" in row
    assert "資料が届いていない" in row
    assert re.search(r"<td[^>]*>－</td>", row)
    down = open_page("ranking", store=monthly_store, order="回収と不納欠損")
    assert fine(down)
    assert "前年同月からの1年の" in told(down)


@pytest.mark.parametrize("start", ["provenance", "definitions"])
def test_the_other_pages_open(open_page: OpenPage, monthly_store: Path, start: str) -> None:
    assert fine(open_page(start, store=monthly_store))

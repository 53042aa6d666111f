"""時効管理 as it is drawn: 24 months in parts, departments by quarters, and what each prints."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.charts import limitation_calendar, limitation_departments
from analytics.ledger.expiry import ENDS
from tests.unit import sample_frames as frames
from tests.unit.test_charts import contrast, finished, printed, rows_of

FRAME = frames.limitation_calendar()


def drawn_months(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        row for row in rows_of(finished(limitation_calendar.months(frame))) if "foot_yen" in row
    ]


def test_every_month_has_its_place_and_the_years_are_said_once() -> None:
    texts = printed("limitation_months", 1200)
    assert texts.count("1月") == 2
    assert [text for text in texts if text.startswith("令和")] == ["令和8年", "令和9年", "令和10年"]
    months = [text for text in texts if text in {f"{month}" for month in range(2, 13)}]
    assert len(months) == 24 - 3  # the first, and two Januaries, bear their 月
    assert "11月" in texts


def test_an_empty_month_keeps_its_place() -> None:
    one = FRAME[FRAME["ends_on"].isin([FRAME["ends_on"].min(), FRAME["ends_on"].max()])]
    spec = finished(limitation_calendar.months(one))
    (domain,) = {
        tuple(layer["encoding"]["x"]["scale"]["domain"])
        for layer in spec["layer"][0]["layer"]
        if "scale" in layer["encoding"]["x"]
    }
    assert (len(domain), domain[0], domain[-1]) == (24, "2026-11", "2028-10")


def test_parts_stand_upon_each_other_and_sum_up() -> None:
    rows = [row for row in drawn_months(FRAME) if row["month"] == "2026-12" and "amount" in row]
    assert [row["named"] for row in rows] == [
        "消＝消滅見込（要確認）",
        "援＝援用待ち",
        "停＝執行停止3年",
    ]
    assert [(row["foot_yen"], row["top_yen"]) for row in rows] == [
        (0, 411_000),
        (411_000, 411_000 + 137_001),
        (548_001, 548_001 + 225_500),
    ]


def test_a_letter_says_what_a_colour_says() -> None:
    texts = set(printed("limitation_months", 1200))
    assert {"消", "援", "停"} <= texts
    assert {
        f"{letter}＝{ENDS[kind]}" for kind, (_, letter) in limitation_calendar.KINDS.items()
    } <= texts
    for kind, (fill, _) in limitation_calendar.KINDS.items():
        assert contrast(fill, limitation_calendar.ON_KINDS[kind]) >= 4.5


def test_long_numbers_stand_over_peaks_alone() -> None:
    """Three digits over each of 24 bars would run together; two do not."""
    ends = sorted(FRAME["ends_on"].dropna().unique())
    for yen, over in (
        ([100, 300, 200, 200, 500, 400], ["300", "500"]),
        ([10, 30, 20], ["10", "30", "20"]),
    ):
        rows = FRAME[FRAME["ends_on"].isin(ends[: len(yen)])].drop_duplicates("ends_on")
        spec = finished(limitation_calendar.months(rows.assign(outstanding_yen=yen)))
        assert [row["words"] for row in rows_of(spec) if "words" in row] == over


def test_nothing_to_draw_is_no_chart() -> None:
    assert limitation_calendar.months(FRAME[FRAME["span"] != "month"]) is None
    assert limitation_departments.departments(FRAME[FRAME["department"] == "10"]) is None


def test_departments_by_quarters_between_past_and_unknown() -> None:
    """In 万円: the months of the water office of the first quarter; what comes later or is held is in no column."""
    texts = printed("limitation_departments", 1200)
    for said in ("すでに過ぎた", "算定不可", "令和8年", "11～1月", "8～10月"):
        assert said in texts
    assert texts.count("令和9年") == 4
    assert "123" in texts  # what cannot be told, of the water office
    assert "900" in texts  # past, of the tax office
    assert "7,000" not in texts
    assert "41" in texts  # (2 + 3 + 4) × 137,000 ÷ 3 and three times one yen, of the water office
    assert [text for text in texts if text.endswith("課")] == ["税務課", "水道課", "住宅課"]


def test_two_departments_of_one_name_stay_two_rows() -> None:
    alike = FRAME.assign(department_name="税務課")
    rows = rows_of(finished(limitation_departments.departments(alike)))
    assert len({row["department"] for row in rows}) == 3


@pytest.mark.parametrize("step", range(5))
def test_letters_on_shades_can_be_read(step: int) -> None:
    shade = limitation_departments.SHADES[step]
    assert contrast(shade, limitation_departments.ON_SHADES[step]) >= 4.5


@pytest.mark.parametrize(
    ("newest", "first"), [("2026-11-30", "12月"), ("2026-12-31", "1月\n令和9年")]
)
def test_two_years_do_not_run_into_each_other(newest: str, first: str) -> None:
    ends = list(pd.date_range(newest, periods=25, freq="ME")[1:])
    names = [limitation_calendar._name(end, at) for at, end in enumerate(ends)]
    assert names[0] == first
    assert next(name for name in names if "年" in name) == "1月\n令和9年"

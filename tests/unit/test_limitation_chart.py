"""時効管理 as it is drawn: eight quarters, departments by quarters, and what each prints."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.charts import limitation_calendar, limitation_departments
from tests.unit import sample_frames as frames
from tests.unit.test_charts import contrast, finished, printed, rows_of

FRAME = frames.limitation_calendar()


def drawn(frame: pd.DataFrame) -> list[dict[str, object]]:
    spec = finished(limitation_calendar.quarters(frame))
    return [row for row in rows_of(spec) if "amount" in row]


def test_every_quarter_has_its_place_and_its_year() -> None:
    texts = printed("limitation_quarters", 1200)
    assert [text for text in texts if text.endswith("月")] == [
        *("11～1月", "2～4月", "5～7月", "8～10月") * 2
    ]
    assert [text for text in texts if text.startswith("令和")] == [
        "令和8年",
        *["令和9年"] * 4,
        *["令和10年"] * 3,
    ]


def test_an_empty_quarter_keeps_its_place() -> None:
    one = FRAME[FRAME["ends_on"].isin([FRAME["ends_on"].min(), FRAME["ends_on"].max()])]
    spec = finished(limitation_calendar.quarters(one))
    (domain,) = {
        tuple(layer["encoding"]["x"]["scale"]["domain"])
        for layer in spec["layer"][0]["layer"]
        if "scale" in layer["encoding"]["x"]
    }
    assert (len(domain), domain[0], domain[-1]) == (8, "2027-01", "2028-10")


def test_of_several_departments_all_together_are_drawn() -> None:
    """2 × 411,000 and a third of it."""
    amounts = [row["amount"] for row in drawn(FRAME) if row["quarter"] == "2027-01"]
    assert set(amounts) == {"1,096,000円"}


def test_a_word_stands_for_a_bar_that_is_withheld() -> None:
    own = FRAME[FRAME["department"] == "10"]
    first = next(row for row in drawn(own) if row["quarter"] == "2027-01")
    assert (first["yen"], first["words"], first["amount"]) == (0, "非表示", "非表示")
    heading = str(finished(limitation_calendar.quarters(own))["title"])
    assert "非表示＝少人数など" in heading
    assert "非表示" not in str(finished(limitation_calendar.quarters(FRAME))["title"])


def test_nothing_to_draw_is_no_chart() -> None:
    assert limitation_calendar.quarters(FRAME[FRAME["span"] != "quarter"]) is None
    assert limitation_departments.departments(FRAME[FRAME["department"] == "10"]) is None


def test_departments_by_quarters_between_past_and_unknown() -> None:
    """In 万円. What comes later or is held is in no column, nor what all departments have together."""
    texts = printed("limitation_departments", 1200)
    for said in ("すでに過ぎた", "算定不可", "令和8年", "11～1月", "8～10月"):
        assert said in texts
    assert texts.count("令和9年") == 4
    assert "123" in texts  # what cannot be told, of the water office
    assert "900" in texts  # past, of the tax office
    assert "7,000" not in texts
    assert "41" in texts  # 3 × 411,000 ÷ 3, of the water office
    assert texts.count("＊") == 2  # withheld, of the first quarter
    assert [text for text in texts if text.endswith("課")] == ["税務課", "水道課", "住宅課"]


def test_two_departments_of_one_name_stay_two_rows() -> None:
    alike = FRAME.assign(department_name="税務課")
    rows = rows_of(finished(limitation_departments.departments(alike)))
    assert len({row["department"] for row in rows}) == 3


@pytest.mark.parametrize("step", range(5))
def test_letters_on_shades_can_be_read(step: int) -> None:
    shade = limitation_departments.SHADES[step]
    assert contrast(shade, limitation_departments.ON_SHADES[step]) >= 4.5

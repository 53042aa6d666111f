"""時効管理 as it is drawn: eight quarters, departments by quarters, and what each prints."""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd
import pytest
import vl_convert

from analytics.access.withholding import NOTE
from analytics.charts import limitation_calendar, limitation_departments, limitation_months
from analytics.ledger import money
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
    assert texts.count("－") == 2  # withheld, of the first quarter
    assert texts.count("0") == 1 + 1 + 9  # where nothing ends, of the three offices
    assert [text for text in texts if text.endswith("課")] == ["税務課", "水道課", "住宅課"]


def test_withheld_is_written_as_the_note_says_and_is_no_shade_of_the_others() -> None:
    assert f"（{limitation_departments.WITHHELD}）" in NOTE
    spec = finished(limitation_departments.departments(FRAME))
    assert f"{limitation_departments.WITHHELD}＝少人数などのため非表示" in spec["title"]
    rows = [row for row in rows_of(spec) if "shade" in row]
    withheld = [row for row in rows if row["words"] == limitation_departments.WITHHELD]
    assert {row["amount"] for row in withheld} == {"非表示"}
    assert {row["shade"] for row in withheld} == {limitation_departments.UNTOLD}
    assert limitation_departments.UNTOLD not in limitation_departments.SHADES
    assert contrast(limitation_departments.UNTOLD, str(withheld[0]["letters"])) >= 4.5


MONTHS = frames.limitation_months()


@pytest.mark.parametrize("times", [1, 10, 900])
def test_every_month_bears_its_total(times: int) -> None:
    """Turned: of three digits and more there is no room beside each other on a page 1366 wide."""
    frame = MONTHS.assign(outstanding_yen=MONTHS["outstanding_yen"] * times)
    sums = frame.groupby("ends_on")["outstanding_yen"].sum()
    spec = {**finished(limitation_months.months(frame)), "width": 733}
    drawn = re.findall(r"rotate\(270\)[^>]*>([\d,]+)</text>", vl_convert.vegalite_to_svg(spec))
    totals = [money.in_unit(int(yen), money.TEN_THOUSAND) for yen in sums]
    assert sorted(drawn) == sorted([*totals, *totals])  # each on its rim


def test_a_turned_total_has_room_over_the_tallest_bar() -> None:
    long = MONTHS.assign(outstanding_yen=MONTHS["outstanding_yen"] * 90)
    spec = finished(limitation_months.months(long))
    scales = [
        layer["encoding"]["y"]["scale"]
        for layer in spec["layer"][0]["layer"]
        if "scale" in layer["encoding"]["y"]
    ]
    tallest = long.groupby("ends_on")["outstanding_yen"].sum().max()
    assert [scale["domainMax"] / tallest > 1.2 for scale in scales] == [True]


@pytest.mark.parametrize(
    ("newest", "years"),
    [
        ("2026-10-31", ["令和8年", "9年", "10年"]),
        ("2026-11-30", ["令和8年", "9年", "10年"]),
        ("2026-12-31", ["令和9年", "10年"]),
        ("2018-11-30", ["平成30年", "31年", "令和2年"]),
    ],
)
def test_the_year_stands_below_the_first_month_and_each_january(
    newest: str, years: list[str]
) -> None:
    on = pd.Timestamp(newest)
    later = pd.date_range(on, periods=25, freq="ME")[1:]
    ends = dict(zip(sorted(MONTHS["ends_on"].unique()), later, strict=True))
    frame = MONTHS.assign(period_on=on, ends_on=MONTHS["ends_on"].map(ends))
    spec = finished(limitation_months.months(frame))
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 733})
    names = re.findall(
        r'<text text-anchor="(\w+)" transform="translate\(([\d.]+),[^>]*><tspan[^>]*>(\d+)月</tspan>'
        r"<tspan[^>]*>([^<]+年)</tspan>",
        drawn,
    )
    assert [year for *_, year in names] == years
    edges = [_edges(anchor, float(x), year) for anchor, x, _, year in names]
    assert all(one[1] < other[0] for one, other in pairwise(edges))


def _edges(anchor: str, x: float, year: str) -> tuple[float, float]:
    """From where to where a name goes: 15 pixels for a letter, 11 for a digit."""
    wide = sum(11 if letter.isdigit() else 15 for letter in year)
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    return left, left + wide


def test_two_departments_of_one_name_stay_two_rows() -> None:
    alike = FRAME.assign(department_name="税務課")
    rows = rows_of(finished(limitation_departments.departments(alike)))
    assert len({row["department"] for row in rows}) == 3


@pytest.mark.parametrize("step", range(5))
def test_letters_on_shades_can_be_read(step: int) -> None:
    shade = limitation_departments.SHADES[step]
    assert contrast(shade, limitation_departments.ON_SHADES[step]) >= 4.5

"""Charts of sixty months: few numbers, no rubbish from one panel to the next, and what is waited for is drawn so."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
import vl_convert

from analytics.charts import dress, panels, ranking, trend
from tests.unit import sample_frames as frames


def spec_of(chart: object) -> str:
    assert chart is not None
    return json.dumps(dress.finish(chart), ensure_ascii=False)  # type: ignore[arg-type]


def printed(chart: object, width: int = 730) -> list[str]:
    drawn = vl_convert.vegalite_to_svg({**json.loads(spec_of(chart)), "width": width})
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", drawn)


def test_few_months_have_numbers() -> None:
    texts = printed(trend.balance_by_year(frames.balance_by_month()))
    years = [text for text in texts if text.endswith("年度")]
    assert years == ["令和4年度", "5年度", "6年度", "7年度", "8年度"]
    totals = frames.balance_by_month().groupby("period_on")["outstanding_yen"].sum()
    told = [totals.max(), totals[pd.Timestamp("2025-10-31")], totals.iloc[-1]]
    shown = [f"{yen // 10_000:,}" for yen in totals]
    assert {text for text in texts if text in shown} == {f"{yen // 10_000:,}" for yen in told}


def test_a_number_too_near_to_the_newest_gives_way() -> None:
    frame = frames.balance_by_month()
    is_high = frame["period_on"] == pd.Timestamp("2026-07-31")
    high = frame["total_yen"].mask(is_high, frame["total_yen"] * 9)
    texts = printed(trend.balance_by_year(frame.assign(total_yen=high)))
    highest = int(high.max())
    assert f"{highest // 10_000:,}" not in texts
    assert f"{int(frame['total_yen'].iloc[-1]) // 10_000:,}" in texts


def test_a_number_stands_free_of_the_bars_around() -> None:
    frame = frames.balance_by_month()
    spec = spec_of(trend.balance_by_year(frame))
    at = {
        row["month"]: row["free_yen"]
        for row in json.loads(re.findall(r"\[{\"month\": \"2025-10\", \"free_yen[^]]*\]", spec)[0])
    }
    totals = frame.groupby("period_on")["outstanding_yen"].sum()
    assert (
        at["2025-10"] == totals[pd.Timestamp("2025-06-30")]
    )  # falling: the highest of the bars that it covers


def test_the_name_of_a_year_that_has_just_begun_stays_within_the_plot() -> None:
    frame = frames.balance_by_month()
    early = frame[frame["period_on"] <= pd.Timestamp("2026-04-30")]
    axis = re.findall(r"indexof\((\[[^]]*\])", spec_of(trend.balance_by_year(early)))
    assert {"2026-04"} == {
        month for found in axis for month in json.loads(found.replace('\\"', '"'))
    }


def test_an_index_has_numbers_at_the_closings() -> None:
    texts = printed(trend.balance_index(frames.index_by_month()))
    index = frames.index_by_month().set_index("period_on")["outstanding_index"]
    closings = [f"{value:.1f}" for end, value in index.items() if end.month == 5]
    assert set(closings[:-1]) <= set(texts)


def test_targets_are_named_by_their_era() -> None:
    spec = spec_of(trend.balance_by_year(frames.balance_by_month(), frames.aims()))
    assert "令和5年度 版2" in spec
    assert "2023年度" not in spec
    heading = json.loads(spec)["title"].split("\n")
    assert len(heading) == 2
    assert max(map(len, heading)) <= 50


def test_what_is_waited_for_is_framed_and_said() -> None:
    frame = frames.balance_by_month()
    assert "strokeDash" in spec_of(trend.balance_by_year(frame))
    assert "点線の枠＝未着の課" in spec_of(trend.balance_by_year(frame))
    whole = frame.assign(stale_yen=0)
    assert "strokeDash" not in spec_of(trend.balance_by_year(whole))
    assert "点線" not in spec_of(trend.balance_by_year(whole))
    assert "白い点＝未着の課のある月" in spec_of(trend.balance_index(frames.index_by_month()))


@pytest.mark.parametrize("count", [1, 4, 8, 14])
def test_every_panel_has_its_name_and_its_newest_number(count: int) -> None:
    frame = frames.departments_by_month(count)
    texts = printed(panels.departments(frame), 1200)
    shown = min(count, panels.MOST if count > panels.MOST + 1 else count)
    assert [f"第{number}課" for number in range(shown)] == [
        text for text in texts if re.fullmatch(r"第\d+課", text)
    ]
    waiting = [text for text in texts if text.endswith("月末）")]
    assert [text[-5:] for text in waiting] == ["（9月末）"] * (count > 1)  # and not who was once


def test_no_line_leads_from_one_panel_to_the_next() -> None:
    frame = frames.departments_by_month(3)
    drawn = vl_convert.vegalite_to_svg(
        {**json.loads(spec_of(panels.departments(frame))), "width": 900}
    )
    areas = re.findall(r'class="mark-area[^>]*>.*?d="([^"]+)"', drawn, re.S)
    assert len(areas) == 3
    for area in areas:
        places = [float(x) for x in re.findall(r"[ML]([\d.]+),", area)]
        assert max(places) - min(places) < 900 / 3


def test_specifications_stay_small() -> None:
    for chart in (
        trend.balance_by_year(frames.balance_by_month()),
        trend.balance_index(frames.index_by_month()),
        panels.departments(frames.departments_by_month(10)),
        panels.department_indexes(frames.departments_by_month(10)),
    ):
        assert len(spec_of(chart)) < 70_000


def test_a_rank_of_a_month_says_so() -> None:
    texts = printed(ranking.order(frames.ranking_of_a_month()))
    assert any(text.startswith("前年同月からの増減") for text in texts)
    assert any("9月末の数字" in text for text in texts)
    assert not any("年度末" in text for text in texts)

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


def test_the_closings_and_the_newest_month_have_numbers_and_nothing_else() -> None:
    texts = printed(trend.balance_by_year(frames.balance_by_month()))
    years = [text for text in texts if text.endswith("年度")]
    assert years == ["令和4年度", "令和5年度", "令和6年度", "令和7年度", "令和8年度"]
    totals = frames.balance_by_month().groupby("period_on")["outstanding_yen"].sum()
    closings = [
        end for end in totals.index[:-6] if end.month == 5
    ]  # those beside the newest give way
    told = [f"{totals[end] // 10_000:,}" for end in closings]
    newest = f"{totals.iloc[-1] // 10_000:,}"
    assert [text for text in texts if text in {*told, newest}] == [*told, newest]


def test_a_closing_beside_the_newest_month_gives_way() -> None:
    frame = frames.balance_by_month()
    early = frame[frame["period_on"] <= pd.Timestamp("2026-07-31")]
    texts = printed(trend.balance_by_year(early))
    totals = early.groupby("period_on")["outstanding_yen"].sum()
    assert f"{totals[pd.Timestamp('2026-05-31')] // 10_000:,}" not in texts
    assert f"{totals.iloc[-1] // 10_000:,}" in texts


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

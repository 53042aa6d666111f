"""Every chart is drawn from sample frames, and what it prints is read back from the picture."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert

from analytics.charts import (
    bridge,
    cohorts,
    dress,
    limitation_calendar,
    limitation_departments,
    limitation_months,
    makeup,
    panels,
    positions,
    ranking,
    shared_matrix,
    shared_months,
    shared_sets,
    trend,
    waterfall,
)
from analytics.ledger import money
from analytics.matching.people import LOOK_FROM, SAME_FROM
from tests.unit import sample_frames as frames

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "charts"
vl_convert.register_font_directory(str(ROOT / "static" / "fonts"))

Draw = Callable[[pd.DataFrame], alt.LayerChart | None]


def with_targets(frame: pd.DataFrame) -> alt.LayerChart:
    return trend.balance_by_year(frame, frames.aims())


def with_limits(steps: pd.DataFrame) -> alt.LayerChart:
    return waterfall.waterfall(steps, LOOK_FROM, SAME_FROM)


CHARTS: dict[str, tuple[Draw, pd.DataFrame]] = {
    "balance_by_year": (trend.balance_by_year, frames.balance_by_year()),
    "balance_index": (trend.balance_index, frames.balance_index()),
    "bridge": (bridge.bridge, frames.bridge()),
    "departments": (panels.departments, frames.balance_by_department()),
    "department_indexes": (panels.department_indexes, frames.balance_by_department()),
    "claim_kinds": (panels.claim_kinds, frames.balance_by_claim_kind()),
    "claim_kind_indexes": (panels.claim_kind_indexes, frames.balance_by_claim_kind()),
    "ranking": (ranking.order, frames.ranking()),
    "ranking_without_targets": (ranking.order, frames.without_targets()),
    "ways_down": (ranking.ways_down, frames.ranking()),
    "months": (trend.balance_by_year, frames.balance_by_month()),
    "month_index": (trend.balance_index, frames.index_by_month()),
    "month_departments": (panels.departments, frames.departments_by_month()),
    "month_department_indexes": (panels.department_indexes, frames.departments_by_month()),
    "month_ranking": (ranking.order, frames.ranking_of_a_month()),
    "balance_with_targets": (with_targets, frames.balance_by_year()),
    "months_with_targets": (with_targets, frames.balance_by_month()),
    "makeup": (makeup.bands, frames.makeup()),
    "makeup_months": (makeup.months, frames.makeup()),
    "cohorts": (cohorts.cohorts, frames.cohorts()),
    "positions": (positions.positions, frames.positions()),
    "limitation_quarters": (limitation_calendar.quarters, frames.limitation_calendar()),
    "shared_matrix": (shared_matrix.matrix, frames.shared_debtors()),
    "shared_matrix_of_14": (shared_matrix.matrix, frames.shared_debtors(14)),
    "shared_sets": (shared_sets.combinations, frames.shared_combinations()),
    "shared_months": (shared_months.months, frames.shared_trend()),
    "limitation_months": (limitation_months.months, frames.limitation_months()),
    "limitation_departments": (limitation_departments.departments, frames.limitation_calendar()),
    "waterfall": (with_limits, frames.steps()),
}
everywhere = pytest.mark.parametrize("name", CHARTS)


def spec_of(name: str) -> dict[str, Any]:
    draw, frame = CHARTS[name]
    return finished(draw(frame))


def finished(chart: alt.LayerChart | None) -> dict[str, Any]:
    assert chart is not None
    return dress.finish(chart)


@cache
def picture(name: str, width: int = 900) -> str:
    return vl_convert.vegalite_to_svg({**spec_of(name), "width": width})


def printed(name: str, width: int = 900) -> list[str]:
    """What stands on the picture, piece by piece."""
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", picture(name, width))


@everywhere
def test_specification_is_the_one_kept(name: str) -> None:
    """Changed on purpose: ZANGAKU_UPDATE_GOLDEN=1, then read the diff."""
    kept = GOLDEN / f"{name}.json"
    now = json.dumps(spec_of(name), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("ZANGAKU_UPDATE_GOLDEN"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8")


@everywhere
def test_specification_is_valid(name: str) -> None:
    """`finish` does not check it again on every reader's first look."""
    draw, frame = CHARTS[name]
    chart = draw(frame)
    assert chart is not None
    assert chart.to_dict(validate=True)


@everywhere
def test_nothing_is_abbreviated_in_english(name: str) -> None:
    assert not [text for text in printed(name) if re.search(r"\d\s?[kKMGBT]\b", text)]
    assert '"s"' not in json.dumps(spec_of(name))  # d3's SI format
    assert not [text for text in printed(name) if re.fullmatch(r"[A-Za-z_]{2,}", text)]


@everywhere
def test_nothing_is_read_out_in_english(name: str) -> None:
    """Vega's own labels would name columns and colours; the card's text alternative stands instead."""
    labels = re.findall(r'aria-label="([^"]*)"', picture(name))
    title = spec_of(name)["title"].replace("\n", "&#xA;")
    assert [label for label in labels if re.search(r"[A-Za-z]{3,}", label)] == [
        f"Title text '{title}'"  # the one label that Vega-Lite has no switch for
    ]


def marks_of(node: dict[str, Any], around: dict[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    """Every mark of *node* with the encoding that holds for it, what stands *around* it included."""
    encoding = {**around, **node.get("encoding", {})}
    own = [(node["mark"], encoding)] if "mark" in node else []
    kinds = ("layer", "concat", "hconcat", "vconcat")
    inner = [part for kind in kinds for part in node.get(kind, [])]
    inner += [node["spec"]] if "spec" in node else []
    return own + [each for part in inner for each in marks_of(part, encoding)]


def rows_of(node: Any) -> list[dict[str, Any]]:
    """All rows of data anywhere in a specification."""
    if isinstance(node, list):
        return [row for part in node for row in rows_of(part)]
    if not isinstance(node, dict):
        return []
    own = node.get("data", {}).get("values", [])
    return own + [row for key, part in node.items() if key != "data" for row in rows_of(part)]


def in_our_words(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """What is told of each mark that is pointed at, all of it in Japanese.

    Streamlit shows a mark without a tooltip by all its fields.
    """
    marks = marks_of(spec, {})
    assert len(marks) > 1
    found = []
    for mark, encoding in marks:
        assert "tooltip" in encoding, mark
        if encoding["tooltip"] != {"value": None}:
            assert isinstance(encoding["tooltip"], list)
            found += encoding["tooltip"]
    assert all(re.search("[ぁ-んァ-ヶ一-龠％]", tip["title"]) for tip in found), found
    return found


@everywhere
def test_nothing_that_is_pointed_at_answers_with_our_column_names(name: str) -> None:
    tips = in_our_words(spec_of(name))
    assert not [tip for tip in tips if tip["field"].endswith("_yen")]  # said in words


@everywhere
def test_letters_are_large_and_ours(name: str) -> None:
    drawn = picture(name)
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawn)) >= 14
    assert {family.split(",")[0] for family in re.findall(r'font-family="([^"]+)"', drawn)} == {
        "'BIZ UDPGothic'"
    }


@everywhere
def test_drawing_is_the_same_every_time_and_leaves_the_frame_alone(name: str) -> None:
    draw, frame = CHARTS[name]
    before = frame.copy(deep=True)
    assert finished(draw(frame)) == finished(draw(frame))
    pd.testing.assert_frame_equal(frame, before)


@everywhere
def test_the_card_draws_what_is_tested(name: str) -> None:
    """The data are inside and one layer down, so that Streamlit does not offer them as an English table."""
    spec = spec_of(name)
    assert "data" not in spec
    assert "datasets" not in spec
    assert [list(layer) for layer in spec["layer"]]
    assert spec["width"] == "container"
    json.dumps(spec)


def test_each_year_prints_its_total_and_its_parts() -> None:
    frame = frames.balance_by_year()
    texts = printed("balance_by_year")
    unit = money.TEN_THOUSAND
    for _, year in frame.groupby("fiscal_year"):
        assert money.in_unit(int(year["outstanding_yen"].sum()), unit) in texts
        for yen in year["outstanding_yen"]:
            assert money.in_unit(int(yen), unit) in texts
    assert {"滞納繰越分", "現年度分", "区分なし", "令和5年度", "（2023）"} <= set(texts)
    assert "年度末の未収残額（万円）" in texts


def test_a_part_too_flat_for_its_number_leaves_it_to_the_table() -> None:
    frame = frames.balance_by_year()
    frame.loc[frame["part"] == "carried_over", "outstanding_yen"] = 1_000_000
    drawn = vl_convert.vegalite_to_svg({**dress.finish(trend.balance_by_year(frame)), "width": 900})
    assert ">100<" not in drawn
    assert "滞納繰越分" in drawn


def test_index_prints_both_lines_and_the_first_year_once() -> None:
    texts = printed("balance_index")
    assert (
        texts.count("100.0") == 2 * 2
    )  # the first year, and the second year of one line; each with its rim
    assert {"110.2", "114.0", "110.0", "全体", "同じ債権だけ"} <= set(texts)


def test_bridge_prints_every_step_in_words() -> None:
    texts = printed("bridge")
    assert {"34,207", "増 9,615", "減 8,313", "減 3,767", "増 3,654", "35,396"} <= set(texts)
    assert "不突合" in texts


def test_collected_and_written_off_never_share_a_colour() -> None:
    assert dress.STEPS["collected"] != dress.STEPS["written_off"]
    for name in ("bridge", "ways_down"):
        drawn = picture(name)
        assert dress.COLLECTED in drawn
        assert dress.WRITTEN_OFF in drawn


def test_panels_share_one_scale_and_say_until_when() -> None:
    texts = printed("departments", 1200)
    assert {"12,995", "納税課", "令和3年度まで"} <= set(texts)
    assert '"y": "independent"' not in json.dumps(spec_of("departments"))


def test_an_index_that_ended_says_until_when_and_is_not_taken_for_todays() -> None:
    frame = frames.balance_by_department()
    more = frame.iloc[[-1]].assign(
        fiscal_year=2022, year_label="令和4年度（2022）", outstanding_yen=74_031_397 * 4
    )
    chart = panels.department_indexes(pd.concat([frame, more], ignore_index=True))
    drawn = vl_convert.vegalite_to_svg({**finished(chart), "width": 1200})
    assert ">令和4年度まで<" in drawn
    assert ">87<" in drawn  # of the tax department, which is still there
    assert not re.findall(r'<text[^>]*font-weight="bold"[^>]*>400<', drawn)


def test_small_panels_are_gathered_and_stand_last() -> None:
    texts = printed("claim_kinds", 1200)
    assert f"（{12 - panels.MOST}種）" in texts
    assert "債権11" not in texts
    rest = sum(range(1, 12 - panels.MOST + 1)) * 1_000_000
    assert money.in_unit(rest, money.TEN_THOUSAND) in texts


def places(chart: alt.LayerChart | None) -> list[str]:
    """The names along the page, in the order in which they are drawn."""
    spec = json.dumps(finished(chart), ensure_ascii=False)
    return [
        name.replace("\n", "") for name in json.loads(re.findall(r'"sort": (\["[^]]*\])', spec)[0])
    ]


def test_the_gathered_have_no_index_and_the_chart_says_so() -> None:
    """Who is among them changes: the sum of other members is no index of the first ones."""
    frame = frames.balance_by_claim_kind()
    gathered = f"その他（{12 - panels.MOST}種）"
    assert places(panels.claim_kinds(frame))[-1] == gathered
    chart = panels.claim_kind_indexes(frame)
    assert gathered not in places(chart)
    assert len(places(chart)) == panels.MOST
    assert finished(chart)["title"].endswith(f"、{gathered}を除く")


def test_a_claim_that_is_called_other_is_no_gathering() -> None:
    frame = frames.balance_by_claim_kind(3).replace({"claim_kind": {"債権00": "その他使用料"}})
    assert places(panels.claim_kinds(frame)) == ["その他使用料", "債権01", "債権02"]
    chart = panels.claim_kind_indexes(frame)
    assert places(chart) == ["その他使用料", "債権01", "債権02"]
    assert "除く" not in finished(chart)["title"]


def test_the_number_stands_over_the_newest_bar() -> None:
    frame = frames.balance_by_claim_kind(2)
    spec = {**finished(panels.claim_kinds(frame)), "width": 1200}
    drawn = vl_convert.vegalite_to_svg(spec)
    bars = re.findall(
        r'<path[^>]*?d="M([\d.]+),[\d.]+h([\d.]+)v[\d.]+[^"]*"[^>]*fill="([^"]+)"', drawn
    )
    newest = sorted(float(x) + float(wide) / 2 for x, wide, fill in bars if fill == dress.BALANCE)
    numbers = re.findall(r'translate\(([\d.]+),[\d.]+\)"[^>]*font-weight="bold"', drawn)
    assert sorted(map(float, numbers)) == pytest.approx(newest, abs=1)
    assert len(newest) == 2


def test_ranking_says_the_gap_in_words_and_marks() -> None:
    texts = printed("ranking")
    assert "目標を1,301万円下回る" in texts
    assert "目標を221万円上回る" in texts
    assert not [text for text in texts if re.search("[▲△▼▽]", text)]  # read as a sign in accounts
    assert {"110.0％", "89.0％", "1位　納税課", "2位　保険年金課"} <= set(texts)
    assert dress.TARGET["within"] != dress.TARGET["above"]


@pytest.mark.parametrize("name", ["ranking", "ranking_without_targets"])
def test_what_fell_by_writing_off_alone_is_said_beside(name: str) -> None:
    assert printed(name).count("※減少分はすべて不納欠損") == 1
    question = (ROOT / "analytics" / "sql" / "ranking.sql").read_text(encoding="utf-8")
    assert f"'{ranking.WHOLLY}'" in question


def test_a_department_is_not_said_to_have_paid_all_when_only_its_targets_are_met() -> None:
    paid = {"outstanding_yen": 5, "target_covered_yen": 0, "gap_yen": -30, "attainment_rate": None}
    told = {}
    for mark in ("完納", "対象完納"):
        row = frames.ranking().head(1).assign(**paid, target_yen=30, mark=mark)
        told[mark] = vl_convert.vegalite_to_svg({**finished(ranking.order(row)), "width": 900})
    assert ">完納<" in told["完納"]
    assert ">対象完納<" in told["対象完納"]
    assert ">完納<" not in told["対象完納"]


def test_without_targets_the_order_is_by_change() -> None:
    texts = printed("ranking_without_targets")
    assert "2,054万円の減（13.6％）" in texts
    assert "126万円の増（6.7％）" in texts
    assert "清掃課（比較不可）" in texts


def test_the_first_year_of_all_has_nothing_to_draw() -> None:
    """No year before it: no change, no way down, no order."""
    unknown = pd.array([pd.NA] * 3, dtype="Int64")
    columns = ["change_yen", "collected_yen", "written_off_yen"]
    frame = frames.without_targets().assign(**dict.fromkeys(columns, unknown))
    assert ranking.order(frame) is None
    assert ranking.ways_down(frame) is None


def test_what_cannot_be_divided_is_not_said_to_be_nothing() -> None:
    texts = printed("ways_down")
    assert "回収 7,661万円" in texts
    assert "回収は区分なし" in texts
    assert not [text for text in texts if text.startswith("回収 0")]


def test_only_those_that_moved_most_stand_out_among_the_places() -> None:
    lines = {
        row["department_name"]: row["colour"]
        for row in rows_of(spec_of("positions"))
        if "department_name" in row
    }
    assert lines == {
        "税務課": dress.RISEN,
        "水道課": dress.BALANCE,
        "住宅課": dress.BALANCE,
        "学校教育課": dress.EARLIER,
    }
    texts = printed("positions")
    assert {"税務課　1位", "水道課　2位", "1位　水道課", "3位　税務課", "4位　学校教育課"} <= set(
        texts
    )
    assert spec_of("positions")["title"] == (
        "目標の達成率の順位　紺＝最も上がった課、橙＝最も下がった課（線の初めと比べて）"
    )


def test_where_too_many_moved_as_far_none_stands_out() -> None:
    frame = frames.positions()
    later = frame["place"] > 0
    four = frame.assign(rank=frame["rank"].mask(later, 0)).iloc[:8]
    four.loc[four["place"] == 1, "rank"] = [2, 1, 4, 3]  # two rose by one, two fell by one
    assert "最も下がった課" in finished(positions.positions(four))["title"]
    twice = [four, four.assign(department_name=four["department_name"] + "分室")]
    more = pd.concat(twice, ignore_index=True)
    assert finished(positions.positions(more))["title"] == "目標の達成率の順位"


def test_the_turn_of_the_targets_stands_between_may_and_june() -> None:
    assert "目標の年度が替わる" in printed("positions")
    turns = [
        row["place"] for row in rows_of(spec_of("positions")) if "替わる" in row.get("words", "")
    ]
    assert set(turns) == {1.5}
    frame = frames.positions()
    before = frame[frame["place"] < 2]
    years = frame.drop(columns="is_month").assign(fiscal_year=2021 + frame["place"])
    for without in (before, years):
        spec = json.dumps(finished(positions.positions(without)), ensure_ascii=False)
        assert "替わる" not in spec


def test_a_department_by_itself_is_strong() -> None:
    alone = frames.positions().query("department_name == '学校教育課'")
    spec = finished(positions.positions(alone))
    assert spec["title"] == "目標の達成率の順位"
    assert dress.INK in json.dumps(spec["layer"])


def test_bands_stand_under_their_groups_and_nothing_is_written_off_yet() -> None:
    texts = printed("makeup", 1200)
    assert {"回収する債権", "整理する債権", "未着手"} <= set(texts)
    assert dress.SETTLED in picture("makeup")
    assert dress.WRITTEN_OFF not in picture("makeup")


@pytest.mark.parametrize("bands", [3, 6, 8])
def test_the_bands_are_seen_on_the_first_screen(bands: int) -> None:
    frame = frames.makeup()
    more = [frame.assign(band=f"{at}", band_label=f"区分{at}") for at in range(bands)]
    spec = finished(makeup.bands(pd.concat(more).drop_duplicates(["period_on", "band"])))
    assert spec["height"] <= 264


def test_bands_are_named_shortly_and_no_number_is_broken() -> None:
    frame = frames.makeup().replace(
        {"seized": "from_50", "差押中（換価前）": "50万円以上100万円未満"}
    )
    for draw in (makeup.bands, makeup.months):
        drawn = vl_convert.vegalite_to_svg({**finished(draw(frame)), "width": 900})
        assert ">50～100万円<" in drawn
    told = {row.get("band_label") for row in rows_of(finished(makeup.bands(frame)))}
    assert "50万円以上100万円未満" in told  # where a bar is pointed at


def test_one_month_alone_has_no_course() -> None:
    frame = frames.makeup()
    assert makeup.months(frame[frame["period_on"] == frame["period_on"].max()]) is None


def test_no_single_yen_among_amounts_of_ten_thousand() -> None:
    frame = frames.makeup().astype({"change_yen": "Int64"})
    small = frame.assign(change_yen=pd.array([-1_306] * len(frame), dtype="Int64"))
    texts = re.findall(
        r">([^<]+)</text",
        vl_convert.vegalite_to_svg({**finished(makeup.bands(small)), "width": 900}),
    )
    assert "1万円未満の減" in texts
    assert not [text for text in texts if "1,306" in text]


@pytest.mark.parametrize("is_monthly", [True, False])
def test_one_panel_far_above_does_not_flatten_the_others(is_monthly: bool) -> None:
    frame = frames.departments_by_month(3) if is_monthly else frames.balance_by_department()
    ends = frame["period_on"] if is_monthly else frame["fiscal_year"]
    names = dress.in_order(frame["department_name"])
    is_far = (frame["department_name"] == names[0]) & (ends == ends.max())
    far = frame["outstanding_yen"].mask(is_far, frame["outstanding_yen"].iloc[0] * 12)
    if not is_monthly:  # 1, 2, 3 yen would themselves be far above
        far = far.mask(frame["department_name"] == names[1], 5)
    spec = finished(panels.department_indexes(frame.assign(outstanding_yen=far)))
    assert "↑はその上" in spec["title"]
    tops = re.findall(r'"domain": \[0, ([\d.]+)\]', json.dumps(spec["layer"]))
    assert 200 <= max(map(float, tops)) <= 300
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 1200})
    assert ">↑ 1,200<" in drawn
    assert "clip-path" in drawn
    flat = finished(panels.department_indexes(frame.assign(outstanding_yen=100_000_000)))
    assert "↑" not in json.dumps(flat, ensure_ascii=False)


def test_names_beside_lines_can_be_read() -> None:
    for name in ("cohorts", "positions"):
        letters = {
            row[encoding["color"]["field"]]
            for mark, encoding, rows in texts_of(spec_of(name)["layer"])
            if "color" in encoding
            for row in rows
        }
        assert letters
        assert min(contrast(colour, dress.PAPER) for colour in letters) >= 4.5


def texts_of(
    layers: list[dict[str, Any]],
) -> list[tuple[Any, dict[str, Any], list[dict[str, Any]]]]:
    """Every mark of letters with its encoding and rows."""
    found = []
    for layer in layers:
        found += texts_of(layer.get("layer", []))
        if layer.get("mark", {}).get("type") == "text":
            found.append((layer["mark"], layer["encoding"], layer["data"]["values"]))
    return found


def test_letters_on_parts_can_be_read() -> None:
    for part, fill in dress.PARTS.items():
        assert contrast(fill, dress.ON_PARTS[part]) >= 4.5


def test_fills_can_be_told_from_paper() -> None:
    shades = {
        *dress.STEPS.values(),
        *dress.TARGET.values(),
        dress.SETTLED,
        dress.EARLIER,
        dress.PARTS["carried_over"],
    }
    assert min(contrast(shade, dress.PAPER) for shade in shades) >= 3
    ordered = list(dress.PARTS.values())
    assert all(one != other for one, other in pairwise(ordered))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_points_of_a_pair_are_written_and_so_are_the_limits() -> None:
    told = printed("waterfall")
    for said in ("−10.0点", "＋6.0点", "＋1.0点", "−0.5点", "−4.0点", "−7.5点"):
        assert said in told
    for said in (
        "−5.0点から確かめる",
        "＋0.5点から同じ人",
        "名の字：同じ",
        "生年月日：違う",
        "合計",
    ):
        assert said in told


def test_the_fills_of_a_pair_can_be_told_from_paper() -> None:
    for fill in (waterfall.FOR, waterfall.AGAINST, *waterfall.COLOURS.values()):
        assert contrast(fill, dress.PAPER) >= 3

"""意識調査 as it is drawn: what is missing is a dash and never a 0, and nothing that is written runs into anything."""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert

from analytics.charts import (
    dress,
    survey_answers,
    survey_beside,
    survey_course,
    survey_groups,
    survey_labels,
    survey_panels,
    survey_questions,
    survey_results,
    survey_scales,
)
from analytics.charts import survey_parts as parts
from analytics.ledger.survey import POINTS_MEASURE
from tests.unit import survey_frames as frames
from tests.unit.test_charts import GOLDEN, contrast, finished, in_our_words, rows_of

Draw = Callable[[pd.DataFrame], alt.LayerChart | None]
SHARES = ["best_rate", "good_rate", "middle_rate", "poor_rate", "worst_rate"]


def one_question() -> pd.DataFrame:
    frame = frames.results(6)
    return frame[frame["question_text"] == frames.TEXTS[0]]


CHARTS: dict[str, tuple[Draw, pd.DataFrame]] = {
    "survey_diverging": (survey_answers.diverging, frames.questions()),
    "survey_diverging_of_14": (survey_answers.diverging, frames.questions(14)),
    "survey_stacked": (survey_answers.stacked, frames.questions()),
    "survey_scales": (survey_scales.scales, frames.scales()),
    "survey_scales_first": (survey_scales.scales, frames.scales(first=True)),
    "survey_ranks": (survey_groups.heat, frames.groups()),
    "survey_groups": (survey_groups.heat, frames.groups(frames.GROUPS)),
    "survey_course": (survey_course.course, frames.course()),
    "survey_course_of_a_question": (survey_course.shares, frames.course()),
    "survey_course_of_1": (survey_course.course, frames.course(1)),
    "survey_course_of_20": (survey_course.course, frames.course(20, frames.GROUPS)),
    "survey_beside": (survey_beside.beside, frames.beside()),
    "survey_results": (survey_results.results, frames.results()),
    "survey_results_course": (survey_results.results_course, one_question()),
}
LONG = ("survey_diverging_of_14", "survey_course_of_20")  # more rows of what is kept already
everywhere = pytest.mark.parametrize("name", CHARTS)


def spec_of(name: str) -> dict[str, Any]:
    draw, frame = CHARTS[name]
    return finished(draw(frame))


@cache
def picture(name: str, width: int = 1206) -> str:
    return vl_convert.vegalite_to_svg({**spec_of(name), "width": width})


def texts_of(svg: str) -> list[str]:
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", svg)


def drawn(chart: alt.LayerChart | None, width: int = 1206) -> list[str]:
    return texts_of(vl_convert.vegalite_to_svg({**finished(chart), "width": width}))


@pytest.mark.parametrize("name", [name for name in CHARTS if name not in LONG])
def test_specification_is_the_one_kept(name: str) -> None:
    """Changed on purpose: ZANGAKU_UPDATE_GOLDEN=1, then read the diff."""
    kept = GOLDEN / f"{name}.json"
    now = json.dumps(spec_of(name), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("ZANGAKU_UPDATE_GOLDEN"):
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8")


@everywhere
def test_specification_is_valid_and_the_frame_left_alone(name: str) -> None:
    draw, frame = CHARTS[name]
    before = frame.copy(deep=True)
    chart = draw(frame)
    assert chart is not None
    assert chart.to_dict(validate=True)
    assert finished(draw(frame)) == finished(chart)
    pd.testing.assert_frame_equal(frame, before)


@everywhere
def test_nothing_that_is_pointed_at_answers_with_our_column_names(name: str) -> None:
    in_our_words(spec_of(name))


@pytest.mark.parametrize("most", [0.4, 7, 450, 2_500, 39_000, 41_000, 3e7])
def test_an_axis_has_a_few_numbers_however_far_it_goes(most: float) -> None:
    span = survey_panels.span_of(pd.Series([-most / 10, most]))
    assert 2 <= len(span.ticks) <= 6
    assert span.low < -most / 10
    assert span.high > most


@everywhere
def test_letters_are_large_and_ours(name: str) -> None:
    svg = picture(name)
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)) >= 15
    assert {family.split(",")[0] for family in re.findall(r'font-family="([^"]+)"', svg)} == {
        "'BIZ UDPGothic'"
    }
    assert not [text for text in texts_of(svg) if re.fullmatch(r"[A-Za-z_]{2,}|NaN|nan", text)]


@everywhere
@pytest.mark.parametrize(
    "width",
    [1206, *(pytest.param(width, marks=pytest.mark.soak) for width in (900, 1760))],
)
def test_all_of_it_lies_within_its_card(name: str, width: int) -> None:
    """What stands beside a plot makes the plot smaller, and no picture wider than it was asked to be."""
    spec = spec_of(name)
    svg = picture(name, width)
    wide, tall = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0]
    assert float(wide) <= width + 1
    assert float(tall) <= spec["height"] + 1
    assert spec["height"] <= 700


NOTHING: dict[str, list[str]] = {
    "survey_diverging": SHARES,
    "survey_stacked": SHARES,
    "survey_scales": ["score_points"],
    "survey_ranks": ["score_points"],
    "survey_course": ["score_points"],
    "survey_beside": ["change_points"],
    "survey_results": ["positive_rate"],
    "survey_results_course": ["positive_rate"],
}


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_to_draw_is_no_chart(name: str) -> None:
    draw, frame = CHARTS[name]
    assert draw(frame.assign(**dict.fromkeys(NOTHING[name], math.nan))) is None
    assert draw(frame.head(0)) is None


@pytest.mark.parametrize("name", ["survey_diverging", "survey_stacked"])
def test_letters_and_parts_can_be_told_apart(name: str) -> None:
    for colour, letters, _ in survey_questions.ANSWERS.values():
        assert contrast(colour, letters) >= 4.5
        assert contrast(colour, dress.PAPER) >= 3
    words = [words for _, _, words in survey_questions.ANSWERS.values()]
    texts = [row["legend"] for row in rows_of(spec_of(name)) if "legend" in row][::2]
    apart = name == "survey_diverging"
    assert texts == ([*words[:2], *words[3:], words[2]] if apart else words)


def test_the_middle_lies_apart_on_the_scale_of_the_others() -> None:
    frame = frames.questions()
    rows = [row for row in rows_of(spec_of("survey_diverging")) if "from_rate" in row]
    middle = [row for row in rows if row["answer"] == "どちらともいえない"]
    starts = {row["from_rate"] for row in middle}
    assert len(starts) == 1
    assert starts.pop() > max(row["to_rate"] for row in rows if "望ましい答え" in row["answer"])
    first = frame.iloc[0]
    assert middle[0]["to_rate"] - middle[0]["from_rate"] == pytest.approx(first["middle_rate"])
    left = [row["to_rate"] for row in rows if row["answer"].startswith("望ましくない")]
    assert min(left) == pytest.approx(-(frame["poor_rate"] + frame["worst_rate"]).max())
    assert max(left) < 0


def test_questions_print_their_answers_their_share_and_their_change() -> None:
    texts = texts_of(picture("survey_diverging"))
    assert {"問1", "118", "77％（69〜84）", "＋6.1（2.0〜10.2）増えた"} <= set(texts)
    assert {"＋1.2（−2.9〜5.3）偶然の幅", "−8.3（−12.4〜−4.2）減った", "比べられない"} <= set(texts)
    assert "前の回からの差（95％区間）" in texts
    nothing = dict.fromkeys(["change_rate", "change_low_rate", "change_high_rate"], math.nan)
    first = drawn(survey_answers.diverging(frames.questions().assign(**nothing)))
    assert not [text for text in first if "前の回" in text or text == "比べられない"]


def test_whole_bars_print_what_fits() -> None:
    frame = frames.questions(withheld=())
    rows = [row for row in rows_of(finished(survey_answers.stacked(frame))) if "shown" in row]
    assert len(rows) == int((frame[SHARES] >= survey_answers.LEAST).sum().sum())
    ends = [
        row["to_rate"]
        for row in rows_of(finished(survey_answers.stacked(frame)))
        if row.get("answer") == "望ましい答え（強い）"
    ]
    assert ends == pytest.approx([1] * 12)
    assert changes("survey_stacked") == changes("survey_diverging") != []


def changes(name: str) -> list[str]:
    """The column of what changed."""
    return [row["moved"] for row in rows_of(spec_of(name)) if row.get("moved")]


@pytest.mark.parametrize("name", ["survey_diverging", "survey_stacked"])
def test_a_question_that_is_withheld_has_a_dash_and_no_bar(name: str) -> None:
    rows = rows_of(spec_of(name))
    assert "問5" not in {row["question"] for row in rows if "from_rate" in row}
    dash = [row for row in rows if "reason" in row]
    assert [row["question"] for row in dash] == ["問5"]
    assert texts_of(picture(name)).count(parts.MISSING) == 3  # the bar, n and the share
    draw, frame = CHARTS[name]
    told = rows_of(finished(draw(frame.assign(reason="回答が10人より少ないため"))))
    assert [row["reason"] for row in told if "reason" in row] == ["回答が10人より少ないため"]


def test_scales_say_change_and_reliability_in_words() -> None:
    texts = texts_of(picture("survey_scales"))
    told = {frames.words_of(at, 0.62 + at % 4 * 0.06) for at in (0, 1, 2)}
    assert {"薄れてほしい意識", "育ってほしい意識", "設問が1つのため出せない", *told} <= set(texts)
    assert "＋6.1（2.0〜10.2）偶然の幅を超える" in texts
    assert "＋1.2（−2.9〜5.3）偶然の幅の中" in texts
    assert POINTS_MEASURE in spec_of("survey_scales")["title"]
    first = texts_of(picture("survey_scales_first"))
    assert not [text for text in first if "前の回" in text or "偶然" in text]
    assert "○" not in spec_of("survey_scales_first")["title"]


def test_a_cell_that_is_withheld_is_paper_and_no_shade() -> None:
    cells = [row for row in rows_of(spec_of("survey_ranks")) if "shade" in row]
    assert len(cells) == 2 * 7 * 12  # grounds and numbers
    withheld = {row["shade"] for row in cells if row["shown"] == parts.MISSING}
    assert withheld == {dress.PAPER}
    assert not withheld & set(survey_groups.SHADES)
    texts = texts_of(picture("survey_ranks"))
    assert texts.count(parts.MISSING) == 13
    assert {"（n=31）", "（n=29〜31）"} <= set(texts)
    assert {row["reason"] for row in cells if row["shown"] != parts.MISSING} == {parts.MISSING}


@pytest.mark.parametrize("step", range(5))
def test_letters_on_shades_can_be_read(step: int) -> None:
    assert contrast(survey_groups.SHADES[step], survey_groups.ON_SHADES[step]) >= 4.5


def test_a_number_has_the_shade_of_what_is_printed() -> None:
    frame = frames.groups().assign(score_points=59.96)
    cells = [row for row in rows_of(finished(survey_groups.heat(frame))) if "shade" in row]
    assert {(row["shown"], row["shade"]) for row in cells} == {("60.0", survey_groups.SHADES[3])}


def test_lines_break_where_the_words_changed_and_where_nothing_is_told() -> None:
    rows = [row for row in rows_of(spec_of("survey_course")) if "run" in row]
    runs = {row["run"] for row in rows}
    assert {run for run in runs if run.startswith("税務")} == {"税務・保険/0", "税務・保険/1"}
    assert len({run for run in runs if run.startswith("福祉")}) == 3
    assert not [row for row in rows if row["value"] is None]
    texts = texts_of(picture("survey_course"))
    assert texts.count("文言が変わった") == 1
    assert texts.count(parts.MISSING) == 1
    assert POINTS_MEASURE in spec_of("survey_course")["title"]


def test_lines_differ_in_more_than_colour() -> None:
    rows = rows_of(spec_of("survey_course_of_20"))
    for kind in ("colour", "dash", "shape"):
        assert len({row[kind] for row in rows if kind in row}) == 7
    assert min(contrast(colour, dress.PAPER) for colour, _, _ in survey_course.STYLES) >= 4.5


def test_the_newest_wave_is_always_named() -> None:
    assert {"第20回", "第18回"} <= set(texts_of(picture("survey_course_of_20", 1760)))


def test_a_group_that_is_not_told_at_last_says_until_when() -> None:
    """And no line leads to its name: it would look like more waves."""
    assert "教育委員会　81％（第5回）" in texts_of(picture("survey_results_course"))
    drawn = Counter(
        row["words"] for row in rows_of(spec_of("survey_results_course")) if "edge" in row
    )
    assert {words: 1 if words.endswith("回）") else 2 for words in drawn} == drawn


@pytest.mark.parametrize("waves", [1, 5, 20])
@pytest.mark.parametrize("groups", [1, 4, 7])
def test_names_at_the_ends_do_not_run_into_each_other(waves: int, groups: int) -> None:
    chart = survey_course.course(frames.course(waves, frames.GROUPS[:groups]))
    svg = vl_convert.vegalite_to_svg({**finished(chart), "width": 1206})
    names = re.findall(
        r'translate\([\d.]+,([\d.]+)\)"[^>]*font-weight="bold"[^>]*>[^<]*　[\d.]+<', svg
    )
    heights = sorted(map(float, names))
    assert len(heights) == groups
    assert all(low + 17 <= high for low, high in pairwise(heights))


def test_breaks_near_each_other_stand_in_lines_of_their_own() -> None:
    frame = frames.course(20)
    is_noted = frame["wave"].isin(["第3回", "第4回", "第5回"])
    frame = frame.assign(break_note=["文言が変わった" if noted else "" for noted in is_noted])
    svg = vl_convert.vegalite_to_svg({**finished(survey_course.course(frame)), "width": 1206})
    heights = re.findall(r"translate\([\d.]+,(-?[\d.]+)\)\"[^>]*>文言が変わった<", svg)
    assert len(set(heights)) == len(heights) == 3


def test_panels_share_their_axes_and_claim_nothing() -> None:
    spec = spec_of("survey_beside")
    assert not re.search("影響|効果|原因|ため|により|よって|相関", spec["title"])
    texts = texts_of(picture("survey_beside"))
    assert set(frames.SCALES) <= set(texts)
    assert f"{parts.MISSING} 福祉" in texts  # in one panel
    assert "総務" not in texts  # which has no balance: in no panel
    assert "総務・企画" in spec["title"]
    dots = [row for row in rows_of(spec) if "moved" in row]
    assert len(dots) == 12 * 5 - 1
    sure = [row for row in dots if row["inside"] == row["colour"]]
    assert 0 < len(sure) < len(dots)
    for row in dots:
        assert (row["verdict"] == "偶然の幅を超える") == (row in sure)
        assert row["inside"] == (row["colour"] if row in sure else dress.PAPER)


def test_names_of_dots_do_not_hide_each_other() -> None:
    panel = pd.DataFrame(
        {"at": [0.5, 0.52, 0.54], "up": [-0.5] * 3, "short": ["税務", "福祉", "住宅"]}
    )
    sides = survey_labels.sides(panel)
    boxes = [
        survey_labels._box(at * 270, 75, side, 2)
        for at, side in zip(panel["at"], sides, strict=True)
    ]
    pairs = [(one, other) for at, one in enumerate(boxes) for other in boxes[at + 1 :]]
    assert not [pair for pair in pairs if survey_labels._common(*pair)]


def test_results_are_of_the_newest_wave() -> None:
    assert "第3回　2024年6月" in spec_of("survey_results")["title"]
    cells = [row for row in rows_of(spec_of("survey_results")) if "shade" in row]
    assert len(cells) == 2 * 16 * 5  # grounds and numbers
    assert sum(row["shown"] == parts.MISSING for row in cells) == 2 * 4


@pytest.mark.parametrize("text", [*frames.TEXTS, "あ" * 60, "、" * 30, "徴収" * 15])
def test_a_question_takes_two_lines_at_most(text: str) -> None:
    lines = parts.two_lines(text, 18)
    assert len(lines) <= 2
    assert max(map(len, lines)) <= 19
    assert "".join(lines) == text or lines[-1].endswith("…")

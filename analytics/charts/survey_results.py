"""意識調査 that another office tabulated: favourable shares only, by question and group, and from wave to wave."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress, survey_course, survey_groups
from analytics.charts import survey_parts as parts
from analytics.charts.survey_parts import MISSING
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import SHARE_MEASURE

ROW = 36  # pixels of a question
LETTERS = 20  # of a line of a question
SHARES = (20, 40, 60, 80)  # where the next shade begins, in per cent


def results(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The newest wave: questions by groups; None where no share of it may be told."""
    if frame.empty:
        return None
    rows = frame[frame["wave"] == frame["wave"].iloc[-1]].reset_index(drop=True)
    rate = rows["positive_rate"].astype("float64")
    if rate.isna().all():
        return None
    intervals = rows[["positive_rate", "low_rate", "high_rate"]].astype("float64")
    cells = pd.DataFrame(
        {
            "row": rows["question_text"],
            "row_name": rows["question_text"],
            "column": rows["group_name"],
            "shown": [MISSING if pd.isna(one) else rounded(one * 100, 0) for one in rate],
            "value_words": [parts.percent_words(*one) for one in intervals.itertuples(index=False)],
            "answered": [parts.count_words(count) for count in rows["answered_count"]],
            "reason": parts.reasons(rows),
        }
    ).join(survey_groups.shaded((rate * 100).round(), SHARES))
    tips = dress.tooltip(
        row_name="設問",
        column="群",
        value_words="望ましい答え（95％区間）",
        answered="回答数",
        reason="示さない理由",
    )
    names = {
        str(text): "\n".join(parts.two_lines(str(text), LETTERS))
        for text in dress.in_order(rows["question_text"])
    }
    y = parts.down(names, "row")
    heading = f"{SHARE_MEASURE}　{str(rows['wave_label'].iloc[-1]).replace(chr(10), '　')}"
    if rate.isna().any():
        heading += f"　{MISSING}＝示せない"
    named = parts.legend(
        survey_groups.steps_of(SHARES, "％"),
        left=0,
        top=survey_groups.legend_top(cells),
        edge=dress.EARLIER,
    )
    return dress.dress(
        *survey_groups.matrix(cells, y, tips),
        *parts.named(names, y, "row", LETTERS + 0.5),
        *named,
        height=ROW * len(names) - survey_groups.legend_top(cells) + survey_groups.OVER,
        heading=heading,
    )


def results_course(frame: pd.DataFrame) -> alt.LayerChart | None:
    """One question from wave to wave, a line for each group; None where no share may be told."""
    rows = frame.reset_index(drop=True)
    rates = rows[["positive_rate", "low_rate", "high_rate"]].astype("float64") * 100
    rows = rows.assign(
        value=rates["positive_rate"],
        low=rates["low_rate"],
        high=rates["high_rate"],
        run=rates["positive_rate"].isna().groupby(rows["group_name"]).cumsum(),
        break_note="",
    )
    return survey_course.lines(rows, SHARE_MEASURE, "望ましい答え", unit="％", digits=0)

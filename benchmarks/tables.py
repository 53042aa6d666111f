"""Department tables that Hypothesis makes: right heads above what it can think of, in every encoding a layout reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from analytics.intake.layouts import read_layouts
from analytics.intake.records.layout import RecordLayout
from analytics.settings import DATA
from benchmarks.mutations import HOSTILE_CELLS

_LIKELY = (
    "2026",
    "R8",
    "2026-06-30",
    "R8.6.30",
    "10000",
    "4,000",
    "6000",
    "0",
    "001",
    "現年度分",
    "1",
)
CELL = st.one_of(
    st.sampled_from(_LIKELY),
    st.sampled_from(_LIKELY),
    st.sampled_from(HOSTILE_CELLS[:60]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
NAMES = {  # by which a layout knows its month
    "kakuu-tax": "架空市_税務課_滞納明細_202610.csv",
    "kakuu-tax-persons": "架空市_税務課_宛名_202610.csv",
    "kakuu-water": "架空市_水道課_料金未収一覧_202610.csv",
    "kakuu-care": "架空市_高齢者支援課_介護保険料滞納者一覧_202610.csv",
    "kakuu-late-elderly": "架空市_保険年金課_後期高齢者医療保険料滞納一覧_202610.csv",
    "kakuu-lunch": "架空市_学校教育課_学校給食費未納一覧_202610.txt",
    "kakuu-welfare": "架空市_福祉課_生活保護費返還金_202610.csv",
    "kakuu-actions": "架空市_やってPR_202610.csv",
    "kakuu-survey-invited": "架空市_意識調査_第1回_配布数.csv",
    "kakuu-meetings": "架空市_徴収対策会議.csv",
}


@st.composite
def tables(draw: st.DrawFn, layouts: list[RecordLayout]) -> tuple[str, bytes]:
    """A file's name and its bytes."""
    layout = draw(st.sampled_from(layouts))
    head = draw(st.permutations(layout.headers))
    rows = draw(
        st.lists(st.lists(CELL, min_size=len(head) - 1, max_size=len(head) + 1), max_size=8)
    )
    into = io.StringIO()
    csv.writer(into, delimiter=layout.file.delimiter).writerows([head, *rows])
    return NAMES[layout.name], into.getvalue().encode(layout.file.encodings[0], errors="replace")


def tables_by_hypothesis(chosen: int, most: int, run: Callable[[str, bytes, int], None]) -> None:
    """Hand *most* tables of the seed *chosen* to *run*: name, bytes and number."""
    layouts = [
        layout
        for layout in read_layouts(DATA / "layouts")
        if isinstance(layout, RecordLayout) and layout.name in NAMES
    ]
    numbers = count(1)

    @seed(chosen)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(tables(layouts))
    def each(table: tuple[str, bytes]) -> None:
        run(*table, next(numbers))

    each()

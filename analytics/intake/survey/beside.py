"""What stands beside a survey's answers: how many were asked in each group, and shares that somebody else counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from analytics.errors import InputFault, LayoutFault
from analytics.intake.records.faults import Faults
from analytics.intake.records.kinds import Sheet
from analytics.intake.records.others import others
from analytics.intake.records.typed import Values
from analytics.intake.survey.people import Known, closest, quoted
from analytics.intake.text import fold, nearest
from analytics.ledger.calendar import last_day_of_year, parse_fiscal_year
from analytics.ledger.survey import BREAKDOWNS, WHOLE, Breakdown, Staff
from analytics.ledger.survey_file import read_staff
from analytics.settings import Settings

WHOLES = frozenset({WHOLE, "全庁", "全職員", "計", "合計", "総計"})  # what tables call it, folded
NO_TOTALS = (
    "合計の行を消すか、レイアウトの [[set_aside]] に書いてください（足すと、配布数が2倍になります）"
)


def invited(sheet: Sheet, origin: Mapping[str, object]) -> dict[str, pa.Table]:
    """How many were asked, by the ranks and groups of the table of staff; a row of no group is rejected."""
    staff = _staff()
    known = {name: _known(sheet, staff, name) for name in BREAKDOWNS if name in sheet.fields}
    for name, each in known.items():
        _reject_strange(sheet, sheet.fields[name], each)
    made = others(sheet, origin)["survey_invited"]
    _reject_repeated(sheet, made)
    _reject_reversed(sheet, made)
    for name, each in known.items():
        made = _in(made, name, [each.group(word or "") for word in made[name].to_pylist()])
    _reject_mixed(sheet, made)
    _reject_nobodys(sheet, made)
    return {"survey_invited": _with_waves(made)}


def _reject_repeated(sheet: Sheet, made: pa.Table) -> None:
    """The same rank and department once more would count its people twice."""
    names = ("wave", *BREAKDOWNS)
    columns = (made[name].to_pylist() for name in names)
    keys = [tuple(fold(word or "") for word in key) for key in zip(*columns, strict=True)]
    count = Counter(keys)
    rows = zip(keys, made["source_row"].to_pylist(), strict=True)
    sheet.faults.reject(
        "repeated_group",
        np.isin(sheet.grid.numbers, [row for key, row in rows if count[key] > 1]),
        "同じ回・職位・所属の行が2つ以上あります（足すと、配布数が多くなります）",
        "正しい1行だけにしてください。2つの課を1つに書いていたら、課の名前で分けてください",
    )


def _reject_reversed(sheet: Sheet, made: pa.Table) -> None:
    """A wave that ended before it began."""
    days = zip(made["started_on"].to_pylist(), made["fielded_on"].to_pylist(), strict=True)
    wrong = [bool(began and ended and ended < began) for began, ended in days]
    sheet.faults.reject(
        "days_reversed",
        np.isin(sheet.grid.numbers, made["source_row"].filter(pa.array(wrong)).to_pylist()),
        "実施終了日が、実施開始日より前です",
        "2つの日付を確かめて直してください",
    )


def _reject_mixed(sheet: Sheet, made: pa.Table) -> None:
    """Ranks alone and departments alone, one below the other, count everybody twice."""
    alone: dict[tuple[str, bool], list[int]] = {}  # wave, by rank → rows
    names = ("wave", *BREAKDOWNS, "source_row")
    for wave, rank, group, row in zip(*(made[name].to_pylist() for name in names), strict=True):
        if (rank is None) != (group is None):
            alone.setdefault((fold(wave), group is None), []).append(row)
    twice = [row for (wave, by), rows in alone.items() if (wave, not by) in alone for row in rows]
    sheet.faults.reject(
        "mixed_groups",
        np.isin(sheet.grid.numbers, twice),
        "職位だけの行と所属だけの行が混ざっています（足すと、配布数が2倍になります）",
        "職位と所属の組ごとに1行にするか、職位だけか所属だけの表にしてください",
    )


def _reject_nobodys(sheet: Sheet, made: pa.Table) -> None:
    """A row of no group beside rows of groups: most often a total, which would count everybody twice."""
    names = ("wave", *BREAKDOWNS, "source_row")
    rows = list(zip(*(made[name].to_pylist() for name in names), strict=True))
    grouped = {fold(wave) for wave, *groups, _ in rows if any(groups)}
    nobodys = [row for wave, *groups, row in rows if not any(groups) and fold(wave) in grouped]
    sheet.faults.reject(
        "total_row",
        np.isin(sheet.grid.numbers, nobodys),
        "職位も所属も空白で、群のある行と並んでいるので、合計の行です",
        NO_TOTALS,
    )


def results(sheet: Sheet, origin: Mapping[str, object]) -> dict[str, pa.Table]:
    """Shares by group, in the words of the table of staff where it knows them; no share may be told twice."""
    staff = _staff()
    made = _with_waves(others(sheet, origin)["survey_results"])
    for name in BREAKDOWNS:
        known = _known(sheet, staff, name)
        made = _in(made, name, [_group(word, known) for word in made[name].to_pylist()])
    _reject_fractions(sheet, made)
    _reject_crossed(sheet, made)
    made = _with_whole(sheet, made)
    _reject_doubled(sheet, made)
    return {"survey_results": _with_days(made, origin.get("given"))}


def _reject_fractions(sheet: Sheet, made: pa.Table) -> None:
    """A workbook shows 0.714 as 71.4 % and keeps the fraction; of a hundred no table has 1 at most everywhere."""
    shares = made["positive_percent"].to_pylist()
    if not shares or max(shares) > 1 or all(share in (0, 1) for share in shares):
        return
    sheet.faults.reject(
        "fraction",
        np.isin(sheet.grid.numbers, made["source_row"].to_pylist()),
        "割合がどれも1以下です（71.4％のセルは、Excelでは0.714と書かれています）",
        "百分率の数（71.4 など）に100倍して書き直し、セルの表示形式を「標準」にしてください",
        sheet.fields["positive_percent"].label,
    )


def _reject_crossed(sheet: Sheet, made: pa.Table) -> None:
    """A rank within a group of departments: one breakdown is shown at a time."""
    groups = zip(*(made[name].to_pylist() for name in BREAKDOWNS), strict=True)
    both = [all(each) for each in groups]
    sheet.faults.reject(
        "crossed_groups",
        np.isin(sheet.grid.numbers, made["source_row"].filter(pa.array(both)).to_pylist()),
        "職位と部署群の両方を分けた割合です（人が分かるため、分け方は一度に1つです）",
        "職位ごとの行と、部署群ごとの行に分けて集計し直してください",
    )


def _group(word: str | None, known: Known) -> str | None:
    """The group that *word* means, as it stands where the table does not know it; None for everybody."""
    own = known.group(word or "")
    return own or (None if fold(word or "") in WHOLES | {""} else word)


def _with_whole(sheet: Sheet, made: pa.Table) -> pa.Table:
    """The rows of no group are the whole, by the breakdown that the file has."""
    told = [name for name in BREAKDOWNS if made[name].null_count < made.num_rows]
    has = [name for name in BREAKDOWNS if name in sheet.fields]
    into = [*told, *has, *BREAKDOWNS][0]
    groups = zip(*(made[name].to_pylist() for name in BREAKDOWNS), strict=True)
    own = zip(made[into].to_pylist(), groups, strict=True)
    return _in(made, into, [word if any(both) else WHOLE for word, both in own])


def _with_days(made: pa.Table, given: object) -> pa.Table:
    """A row without a day has that of its wave; else the *given* one, unless the file tells several years by name."""
    waves, days = (made[name].to_pylist() for name in ("wave", "fielded_on"))
    known = {wave: day for wave, day in zip(waves, days, strict=True) if day}
    is_one = len(set(waves)) == 1
    other = {wave: given for wave in waves if is_one or parse_fiscal_year(wave) is None}
    return _in(
        made,
        "fielded_on",
        [day or known.get(wave) or other.get(wave) for wave, day in zip(waves, days, strict=True)],
    )


def _reject_doubled(sheet: Sheet, made: pa.Table) -> None:
    """Two shares of one question, group and wave: which of them holds, nobody can tell."""
    names = ("wave", "rank_group", "department_group", "question", "item")
    keys = list(zip(*(made[name].to_pylist() for name in names), strict=True))
    count = Counter(keys)
    rows = {
        row for key, row in zip(keys, made["source_row"].to_pylist(), strict=True) if count[key] > 1
    }
    sheet.faults.reject(
        "double_share",
        np.isin(sheet.grid.numbers, sorted(rows)),
        "同じ回・群・設問の割合が2つ以上あります",
        "1つにしてください。別の設問なら、記号の列を columns の item に書き、words.item で分けてください",
    )


def last_year(fields: Mapping[str, Values]) -> date | None:
    """The end of the newest year, where waves are called by years."""
    waves = fields["wave"].words if "wave" in fields else []
    return max((day for word in waves if (day := last_day_of_year(word))), default=None)


def check_days(fields: Mapping[str, Values], faults: Faults) -> None:
    """A wave without a day and not called by its year cannot be put before or behind another."""
    if "wave" not in fields:
        return
    wave, day = fields["wave"], fields.get("fielded_on")
    words = [fold(word) for word in wave.words]
    dated = {words[code] for code in wave.codes[day.is_there]} if day else set()
    lost = [word not in dated and parse_fiscal_year(word) is None for word in words]
    faults.reject(
        "no_day",
        np.array(lost, np.bool_)[wave.codes] & wave.is_there & ~faults.rejected,
        "いつの調査か分かりません（実施日がなく、回の名前も年度ではありません）",
        "実施日の列を加えるか、--as-of で調査の最後の日（例: 2026-06-19）を指定してください",
        wave.label,
    )


def _staff() -> Staff:
    try:
        return read_staff(Settings.load().survey)
    except LayoutFault as fault:
        raise InputFault(str(fault)) from fault


def _with_waves(made: pa.Table) -> pa.Table:
    """The waves as they are compared: 第３回 and 第3回 are one."""
    return _in(made, "wave", [fold(word) for word in made["wave"].to_pylist()])


def _in(made: pa.Table, name: str, values: Sequence[object]) -> pa.Table:
    field = made.schema.field(name)
    at = made.schema.get_field_index(name)
    return made.set_column(at, field, pa.array(values, field.type))


def _known(sheet: Sheet, staff: Staff, breakdown: Breakdown) -> Known:
    return Known.of(staff, breakdown, sheet.layout.layout.municipality)


def _reject_strange(sheet: Sheet, values: Values, known: Known) -> None:
    """A word of no group; that of a total would count everybody twice."""
    strange = dict.fromkeys(
        word for word in values.words if word.strip() and known.group(word) is None
    )
    for word in strange:
        here = np.array([each == word for each in values.words], np.bool_)[values.codes]
        if fold(word) in WHOLES | {"小計"}:
            what = f"{values.field.label}「{word}」"
            sheet.faults.reject(
                "total_row", here, f"{what}は、合計の行です", NO_TOTALS, values.label
            )
            continue
        near = nearest(word, known.names)
        what = f"{values.field.label}「{quoted(word, int(here.sum()), near)}」"
        sheet.faults.reject(
            "unknown_group",
            here,
            f"{what}は、職位と所属の表にありません{closest(known, near)}",
            f"staff.toml の {known.title} に、この言葉を加えてください",
            values.label,
        )

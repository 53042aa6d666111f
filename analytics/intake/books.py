"""Which books a file is of: the fiscal year it speaks for and the day those books closed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import get_args

from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding, error, warning
from analytics.intake.headers import years_in
from analytics.intake.layout import Layout
from analytics.intake.layouts import AnyLayout
from analytics.intake.lines import Line
from analytics.ledger.calendar import (
    Clock,
    closing_date,
    fiscal_year_closing_on,
    parse_fiscal_year,
    short_year_label,
)


@dataclass(frozen=True)
class Books:
    """A fiscal year and its closing date; of a survey the year and day of its *wave*."""

    fiscal_year: int
    as_of: date
    wave: str = ""


def source_scope(layout: AnyLayout, books: Books) -> str:
    """What one delivery covers: a later file of the same scope replaces it."""
    return f"{layout.name}@{books.wave or books.as_of.isoformat()}"


def find_books(
    name: str, sheet: Sheet, lines: list[Line], layout: Layout, as_of: date | None
) -> tuple[Books | None, list[Finding]]:
    """The books of a file named *name*, from its year column, its name, its layout or the *as_of* given by hand.

    Everything that names a year must name the same one.
    """
    findings = _foreign_name(name, layout)
    said: dict[str, int] = {}
    if layout.as_of.fiscal_year is not None:
        said["レイアウト"] = layout.as_of.fiscal_year
    if (from_name := _year_in_name(name, layout)) is not None:
        said["ファイル名"] = from_name
    if (from_title := _year_in_title(sheet, layout)) is not None:
        said["表題"] = from_title
    if as_of is not None:
        findings += _no_closing(as_of, layout)
        said["指定した基準日"] = fiscal_year_closing_on(as_of)
    column_year, about_column = _year_in_column(sheet, lines, layout)
    findings += about_column
    if column_year is not None:
        said["年度の列"] = column_year
    if not said and not about_column:
        findings.append(
            error(
                "no_year",
                "何年度の決算か分かりません",
                "--as-of で基準日（例: 2024-05-31）を指定するか、レイアウトの [as_of] に"
                " title か fiscal_year を書いてください",
            )
        )
    if said and sheet.year is not None:  # it confirms, and does not decide
        said["見出し"] = sheet.year
    if len(set(said.values())) > 1:
        words = "、".join(f"{place}は{short_year_label(year)}" for place, year in said.items())
        findings.append(
            error(
                "year_differs",
                f"年度が食い違っています（{words}）",
                "ファイルと指定を確かめてください",
            )
        )
    if not said:
        return None, findings
    fiscal_year = column_year if column_year is not None else next(iter(said.values()))
    if from_title is None:
        findings += _other_year_above(sheet, fiscal_year)
    day = as_of or closing_date(fiscal_year, layout.as_of.clock)
    return Books(fiscal_year, day), findings


def _other_year_above(sheet: Sheet, fiscal_year: int) -> list[Finding]:
    """A title that the layout does not read may still show that the wrong file was sent."""
    named = years_in(sheet.above)
    if not named or fiscal_year in named:
        return []
    years = "、".join(map(short_year_label, sorted(named)))
    return [
        warning(
            "other_year_above",
            f"見出しより上に「{years}」とありますが、{short_year_label(fiscal_year)}の決算として読みます",
            "ファイルと年度の指定を確かめてください。"
            "表題の年度が決算の年度なら、レイアウトの [as_of] に title を書いてください",
        )
    ]


def _no_closing(as_of: date, layout: Layout) -> list[Finding]:
    """A settlement is of the day its books closed, by one of the two clocks (facts.md 5): that of the layout."""
    days = {clock: closing_date(as_of.year - 1, clock) for clock in get_args(Clock)}
    if as_of == days[layout.as_of.clock]:
        return []
    if as_of in days.values():
        return [
            warning(
                "other_clock",
                f"指定した基準日 {as_of.isoformat()} は、レイアウトの clock の帳簿の閉まる日"
                f"（{days[layout.as_of.clock].isoformat()}）ではありません",
                "出納閉鎖（5月31日）か公営企業会計（3月31日）かを確かめ、指定かレイアウトの clock を直してください",
            )
        ]
    return [
        error(
            "no_closing_date",
            f"指定した基準日 {as_of.isoformat()} は、帳簿の閉まる日ではありません",
            "出納閉鎖なら翌年度の5月31日、公営企業会計なら3月31日を指定してください",
        )
    ]


def _foreign_name(name: str, layout: Layout) -> list[Finding]:
    """A file name that carries another municipality's code is somebody else's file."""
    code = _named(name, layout).get("municipality_code")
    mine = layout.layout.municipality_code
    if not code or code == mine:
        return []
    return [
        error(
            "other_city",
            f"ファイル名の団体コード {code} は{layout.layout.municipality}（{mine}）のものではありません",
            f"{layout.layout.municipality}のファイルを選んでください",
        )
    ]


def _named(name: str, layout: Layout) -> dict[str, str | None]:
    """What the layout's pattern reads out of a file name."""
    found = re.search(layout.source.file_name, name) if layout.source.file_name else None
    return found.groupdict() if found else {}


def _year_in_name(name: str, layout: Layout) -> int | None:
    text = _named(name, layout).get("fiscal_year")
    return parse_fiscal_year(text) if text else None


def _year_in_title(sheet: Sheet, layout: Layout) -> int | None:
    if not layout.as_of.title:
        return None
    for line in sheet.above:
        if found := re.search(layout.as_of.title, line):
            return parse_fiscal_year(found["fiscal_year"])
    return None


def _year_in_column(
    sheet: Sheet, lines: list[Line], layout: Layout
) -> tuple[int | None, list[Finding]]:
    if "fiscal_year" not in layout.texts:
        return None, []
    header = layout.texts["fiscal_year"].header
    if header not in sheet.position:
        return None, []  # said once, with the head
    years: Counter[int] = Counter()
    findings = []
    for line in lines:
        year = parse_fiscal_year(line.words["fiscal_year"])
        if year is None:
            findings.append(
                error(
                    "bad_year",
                    "年度の列に年度でないものがあります",
                    "西暦か令和N年度の形に直してください",
                    line.row,
                    header,
                )
            )
        else:
            years[year] += 1
    if not years:
        return None, findings
    usual = years.most_common(1)[0][0]
    findings += [
        error(
            "mixed_years",
            f"ほかの行（{short_year_label(usual)}）と違う年度です",
            "1つのファイルには1つの年度だけを入れてください",
            line.row,
            header,
        )
        for line in lines
        if (year := parse_fiscal_year(line.words["fiscal_year"])) is not None and year != usual
    ]
    return usual, findings

"""Which month a delivery speaks of, and which books are open then (facts.md 5)."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

from analytics.intake.findings import Finding, error
from analytics.intake.records.layout import RecordLayout
from analytics.ledger.calendar import Clock
from analytics.ledger.days import parse_day

_MONTH = re.compile(
    r"(?P<era>令和?|平成?|昭和?|R|H|S)?(?P<year>\d{1,4}|元)[年./-](?P<month>\d{1,2})月?末?"
)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def parse_month(text: str) -> date | None:
    """The last day of the month written in *text* (``202610``, ``2026-10``, ``令和8年10月末``, ``R8.10.31``), or None.

    A day that does not end its month is no such thing.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper().removesuffix("現在")
    if found := parse_day(plain):
        return found.day if found.day == month_end(found.day.year, found.day.month) else None
    if re.fullmatch(r"\d{6}", plain):
        return _end(int(plain[:4]), int(plain[4:]))
    named = _MONTH.fullmatch(plain)
    if named is None:
        return None
    if named["era"] is None:
        return _end(int(named["year"]), int(named["month"])) if len(named["year"]) == 4 else None
    # the last of its days that there is in that era
    lasts = (
        f"{named['era']}{named['year']}年{named['month']}月{day}日" for day in (31, 30, 29, 28)
    )
    return next((found.day for last in lasts if (found := parse_day(last))), None)


def _end(year: int, month: int) -> date | None:
    return month_end(year, month) if 1 <= month <= 12 and 1990 <= year <= 2100 else None


def month_label(day: date) -> str:
    """``2026年10月末``: a month in a finding."""
    return f"{day.year}年{day.month}月末"


def fiscal_year_of(day: date) -> int:
    """The fiscal year in which *day* lies."""
    return day.year if day.month >= 4 else day.year - 1


def open_books(as_of: date, clock: Clock) -> list[int]:
    """The fiscal years whose books are open on *as_of*: in April and May two, but for enterprise accounting."""
    this = fiscal_year_of(as_of)
    return [this - 1, this] if clock == "G" and as_of.month in (4, 5) else [this]


def find_month(
    name: str, above: list[str], layout: RecordLayout, given: date | None
) -> tuple[date | None, list[Finding]]:
    """The month of a file called *name* with the lines *above* its head: all that name one must name the same."""
    said: dict[str, date] = {}
    findings = []
    for place, pattern, texts in (
        ("ファイル名", layout.source.file_name, [name]),
        ("表題", layout.as_of.title, above),
    ):
        written = _named(pattern, texts)
        if written is None:
            continue
        if month := parse_month(written):
            said[place] = month
        else:
            findings.append(_no_month(place, written))
    if given is not None:
        said["指定した基準日"] = given
        if given != month_end(given.year, given.month):
            findings.append(_no_month("指定した基準日", given.isoformat()))
    if len(set(said.values())) > 1:
        words = "、".join(f"{place}は{month_label(month)}" for place, month in said.items())
        findings.append(
            error(
                "month_differs",
                f"何月末の資料かが食い違っています（{words}）",
                "別の月のファイルでないかを確かめ、正しい月のファイルを選び直してください",
            )
        )
    if not said and not findings:
        findings.append(
            error(
                "no_month",
                "何月末の資料か分かりません",
                "ファイル名か表題に年月を入れるか、--as-of で基準日（例: 2026-10-31）を指定してください",
            )
        )
    return (next(iter(said.values())) if said else None), findings


def _named(pattern: str, texts: list[str]) -> str | None:
    """What *pattern* reads in the first of *texts* that has it."""
    if not pattern or "as_of" not in re.compile(pattern).groupindex:
        return None
    found = (re.search(pattern, text) for text in texts)
    return next((each["as_of"] for each in found if each and each["as_of"]), None)


def _no_month(place: str, written: str) -> Finding:
    return error(
        "no_month",
        f"{place}の「{written}」は、月末として読めません",
        "202610、令和8年10月末、2026-10-31 のような形にしてください",
    )

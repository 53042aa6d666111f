"""A cell of a workbook as the text that a CSV of it would hold: whole numbers whole, days as 2025-04-01."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

# what calamine gives; datetime is a date
Value = str | float | int | bool | date | time | timedelta
_HALF_SECOND = timedelta(microseconds=500_000)
_WHOLE = 10**15  # a spreadsheet keeps 15 digits; what stands behind them is noise


def texts(cells: list[Value]) -> list[str]:
    """A row of *cells* as text."""
    return [cell if type(cell) is str else text(cell) for cell in cells]


def text(cell: Value) -> str:
    """One *cell* as text.

    >>> text(1234.0), text(0.1 + 0.2), text(datetime(2025, 4, 1)), text(True)
    ('1234', '0.3', '2025-04-01', 'TRUE')
    """
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case int():
            return str(cell)
        case float():
            return _number(cell)
        case datetime():
            return _moment(cell)
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("seconds")
        case timedelta():
            return _duration(cell)


def _number(number: float) -> str:
    if number.is_integer() and abs(number) < _WHOLE:
        return str(int(number))
    return format(Decimal(format(number, ".15g")), "f")  # never 1e-07


def _moment(moment: datetime) -> str:
    """To the second: a spreadsheet keeps parts of days, and 9:30 comes out a few microseconds short."""
    if moment.microsecond:
        moment = (moment + _HALF_SECOND).replace(microsecond=0)
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")


def _duration(duration: timedelta) -> str:
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"

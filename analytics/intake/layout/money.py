"""`[[amounts]]`: the money of a layout, in which columns it stands and in which unit."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, NonNegativeInt, model_validator

from analytics.intake.checked import YEN, Listed, Unit
from analytics.intake.layout.parts import Table

Amount = Literal[
    "assessed_yen",
    "received_yen",
    "refund_pending_yen",
    "written_off_yen",
    "outstanding_yen",
    "budget_yen",
]


def with_header(value: Any) -> Any:
    """A column may be written as its header alone, or as the headers to add up."""
    return {"header": value} if isinstance(value, str | list) else value


class MoneyColumn(Table):
    """Money in one column, or the sum of several, and the unit it is written in."""

    header: Annotated[list[str], Listed, Field(min_length=1)]
    unit: Unit = "円"

    @property
    def yen(self) -> int:
        """How many yen one written unit is."""
        return YEN[self.unit]

    @property
    def label(self) -> str:
        """Its header, or all of them: ``本税＋督促手数料``."""
        return "＋".join(self.header)


class AmountSet(Table):
    """`[[amounts]]`: the money columns of one claim line. A wide table has one set per part.

    A column is its header alone, the headers to add up, or a table with a unit of its own.
    """

    unit: Unit = "円"
    part: Literal["current", "carried_over", "undivided", ""] = ""
    rounding: NonNegativeInt = 0  # yen by which the identity may be off where units are rounded
    assessed_yen: MoneyColumn
    received_yen: MoneyColumn
    written_off_yen: MoneyColumn | None = None  # a table without it knows no write-off
    outstanding_yen: MoneyColumn
    refund_pending_yen: MoneyColumn | None = None
    budget_yen: MoneyColumn | None = None
    case_count: str = ""

    @model_validator(mode="before")
    @classmethod
    def _columns_in_the_unit_of_the_set(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        unit = {"unit": values["unit"]} if "unit" in values else {}
        columns = {name: with_header(values[name]) for name in get_args(Amount) if name in values}
        return values | {
            name: unit | column if isinstance(column, dict) else column
            for name, column in columns.items()
        }

    @property
    def columns(self) -> dict[str, MoneyColumn]:
        """Column name → where it is written, only those the file has."""
        found = {name: getattr(self, name) for name in get_args(Amount)}
        return {name: column for name, column in found.items() if column is not None}

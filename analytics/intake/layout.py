"""A layout: the TOML file that says how one kind of file is read. Departments change headers; whoever notices is no
programmer, so everything that may change is here and nothing of it in Python. `docs/レイアウトの書き方.md` explains
every key and is tested against this module.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NonNegativeInt,
    ValidationError,
    model_validator,
)

from analytics.errors import LayoutFault
from analytics.intake.checked import (
    YEN,
    Encoding,
    FoldedPattern,
    FoldedWords,
    Listed,
    Name,
    Pattern,
    Unit,
    When,
    Words,
    YearPattern,
)
from analytics.intake.mistakes import mistakes, toml_place
from analytics.intake.text import fold
from analytics.ledger.calendar import Clock

Amount = Literal[
    "assessed_yen",
    "received_yen",
    "refund_pending_yen",
    "written_off_yen",
    "outstanding_yen",
    "budget_yen",
]


def _with_header(value: Any) -> Any:
    """A column may be written as its header alone."""
    return {"header": value} if isinstance(value, str) else value


def _fits(when: When, words: dict[str, str]) -> bool:
    return all(words[column] in known for column, known in when.items())


class Part(BaseModel):
    """A table of a layout. An unknown key is a mistake, and is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class About(Part):
    """`[layout]`: the layout's own name and version, and whose file it reads."""

    name: Name
    version: int
    title: str
    municipality: str
    municipality_code: str = ""


class Source(Part):
    """`[source]`: who publishes the file, on what terms, and how it is named."""

    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    url: str = ""
    file_name: Pattern = ""


class FileForm(Part):
    """`[file]`: characters, separators, and how many lines the head has."""

    encodings: Annotated[list[Encoding], Listed, Field(min_length=1)] = [
        "utf-8-sig",
        "cp932",
    ]
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    header_rows: Annotated[int, Field(ge=1, le=5)] = 1
    ends_with_newline: bool = False
    zero_marks: FoldedWords = []
    fill_down: Words = []


class AsOf(Part):
    """`[as_of]`: which books the file is of. The as-of date is the day those books closed."""

    clock: Clock = "G"
    fiscal_year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    title: YearPattern = ""


class TextColumn(Part):
    """A column of words or codes. With `heading`, only words of that form count, and hold for the rows below."""

    header: str
    strip_suffix: FoldedWords = []
    heading: FoldedPattern = ""


class AmountColumn(Part):
    """A column of money, and the unit it is written in."""

    header: str
    unit: Unit = "円"

    @property
    def yen(self) -> int:
        """How many yen one written unit is."""
        return YEN[self.unit]


class AmountSet(Part):
    """`[[amounts]]`: the money columns of one claim line. A wide table has one set per part.

    A column is its header alone, or a table with a unit of its own.
    """

    unit: Unit = "円"
    part: Literal["current", "carried_over", "undivided", ""] = ""
    rounding: NonNegativeInt = (
        0  # yen by which the identity may be off in a source that prints rounded units
    )
    assessed_yen: AmountColumn
    received_yen: AmountColumn
    written_off_yen: AmountColumn | None = None  # a table without it knows no write-off
    outstanding_yen: AmountColumn
    refund_pending_yen: AmountColumn | None = None
    budget_yen: AmountColumn | None = None
    case_count: str = ""

    @model_validator(mode="before")
    @classmethod
    def _columns_in_the_unit_of_the_set(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        unit = {"unit": values["unit"]} if "unit" in values else {}
        columns = {name: _with_header(values[name]) for name in get_args(Amount) if name in values}
        return values | {
            name: unit | column if isinstance(column, dict) else column
            for name, column in columns.items()
        }

    @property
    def columns(self) -> dict[str, AmountColumn]:
        """Column name → where it is written, only those the file has."""
        found = {name: getattr(self, name) for name in get_args(Amount)}
        return {name: column for name, column in found.items() if column is not None}


class SetAside(Part):
    """`[[set_aside]]`: rows that are no details (totals, notes); `check` compares a total with the details.

    Without a column the whole row is looked at. `above` means the details since the last row of this same rule, `all`
    those of the whole file; of these only the ones with the same words in the columns of `same`. A row that fits
    `unless` stays a detail.
    """

    column: str = ""
    matches: FoldedPattern
    unless: When = {}
    reason: str
    check: Literal["none", "all", "above"] = "none"
    same: Words = []
    tolerance: int = 0  # yen by which a rounded total may be off

    def fits(self, words: dict[str, str], whole_row: str) -> bool:
        """Whether a row of these folded *words*, or read as a whole, is set aside by this rule."""
        found = re.search(self.matches, words[self.column] if self.column else whole_row)
        return bool(found) and not (self.unless and _fits(self.unless, words))


class PartRule(Part):
    """`[part]`: which words of which column mean current-year and carried-over."""

    column: str
    current: FoldedWords = []
    carried_over: FoldedWords = []
    otherwise: Literal["current", "carried_over", "undivided", "error"] = "error"


class Department(Part):
    """One department: code, name, and the years for which that name holds (both ends included)."""

    code: str
    name: str
    from_year: int = 0
    to_year: int = 9999


class Departments(Part):
    """`[departments]`: one fixed department, or codes resolved per year from a list and a published table."""

    fixed: Department | None = None
    column: str = ""
    table: str = ""
    known: list[Department] = []


class ClaimRule(Part):
    """Which lines are which claim. `when` compares columns with words; the first rule that fits decides."""

    when: When = {}
    kind: str
    group: str = ""
    part: Literal["current", "carried_over", ""] = ""  # where the row itself does not say
    debtor: bool = True
    split: bool = True
    per_department: bool = False

    def fits(self, words: dict[str, str]) -> bool:
        """Whether the folded *words* of a line fit this rule."""
        return _fits(self.when, words)


class Claims(Part):
    """`[claims]`: lines → claims, within which columns bookings of several departments are netted, and the claims
    that every file holds: one without them was cut short.
    """

    account_column: str = ""
    net_within: Words = []
    unmatched: Literal["not_receivable", "error"] = "error"
    expected: list[str] = []
    rules: list[ClaimRule]


class Change(Part):
    """`[[changes]]`: a documented event after which a claim is no longer in the books."""

    fiscal_year: int
    claim: str
    reason: str


class Layout(Part):
    """One layout file, whole."""

    layout: About
    source: Source = Source()
    file: FileForm = FileForm()
    as_of: AsOf = AsOf()
    texts: dict[str, Annotated[TextColumn, BeforeValidator(_with_header)]] = {}
    ignored: FoldedWords = []
    amounts: list[AmountSet]
    set_aside: list[SetAside] = []
    part: PartRule | None = None
    departments: Departments
    claims: Claims
    changes: list[Change] = []
    refund_pending: Literal["in_received", "not_in_received", "not_shown"]

    @model_validator(mode="after")
    def _holds_together(self) -> Layout:
        wrong = [*self._unknown_columns(), *self._unclear_claims(), *self._unclear_amounts()]
        if wrong:
            raise ValueError("。".join(wrong))
        return self

    def _unknown_columns(self) -> Iterable[str]:
        """Every place that names a column by its key in `[texts]`."""
        named: dict[str, Iterable[str]] = {
            "file.fill_down": self.file.fill_down,
            "set_aside": [rule.column for rule in self.set_aside if rule.column],
            "set_aside.same": [column for rule in self.set_aside for column in rule.same],
            "set_aside.unless": [column for rule in self.set_aside for column in rule.unless],
            "part": [self.part.column] if self.part else [],
            "departments": filter(None, [self.departments.column]),
            "claims.account_column": filter(None, [self.claims.account_column]),
            "claims.net_within": self.claims.net_within,
            "claims.rules.when": [column for rule in self.claims.rules for column in rule.when],
        }
        for place, columns in named.items():
            for column in dict.fromkeys(columns):
                if column not in self.texts:
                    yield f"{place} の列「{column}」が [texts] にありません"

    def _unclear_claims(self) -> Iterable[str]:
        """What would leave a line without its department, part or claim."""
        if not self.departments.fixed and not self.departments.column:
            yield "[departments] には fixed か column のどちらかが必要です"
        splitting = self.part or any(amount_set.part for amount_set in self.amounts)
        if any(rule.split and not rule.part for rule in self.claims.rules) and not splitting:
            yield "現年・滞納繰越に分ける債権があるのに [part] も [[amounts]] の part もありません"
        kinds = {rule.kind for rule in self.claims.rules}
        for kind in self.claims.expected:
            if kind not in kinds:
                yield f"claims.expected の債権「{kind}」が [claims] rules にありません"

    def _unclear_amounts(self) -> Iterable[str]:
        """Amounts that would be counted twice, or guessed although they are written."""
        money = [fold(column.header) for each in self.amounts for column in each.columns.values()]
        for header in sorted({header for header in money if money.count(header) > 1}):
            yield f"金額の見出し「{header}」が2か所で使われています"
        shown = any(each.refund_pending_yen for each in self.amounts)
        if self.refund_pending == "not_shown" and shown:
            yield 'refund_pending = "not_shown" は、還付未済額の列がない表だけに使えます'

    @property
    def name(self) -> str:
        """The name to give to ``--layout``."""
        return self.layout.name

    @property
    def headers(self) -> list[str]:
        """Every header the file must have."""
        texts = [column.header for column in self.texts.values()]
        money = [column.header for each in self.amounts for column in each.columns.values()]
        counts = [each.case_count for each in self.amounts if each.case_count]
        return list(dict.fromkeys([*texts, *money, *counts]))

    @property
    def fingerprint(self) -> str:
        """A hash that changes when anything in the layout or in its department table does."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def read_layout(path: Path) -> Layout:
    """Read and check one layout file, with its department table if it names one.

    Raises `LayoutFault` with every problem found, in Japanese.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise LayoutFault(
            f"レイアウト {path.name} を開けません。権限や、ほかで開いていないかを確かめてください。"
        ) from problem
    except UnicodeDecodeError as problem:
        raise LayoutFault(
            f"レイアウト {path.name} の文字コードがUTF-8ではありません。UTF-8で保存し直してください。"
        ) from problem
    except tomllib.TOMLDecodeError as problem:
        raise LayoutFault(
            f"レイアウト {path.name} の{toml_place(problem)}の書き方がTOMLとして読めません。"
            "引用符やかっこの閉じ忘れ、同じ項目の重なりがないかを見て直してください。"
        ) from problem
    try:
        layout = Layout.model_validate(content)
    except ValidationError as problem:
        lines = [f"- {mistake}" for mistake in mistakes(problem, Layout.model_fields)]
        raise LayoutFault(
            "\n".join([f"レイアウト {path.name} に誤りがあります。次を直してください。", *lines])
        ) from problem
    if layout.departments.table:
        layout = _with_department_table(layout, path)
    return layout


def read_layouts(folder: Path) -> list[Layout]:
    """Every layout in *folder*, by file name. Raises `LayoutFault` for a bad one or two of one name."""
    layouts = [read_layout(path) for path in sorted(folder.glob("*.toml"))]
    names = [layout.name for layout in layouts]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            raise LayoutFault(
                f"同じ名前「{name}」のレイアウトが2つあります。[layout] name を変えてください。"
            )
    return layouts


def _with_department_table(layout: Layout, path: Path) -> Layout:
    table = (path.parent / layout.departments.table).resolve()
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            listed = [
                Department(
                    code=row["dept_code"],
                    name=row["dept_name"],
                    from_year=int(row["fiscal_year"]),
                    to_year=int(row["fiscal_year"]),
                )
                for row in csv.DictReader(lines)
            ]
        if not listed:
            raise ValueError("an empty table")
    except (OSError, KeyError, TypeError, ValueError) as problem:
        raise LayoutFault(
            f"レイアウト {path.name} の部署表 {layout.departments.table} を読めません。"
            "fiscal_year, dept_code, dept_name の列を持つUTF-8のCSVを置いてください。"
        ) from problem
    departments = layout.departments.model_copy(
        update={"known": [*layout.departments.known, *listed]}
    )
    return layout.model_copy(update={"departments": departments})

"""Small department files made to do harm, in the forms of the made-up city: what stands in each row, and its fate.

A file is its form (a layout of the sample) and its rows. A row is a good row of that form with some cells changed, and
what a careful clerk would do with it: take it in (`ok`), put it right and say so (`fixed`), keep it out (`out`), or see
that it is no detail (`aside`). The fate is decided here, by hand, and not by what the product does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

Fate = Literal["ok", "fixed", "out", "aside", "blank"]
Cells = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One row: the cells that differ from the good row, or all its cells, or its bare text; and its fate."""

    fate: Fate
    cells: Cells | list[Any] | str


def ok(**cells: Any) -> Line:
    return Line("ok", cells)


def fixed(**cells: Any) -> Line:
    return Line("fixed", cells)


def out(**cells: Any) -> Line:
    return Line("out", cells)


def aside(*cells: Any) -> Line:
    return Line("aside", list(cells))


@dataclass(frozen=True)
class Form:
    """How a department writes: the file's name, its good row, and how it is put on disk."""

    layout: str
    name: str
    good: Cells
    key: str  # the column that tells debtors apart
    keys: str  # how a key is written
    encoding: str = "cp932"
    delimiter: str = ","
    quoting: Literal[0, 1] = csv.QUOTE_MINIMAL
    above: tuple[tuple[str, ...], ...] = ()  # of a workbook: the rows above the details

    @property
    def head(self) -> list[str]:
        return list(self.good)

    @property
    def first(self) -> int:
        """The number of the first row below the head."""
        return len(self.above) + 1 if self.above else 2

    def cells(self, line: Line, number: int) -> list[Any]:
        if isinstance(line.cells, list):
            return line.cells
        assert isinstance(line.cells, dict)
        assert line.cells.keys() <= self.good.keys(), line.cells.keys() - self.good.keys()
        own: Cells = self.good | {self.key: self.keys.format(number)} | line.cells
        return list(own.values())

    def save(self, folder: Path, lines: Sequence[Line], name: str = "") -> Path:
        path = folder / (name or self.name)
        rows = [self._row(line, number) for number, line in enumerate(lines, start=self.first)]
        if path.suffix == ".xlsx":
            self._workbook(path, rows)
        else:
            path.write_bytes(
                "".join(map(str, [self._text(self.head), *rows])).encode(self.encoding)
            )
        return path

    def _row(self, line: Line, number: int) -> Any:
        if isinstance(line.cells, str):
            return line.cells + "\r\n"
        cells = [] if line.fate == "blank" else self.cells(line, number)
        return cells if self.above else self._text(cells)

    def _text(self, cells: list[Any]) -> str:
        into = io.StringIO()
        csv.writer(into, delimiter=self.delimiter, quoting=self.quoting).writerow(cells)
        return into.getvalue()

    def _workbook(self, path: Path, rows: Sequence[Sequence[Any]]) -> None:
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("一覧")
            day = book.add_format({"num_format": "yyyy/mm/dd"})
            for row, cells in enumerate([*self.above, *rows]):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell != "":
                        (sheet.write_string if isinstance(cell, str) else sheet.write)(
                            row, column, cell
                        )


def _good(text: str) -> Cells:
    """``列=値`` by lines."""
    pairs = (line.strip().partition("=") for line in text.strip().splitlines())
    return {name: value for name, _, value in pairs}


TAX = Form(
    "kakuu-tax",
    "架空市_税務課_滞納明細_202610.csv",
    _good("""
        市区町村コード=999999
        会計年度=2026
        賦課年度=2026
        相当年度=2026
        通知書番号=00000001
        業務詳細（科目）コード=001
        期別=01
        宛名番号=
        納期限=2026-06-30
        税額=10000
        収納税額=4000
        欠損税額=0
        未納税額=6000
        督促状発行日=2026-07-20
        納付誓約日=0000-00-00
        執行停止日=0000-00-00
        最終収納日=2026-08-03
        分割納付の有無=0
        処分の有無=0
        執行停止の有無=0
        欠損の有無=0
        滞納管理状況=折衝中
        操作年月日=2026-10-31
    """),
    "宛名番号",
    "{:010}",
)
PERSONS = Form(
    "kakuu-tax-persons",
    "架空市_税務課_宛名_202610.csv",
    _good("""
        宛名番号=
        氏名/名称=架空　太郎
        ふりがな=かくう　たろう
        郵便番号=000-0001
        住所=想定町1-1-1
        電話番号=0000-00-0001
        生年月日=1970-01-01
    """),
    "宛名番号",
    "{:010}",
)
CARE = Form(
    "kakuu-care",
    "架空市_高齢者支援課_介護保険料滞納者一覧_202610.csv",
    _good("""
        被保険者番号=
        宛名番号=0000000001
        氏名=架空　花子
        カナ=ｶｸｳ ﾊﾅｺ
        生年月日=1940/5/21
        郵便番号=〒000-0904
        住所=想定町4-1-20
        会計年度=2026
        賦課年度=2026
        期別=第1期
        納期限=2026/7/31
        当初調定額=9000
        更正額=0
        収納額=2000
        不納欠損額=0
        未納額=7000
        督促年月日=2026/8/20
        誓約年月日=
        停止年月日=
        最終納付年月日=2026/9/1
        状態=交渉中
    """),
    "被保険者番号",
    "{:010}",
)
LUNCH = Form(
    "kakuu-lunch",
    "架空市_学校教育課_学校給食費未納一覧_202610.txt",
    _good("""
        保護者番号=
        保護者氏名=架空　次郎
        フリガナ=カクウ ジロウ
        住所=試作町4-22-4
        学校=架空第4小学校
        申込日=2023/2/3
        会計年度=2026年度
        年度=2026年度
        月分=5月分
        納期限=2026/6/1
        調定額=5000
        収入額=1000
        不納欠損額=0
        未納額=4000
        督促日=2026/6/19
        分割納付の約束日=
        徴収停止日=
        最終納付日=2026/7/2
        状況=相談中
    """),
    "保護者番号",
    "G{:08}",
    encoding="utf-16",
    delimiter="\t",
)
ELDERLY = Form(
    "kakuu-late-elderly",
    "架空市_保険年金課_後期高齢者医療保険料滞納一覧_202610.csv",
    _good("""
        被保険者番号=
        宛名番号=0000000001
        氏名=𠮷田　花子
        氏名カナ=ヨシダ ハナコ
        生年月日=19431008
        郵便番号=000-1901
        住所=付箋町1-9-23
        電話番号=0000-00-5257
        会計年度=2026
        賦課年度=2026
        期=1
        区分=現年度分
        納期限=20260731
        賦課額=16,200
        増減額=-
        収納額=200
        不納欠損額=0
        滞納額=16,000
        督促日=20260815
        誓約日=
        執行停止日=
        最終収納日=20260901
        状態=一般
    """),
    "被保険者番号",
    "{:08}",
    encoding="utf-8",
    quoting=csv.QUOTE_ALL,
)
WELFARE = Form(
    "kakuu-welfare",
    "架空市_福祉課_生活保護費返還金_202610.csv",
    _good("""
        整理番号=
        氏名=架空　三郎
        よみ=カクウ サブロウ
        生年月日=1963-08-15
        住所=想定町5-8-14
        会計年度=2026
        決定年度=2026
        決定月=4月
        現年・過年=現年
        納期限=2026-05-15
        返還決定額=50000
        減額=0
        返還済額=10000
        不納欠損額=0
        残額=40000
        督促日=2026-06-01
        誓約日=
        徴収停止日=
        最終返還日=2026-07-01
        状況=交渉中
    """),
    "整理番号",
    "F-{:08}",
    encoding="utf-8-sig",
)
WATER = Form(
    "kakuu-water",
    "架空市_水道課_料金未収一覧_202610.csv",
    _good("""
        お客様番号=
        使用者名=架空　四郎
        使用者カナ=ｶｸｳ ｼﾛｳ
        使用場所=模型町5-5-14
        電話番号=0000-00-2678
        種別=水道料金
        使用開始日=2011/3/26
        会計年度=2026
        調定年度=2026
        年月分=2026年07月分
        区分=現年
        納期限=2026/8/20
        請求額=9646
        入金額=646
        欠損額=0
        未収額=9000
        督促日=2026/9/4
        誓約日=
        徴収停止日=
        最終入金日=2026/10/1
        状況=未対応
    """),
    "お客様番号",
    "{:09}",
    encoding="utf-8-sig",
)
_NURSERY = _good("""
    課コード=401
    保護者番号=
    保護者氏名=架空　幸子
    フリガナ=カクウ サチコ
    生年月日=1990-02-10
    住所=幻町1-26-16
    電話=0000-00-2994
    会計年度=2026年度
    賦課年度=2026年度
    月分=6月
    区分=現年分
    納期限=2026-06-22
    調定額=
    納付額=
    欠損額=
    未納額=
    督促状=2026-07-05
    納付誓約=
    執行停止=
    最終納付=
    状況=－
    園=架空西保育園
""") | {"調定額": 60700, "納付額": 700, "欠損額": 0, "未納額": 60000}
NURSERY = Form(
    "kakuu-nursery",
    "架空市_こども未来課_保育料滞納一覧_202610.xlsx",
    _NURSERY,
    "保護者番号",
    "{:08}",
    above=(("架空市　こども未来課　保育料滞納一覧　令和8年10月末現在",), (), tuple(_NURSERY)),
)
_HOUSING: Cells = {
    "団地": "見本団地",
    "部屋番号": "3-152",
    "番号": "",
    "氏名": "架空　恵美",
    "連帯保証人": "架空　陽介",
    "入居日": date(2021, 10, 18),
    "電話番号": "0000-00-3493",
    "会計年度": "2026年度",
    "調定年度": "2026年度",
    "月分": "7月分",
    "区分": "現年度",
    "納期限": date(2026, 7, 31),
    "調定額": 24300,
    "収入済額": 300,
    "不納欠損額": 0,
    "未収額": 24000,
    "督促日": date(2026, 8, 14),
    "誓約日": "",
    "徴収停止日": "",
    "最終納付日": "",
    "状況": "督促のみ",
}
_GROUPS = {0: "団地", 1: "部屋番号", 2: "入居者", 7: "使用料", 12: "金額", 16: "管理"}
HOUSING = Form(
    "kakuu-housing",
    "架空市_建築住宅課_市営住宅使用料滞納者一覧_202610.xlsx",
    _HOUSING,
    "番号",
    "J{:08}",
    above=(
        ("架空市　市営住宅使用料滞納者一覧（令和8年10月末現在）",),
        (),
        tuple(_GROUPS.get(at, "") for at in range(len(_HOUSING))),
        tuple("" if at < 2 else name for at, name in enumerate(_HOUSING)),
    ),
)
BLANK = Line("blank", [])

"""Layout files: TOML in a folder, read and checked. Every mistake is said at once, in Japanese."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from pydantic import ValidationError

from analytics.errors import LayoutFault, toml_place
from analytics.intake.layout.model import Layout
from analytics.intake.layout.parts import Department
from analytics.intake.mistakes import mistakes
from analytics.intake.records.layout import RecordLayout
from analytics.intake.survey.layout import SurveyLayout
from analytics.intake.text import files_ending

AnyLayout = Layout | RecordLayout | SurveyLayout


def read_layout(path: Path) -> AnyLayout:
    """Read and check one layout file, with its department table if it names one; `[layout] record` tells its kind.

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
    about = content.get("layout")
    record = about.get("record") if isinstance(about, dict) else None
    model: type[AnyLayout] = Layout if record is None else RecordLayout
    if record == "survey":
        model = SurveyLayout
    try:
        layout: AnyLayout = model.model_validate(content)
    except ValidationError as problem:
        lines = [f"- {mistake}" for mistake in mistakes(problem, model.model_fields)]
        raise LayoutFault(
            "\n".join([f"レイアウト {path.name} に誤りがあります。次を直してください。", *lines])
        ) from problem
    if layout.departments.table:
        layout = _with_department_table(layout, path)
    return layout


def read_layouts(folder: Path) -> list[AnyLayout]:
    """Every layout in *folder*, by file name. Raises `LayoutFault` for a bad one or two of one name."""
    layouts = [read_layout(path) for path in files_ending(".toml", folder)]
    names = [layout.name for layout in layouts]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            raise LayoutFault(
                f"同じ名前「{name}」のレイアウトが2つあります。[layout] name を変えてください。"
            )
    return layouts


def _with_department_table(layout: AnyLayout, path: Path) -> AnyLayout:
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

"""Which layout a file is meant for, judged by its headers and its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analytics.errors import InputFault, LayoutFault
from analytics.intake.decoding import DELIMITERS, ENOUGH, HEAD_BYTES, header_matches
from analytics.intake.findings import Finding, error
from analytics.intake.head import find_head
from analytics.intake.layouts import AnyLayout
from analytics.intake.records.layout import RecordLayout
from analytics.intake.survey.columns import share_of
from analytics.intake.survey.layout import SurveyLayout
from analytics.intake.tables.reading import beginning, sheets
from analytics.intake.tables.source import Source


class Fit(NamedTuple):
    """How well a layout fits a file; the largest is best."""

    share: float  # of its headers that the file has (0–1)
    is_named: bool  # whether the file's name is of its pattern
    headers: int  # that it knows


def choose_layout(
    source: Source, layouts: Sequence[AnyLayout], wanted: str | None = None
) -> AnyLayout:
    """The layout called *wanted*, or the one whose headers and file name fit best.

    Raises `InputFault` naming the known layouts when *wanted* is not among them, none is anywhere near, or several
    are equally near.
    """
    if wanted is not None:
        return _called(layouts, wanted)
    fitting = _fitting(source, layouts)
    if len(fitting) > 1:
        alike = "、".join(layout.name for layout in fitting)
        raise InputFault(
            f"{source.name} に合うレイアウトが{len(fitting)}つあり（{alike}）、どれか決められません。"
            "--layout で選んでください。"
        )
    if fitting:
        return fitting[0]
    raise InputFault(
        f"{source.name} に合うレイアウトがありません（あるのは {_names(layouts)}）。"
        "別の様式か、壊れたファイルでないかを確かめ、新しい様式なら、"
        "決算の表は docs/レイアウトの書き方.md、明細は docs/明細レイアウトの書き方.md、"
        "意識調査の回答は docs/意識調査の書き方.md に沿って、レイアウトを1つ用意してください"
        f"（明細の下書きは zangaku layouts suggest で作れます）。{_faulty_catalogue(layouts)}"
    )


def narrowed(layouts: Sequence[AnyLayout], wanted: str) -> list[AnyLayout]:
    """*layouts* without others of the kind of the one called *wanted*: files of other kinds come with it.

    Raises `InputFault` naming the known layouts when it is not among them.
    """
    chosen = _called(layouts, wanted)
    kind = getattr(chosen, "record", None)
    return [one for one in layouts if one is chosen or getattr(one, "record", None) != kind]


def _called(layouts: Sequence[AnyLayout], wanted: str) -> AnyLayout:
    for layout in layouts:
        if layout.name == wanted:
            return layout
    raise InputFault(f"レイアウト「{wanted}」はありません。使えるのは {_names(layouts)} です。")


def _names(layouts: Sequence[AnyLayout]) -> str:
    return "、".join(layout.name for layout in layouts) or "なし"


def _faulty_catalogue(layouts: Sequence[AnyLayout]) -> str:
    """Why no answers of a survey can be known by their questions; "" where they can."""
    try:
        for layout in layouts:
            if isinstance(layout, SurveyLayout):
                _ = layout.catalogue
    except LayoutFault as fault:
        return f"意識調査の回答かもしれませんが、見分けられません。{fault}"
    return ""


def _fitting(source: Source, layouts: Sequence[AnyLayout]) -> list[AnyLayout]:
    """The layouts that fit best and equally well: by their headers, by the file's name, by how much they know.

    Those whose file name fits are tried first, and suffice when all their headers are there. When none is near, other
    delimiters are tried: the file is then found fault with, by the layout it is meant for.
    """
    named = [layout for layout in layouts if is_named(source, layout)]
    for some, delimiter, least in (
        (named, "", 1.0),
        *((layouts, delimiter, ENOUGH) for delimiter in ("", *DELIMITERS)),
    ):
        fits = {layout.name: _fit(source, layout, delimiter) for layout in some}
        best = max(fits.values(), default=Fit(0.0, False, 0))
        if best.share >= least or (best.is_named and least < 1):
            return [layout for layout in some if fits[layout.name] == best]
    return []


def check_name(
    source: Source, layout: AnyLayout, layouts: Sequence[AnyLayout]
) -> Iterable[Finding]:
    """An error where the file has the headers of *layout* and is called as another of *layouts* says."""
    if not layout.source.file_name or is_named(source, layout):
        return
    for other in layouts:
        if is_named(source, other):
            yield error(
                "other_form",
                f"ファイル名は「{other.layout.title}」のものですが、中身は「{layout.layout.title}」の様式です",
                "別の課のファイルでないかを確かめ、正しいファイルを選び直すか、ファイル名を直してください",
            )


def _fit(source: Source, layout: AnyLayout, delimiter: str) -> Fit:
    share = _share(source, layout, delimiter)
    return Fit(share, is_named(source, layout), len(layout.headers))


def is_named(source: Source, layout: AnyLayout) -> bool:
    """Whether the file is called as *layout* says."""
    pattern = layout.source.file_name
    return bool(pattern and re.search(pattern, source.name))


def _share(source: Source, layout: AnyLayout, delimiter: str) -> float:
    """The share (0–1) of the layout's headers that the file has in one row, or in one row of a sheet."""
    if isinstance(layout, SurveyLayout):
        return 0.0 if delimiter else _share_of_survey(source, layout)
    if source.kind == "csv":
        with source.path.open("rb") as file:
            return header_matches(file.read(HEAD_BYTES), layout, delimiter)
    if delimiter or not isinstance(layout, RecordLayout):
        return 0.0
    heads = [find_head(beginning(source, layout, sheet), layout) for sheet in sheets(source)]
    return max((len(head.position) / len(layout.headers) for head in heads if head), default=0.0)


def _share_of_survey(source: Source, layout: SurveyLayout) -> float:
    """The same for answers, whose questions stand in the head with numbers and signs of the form around them."""
    try:
        catalogue = layout.catalogue
    except LayoutFault:  # said when a file that is called like a survey is read
        return 0.0
    rows = [row for sheet in sheets(source) for row in beginning(source, layout, sheet)]
    return max((share_of(row.cells, layout, catalogue) for row in rows), default=0.0)

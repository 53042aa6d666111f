"""`zangaku survey`: the waves there are, a wave taken in, and the questionnaire to put into a form tool."""

from __future__ import annotations

import typer
from rich.markup import escape

from analytics.cli.options import AsOfOption, Files, LayoutOption, StoreOption, day
from analytics.cli.printing import bad, good, out, print_csv, table
from analytics.cli.readings import print_reading
from analytics.cli.stopping import file_by_file
from analytics.cli.stores import known_layouts, store_at
from analytics.errors import InputFault
from analytics.figures.survey import offered
from analytics.figures.survey.questionnaire import LABELS, questionnaire
from analytics.figures.survey.waves import LABELS as OF_WAVES
from analytics.figures.survey.waves import waves
from analytics.intake.fitting import narrowed
from analytics.ledger.survey_file import read_catalogue
from analytics.settings import Settings
from analytics.store.importing import take_in_month
from analytics.store.reader import open_reader

survey = typer.Typer(
    invoke_without_command=True,
    help="意識調査の回の一覧を出します。取り込みと調査票もここです。",
    epilog="例: zangaku survey ／ zangaku survey import 意識調査_第3回.csv 意識調査_第3回_配布数.csv",
)


@survey.callback()
def list_waves(context: typer.Context, store: StoreOption = None) -> None:
    """意識調査の回の一覧を出します。取り込みと調査票もここです。"""
    if context.invoked_subcommand is not None:
        context.obj = store
        return
    reader = open_reader(store_at(store).root)
    found, counted = waves(reader), offered.waves(reader, is_counted=True)
    rows = table(*OF_WAVES.values())
    for row in found:
        rows.add_row(*map(escape, row))
    if found:
        out.print(rows)
    if counted:
        out.print(escape(f"集計された結果: {'、'.join(counted)}"))
    if not found and not counted:
        out.print("意識調査はまだ取り込まれていません（docs/意識調査の書き方.md）。")


@survey.command(
    "import", epilog="例: zangaku survey import 意識調査_第3回.xlsx 意識調査_第3回_配布数.csv"
)
def import_wave(
    context: typer.Context,
    files: Files,
    layout: LayoutOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """1回分の回答と配布数を、1つの版として取り込みます。"""
    target, layouts = store_at(store or context.obj), known_layouts()
    if layout is not None:
        layouts = narrowed(layouts, layout)
    with file_by_file():
        month = take_in_month(target, files, layouts, as_of=day(as_of))
    for reading in [*(done.reading for done in month.imports), *month.rejected]:
        print_reading(reading)
    for _, problem in month.unread:
        bad(problem)
    if month.new:
        names = "、".join(done.reading.name for done in month.new)
        good(f"{names} を版 {month.new[0].version} として取り込みました。")
    elif month.imports:
        good("同じ内容がすでに取り込まれています（変更なし）。")
    kept_out = [*(reading.name for reading in month.rejected), *(name for name, _ in month.unread)]
    if kept_out:
        bad(f"{'、'.join(kept_out)} は取り込みませんでした。直してから、もう一度実行してください。")
        raise typer.Exit(InputFault.exit_code)


@survey.command("questions", epilog="例: zangaku survey questions > 調査票.csv")
def print_questions() -> None:
    """調査票の設問と答えの言葉を、表にして出します。"""
    catalogue = read_catalogue(Settings.load().survey)
    print_csv(questionnaire(catalogue), LABELS)

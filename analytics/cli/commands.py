"""The commands of `zangaku`, a table of contents. Exit codes by cause stand in `analytics.errors`."""

from __future__ import annotations

import typer

from analytics.cli.audit import audit
from analytics.cli.consent import consent
from analytics.cli.demo import demo
from analytics.cli.figure import figure
from analytics.cli.help import in_japanese
from analytics.cli.importing import check, import_files
from analytics.cli.layouts import layouts
from analytics.cli.lead import lead
from analytics.cli.matching import match_debtors
from analytics.cli.options import PortOption, StoreOption
from analytics.cli.pinning import naming
from analytics.cli.sampling import sample
from analytics.cli.snapshots import snapshots
from analytics.cli.stores import store_at
from analytics.cli.survey import survey
from analytics.cli.targets import targets
from analytics.serving import serve_dashboard
from analytics.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # main() speaks
    rich_markup_mode="rich",
    help="残額（ZANGAKU）: 各課の未収残額を取り込み、図の数字を出し、画面を開きます。",
    epilog="例: [bold]zangaku demo[/bold] ／ [bold]zangaku figure balance_by_year[/bold]",
)

app.command(
    epilog="例: zangaku figure balance_by_year --format csv ／ zangaku figure bridge --as-of 2023-05-31 ／ "
    "zangaku figure ranking --version 第43回徴収対策会議"
)(figure)


@app.command(epilog="例: zangaku serve --port 8600")
def serve(port: PortOption = None, store: StoreOption = None) -> None:
    """ダッシュボードを開きます（127.0.0.1だけで受け付けます）。"""
    root = store_at(store).root
    serve_dashboard(Settings.load().port if port is None else port, root)


snapshots.add_typer(naming)
app.command(
    "import", epilog="例: zangaku import 2026-10 ／ zangaku import 132195_kessan2023sainyu.csv"
)(import_files)
app.command("match", epilog="例: zangaku match ／ zangaku match --retrain")(match_debtors)
app.command(epilog="例: zangaku demo")(demo)
app.command(epilog="例: zangaku check 132195_kessan2023sainyu.csv")(check)
app.command(epilog="例: zangaku sample --out 架空市 --months 24")(sample)
app.add_typer(layouts, name="layouts")
app.add_typer(snapshots, name="snapshots")
app.add_typer(targets, name="targets")
app.add_typer(survey, name="survey")
app.add_typer(audit, name="audit")
app.add_typer(consent, name="consent")
app.add_typer(lead, name="lead")
in_japanese(app)

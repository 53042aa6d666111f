"""`zangaku sample`: the files of a made-up city, to try the import with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from analytics.cli.printing import err, good
from analytics.cli.stopping import if_stopped
from analytics.sample import Plan, first_month_of, make_city
from analytics.sample.making import Step
from analytics.sample.plan import BASE_RESIDENTS, CITY, UNTIL

MONTHS = 60
LEFT = "できている月のフォルダはどれも全部そろっています。作りかけの月は消しました。"


def sample(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", readable=False, help="書き出す新しい（空の）フォルダ"),
    ],
    residents: Annotated[
        int, typer.Option("--residents", metavar="N", help="住民の数")
    ] = BASE_RESIDENTS,
    months: Annotated[int, typer.Option("--months", metavar="N", help="何か月分か")] = MONTHS,
    until: Annotated[
        str, typer.Option("--until", metavar="YYYY-MM", help="最後の月（例 2026-10）")
    ] = UNTIL,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="種。同じ種からは同じファイルができる")
    ] = 1,
) -> None:
    """架空の市の各課が毎月出すファイルを書き出します。"""
    first, last = first_month_of(until, months)
    plan = Plan(residents, first, last, seed)
    with if_stopped(LEFT), _progress() as step:
        make_city(out, plan, step)
    good(f"{CITY}の{months}か月分を {out} に書き出しました（住民 {residents:,}人、種 {seed}）。")


@contextmanager
def _progress() -> Iterator[Step]:
    """A bar with the month being written; on a pipe it says nothing."""
    if not err.is_terminal:
        yield lambda words, share: None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("書き出し", total=1.0)
        yield lambda words, share: progress.update(
            task, completed=share, description=f"書き出し {words}"
        )

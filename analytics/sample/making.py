"""A whole city on disk: what stands beside the months first, then month after month, each visible when it is whole."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.errors import InputFault, reason
from analytics.sample.actions import Row, actions_of, write_actions
from analytics.sample.answers import write_answers
from analytics.sample.beside import write_beside
from analytics.sample.exports.delivery import Delivery
from analytics.sample.exports.elders import write_care, write_insurance, write_welfare
from analytics.sample.exports.housing import write_housing
from analytics.sample.exports.nursery import write_nursery
from analytics.sample.exports.tax import write_arrears, write_register
from analytics.sample.exports.utilities import write_lunch, write_water
from analytics.sample.flow import expect
from analytics.sample.kinds import (
    CHILDREN,
    DEPARTMENTS,
    ELDERS,
    HOUSING,
    INSURANCE,
    KINDS,
    LUNCH,
    TAX,
    WATER,
    WELFARE,
)
from analytics.sample.lines import lines_of_block
from analytics.sample.months import digits, folder_name, year_and_month
from analytics.sample.people import People
from analytics.sample.plan import Plan
from analytics.sample.practice import write_practice
from analytics.sample.spool import Listed, Spool
from analytics.sample.truth import Truth

WORKSHOP = ".zangaku-sample"  # in the folder of the city, while it is being made
Step = Callable[[str, float], None]  # what is being done, and which share of all is done
MAKING = 0.06  # share of the time before the first month is written
EXPORTS = {
    TAX: write_arrears,
    WATER: write_water,
    HOUSING: write_housing,
    CHILDREN: write_nursery,
    LUNCH: write_lunch,
    ELDERS: write_care,
    INSURANCE: write_insurance,
    WELFARE: write_welfare,
}


def make_city(folder: Path, plan: Plan, step: Step = lambda words, share: None) -> None:
    """Write the files of 架空市 into *folder*, which must be empty or not there yet.

    A month's folder appears when all its files are whole. Raises `InputFault` where the folder cannot be written to.
    """
    with _workshop(folder) as workshop:
        people = People(plan.seed)
        spool = Spool(workshop / "lines")
        spool.folder.mkdir()
        _make_lines(workshop, plan, people, spool, step)
        write_beside(folder, plan)
        write_answers(folder, plan)
        listed = Listed(spool, plan)
        for number, month in enumerate(plan.months):
            year, of_year = year_and_month(month)
            step(f"{year}年{of_year}月", MAKING + (1 - MAKING) * number / len(plan.months))
            _write_month(workshop, folder, month, plan, people, listed)
        write_practice(folder, plan)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder for what is not finished, gone at the end whatever happens."""
    workshop = folder / WORKSHOP
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(workshop, ignore_errors=True)  # of one that was killed
        strangers = sorted(path.name for path in folder.iterdir())
        if strangers:
            raise InputFault(
                f"フォルダ {folder} には、ほかのもの（{strangers[0]} など{len(strangers)}件）が入っています。"
                "見本を書き出す新しい（空の）フォルダを --out で指定してください。"
            )
        workshop.mkdir()
    except OSError as problem:
        raise InputFault(
            f"フォルダ {folder} に書き出せません（{reason(problem)}）。場所と権限を確かめてください。"
        ) from problem
    try:
        yield workshop
    except OSError as problem:
        raise InputFault(
            f"{folder} への書き出しが途中で止まりました（{reason(problem)}）。できている月はそのまま使えます。"
            "空き容量と権限を確かめ、別の空のフォルダでやり直してください。"
        ) from problem
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _make_lines(workshop: Path, plan: Plan, people: People, spool: Spool, step: Step) -> None:
    """Every line of the city, into the spool; and who is who."""
    flows = {kind.name: expect(kind, plan) for kind in KINDS}
    truth_file = workshop / "正解" / "名寄せ_正解.csv"
    truth_file.parent.mkdir()
    with truth_file.open("x", encoding="utf-8-sig", newline="") as file:
        truth = Truth(file, people)
        for number, block in enumerate(plan.blocks):
            step("住民と債権", MAKING * number / len(plan.blocks))
            made = list(lines_of_block(block, flows, plan))
            for kind, lines in made:
                spool.add(kind, lines)
            truth.add(made)
    truth_file.parent.rename(workshop.parent / "正解")


def _write_month(
    workshop: Path, folder: Path, month: int, plan: Plan, people: People, listed: Listed
) -> None:
    """The files of one month, visible all at once."""
    unfinished = workshop / folder_name(month)
    unfinished.mkdir()
    actions: list[Row] = []
    totals = []
    for department in DEPARTMENTS:
        lines = listed.go_to(department.code, month)
        if not len(lines):
            continue  # nobody owes anything, or the claim has not joined yet: nothing is handed in
        delivery = Delivery(department, month, lines, people, plan)
        path = EXPORTS[department.code](delivery, unfinished)
        totals.append((path.name, len(lines), delivery.owed))
        if department.code == TAX:
            write_register(delivery, unfinished)
        actions += actions_of(delivery)
    if totals:
        write_actions(month, actions, unfinished)
    path = unfinished / f"件数金額控え_{digits(month)}.csv"
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("ファイル名", "件数", "金額（円）"), *totals])
    unfinished.rename(folder / unfinished.name)

"""`zangaku match`: which debtors of which departments are one person. Also what an import ends with."""

from __future__ import annotations

from typing import Annotated

import typer

from analytics.access.small_numbers import about
from analytics.cli.options import StoreOption, VersionOption
from analytics.cli.printing import bad, good, steps
from analytics.cli.stores import store_at
from analytics.errors import ZangakuError
from analytics.matching.afterwards import match_newest
from analytics.matching.matching import match
from analytics.matching.outcome import Matched
from analytics.store.reader import number_of
from analytics.store.snapshots import Store

TITLE = "名寄せ"


def match_debtors(
    store: StoreOption = None,
    version: VersionOption = None,
    retrain: Annotated[
        bool, typer.Option("--retrain", help="見分け方を、この版の資料から学び直す")
    ] = False,
) -> None:
    """課をまたいで同じ人を見つけます（名寄せ）。"""
    target = store_at(store)
    with steps(TITLE) as step:
        done = match(target, number_of(target, version), retrain, step)
    _say(done)


def match_after(store: Store) -> None:
    """Match what was just imported. A fault is said, and what was imported stays."""
    try:
        with steps(TITLE) as step:
            done = match_newest(store, step)
    except ZangakuError as problem:
        bad(f"取り込みは済みましたが、名寄せができませんでした。{problem}")
        return
    if done is not None:
        _say(done)


def _say(done: Matched) -> None:
    learnt = "学び直した" if done.was_trained else "前からの"
    good(
        f"版 {done.version} を名寄せしました: 債務者番号{about(done.debtor_count, '件')}が"
        f"{about(done.person_count, '人')}、確かめる組が{about(done.review_count, '組')}"
        f"（{learnt}見分け方 {done.model}）。"
    )

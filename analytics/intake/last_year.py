"""A file beside last year's: what a careful reader would notice before believing it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error, warning
from analytics.ledger.calendar import short_year_label

JUMP = 0.5  # share by which the total may move before it is remarked on
NAMED = 3  # claims that one finding calls by name
FEWER_ROWS = 0.2  # share of rows that may be missing against last year


def compare_with_last_year(reading: Reading, claims: pa.Table, sources: pa.Table) -> list[Finding]:
    """Warnings on *reading* beside the year before, found in the store: the *claims* of its kind, and the *sources*."""
    if reading.books is None:
        return []
    year = reading.books.fiscal_year - 1
    before = claims.filter(
        (pc.field("fiscal_year") == year) & pc.field("is_debtor_claim")
    ).to_pylist()
    if not before:
        return []
    return [
        *_fewer_rows(reading, sources.filter(pc.field("fiscal_year") == year)),
        *_fewer_totals(reading, sources.filter(pc.field("fiscal_year") == year)),
        *_jump(reading, sum(row["outstanding_yen"] for row in before), year),
        *_carried_over_missing(reading, before, year),
        *_vanished(reading, before, year),
        *_moved(reading, before, year),
        *_opening_differs(reading, before, year),
    ]


def _fewer_rows(reading: Reading, last: pa.Table) -> list[Finding]:
    rows = pc.sum(last["rows_read"]).as_py() or 0
    if reading.rows_read >= rows * (1 - FEWER_ROWS):
        return []
    return [
        warning(
            "fewer_rows",
            f"行数が前年度の {rows:,}行 から {reading.rows_read:,}行 に減っています",
            "ファイルが途中で切れていないか、出力の条件が同じかを確かめてください",
        )
    ]


def _fewer_totals(reading: Reading, last: pa.Table) -> list[Finding]:
    """Where only totals are set aside, fewer of them beside as many details: one of them is lost.

    Notes come and go, so a layout that sets notes aside is left alone; so is one that has been changed since.
    """
    rules = reading.layout.set_aside
    same = last.filter(pc.field("layout_sha256") == reading.layout.fingerprint)
    if not same.num_rows or any(rule.check == "none" for rule in rules):
        return []
    totals, rows = (pc.sum(same[name]).as_py() or 0 for name in ("set_aside_rows", "rows_read"))
    fewer = reading.set_aside_rows < totals
    if not fewer or reading.rows_read - reading.set_aside_rows < rows - totals:
        return []
    return [
        warning(
            "fewer_totals",
            f"計の行（{'、'.join(dict.fromkeys(rule.reason for rule in rules))}）が、前年度の {totals:,}行 から"
            f" {reading.set_aside_rows:,}行 に減っています",
            "計の行が抜けていないか、表の形が変わっていないかを確かめてください",
        )
    ]


def _jump(reading: Reading, before: int, year: int) -> list[Finding]:
    now = reading.totals["outstanding_yen"]
    if before <= 0 or abs(now - before) <= before * JUMP:
        return []
    return [
        warning(
            "jump",
            f"未収残額の合計が{short_year_label(year)}の {before:,}円 から {now:,}円 に大きく変わっています",
            "行の欠けや重なり、金額の単位（円・千円）を確かめてください",
        )
    ]


def _carried_over_missing(
    reading: Reading, before: list[dict[str, Any]], year: int
) -> list[Finding]:
    """A divided claim that was owed last year has a carried-over line this year, unless the file is cut short.

    Where the layout says that the claim is in every file, its missing line is an error.
    """
    expected = set(reading.layout.claims.expected)
    owed = {row["claim"] for row in before if row["part"] != "undivided" and row["outstanding_yen"]}
    parts: dict[str, set[str]] = defaultdict(set)
    for row in reading.receivables.to_pylist():
        parts[row["claim"]].add(row["part"])
    return [
        (error if claim in expected else warning)(
            "carried_over_missing",
            f"「{claim}」は{short_year_label(year)}末に未収がありましたが、滞納繰越分の行がありません",
            "ファイルが途中で切れていないかを確かめてください",
        )
        for claim in sorted(owed & parts.keys())
        if "carried_over" not in parts[claim]
    ]


def _vanished(reading: Reading, before: list[dict[str, Any]], year: int) -> list[Finding]:
    """Claims owed last year that the file does not have, and no documented change explains."""
    there = set(reading.receivables["claim"].to_pylist())
    explained = {
        change.claim for change in reading.layout.changes if change.fiscal_year == year + 1
    }
    owed: dict[str, int] = defaultdict(int)
    for row in before:
        owed[row["claim"]] += row["outstanding_yen"]
    return [
        warning(
            "vanished",
            f"「{claim}」は{short_year_label(year)}末に {yen:,}円 の未収がありましたが、このファイルに行がありません",
            "行の欠けでなければ、レイアウトの [[changes]] に理由を書いてください（増減の表では「不突合」に出ます）",
        )
        for claim, yen in sorted(owed.items())
        if yen and claim not in there and claim not in explained
    ]


def _moved(reading: Reading, before: list[dict[str, Any]], year: int) -> list[Finding]:
    """Claims for which another department answers than last year: a reorganisation, or a name lost in the file."""
    answered = {row["claim"]: (row["department"], row["department_name"]) for row in before}
    moved: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in reading.receivables.filter(pc.field("is_debtor_claim")).to_pylist():
        code, name = answered.get(row["claim"], (row["department"], ""))
        if code != row["department"]:
            moved[name, row["department_name"]].add(row["claim"])
    return [
        warning(
            "moved",
            f"{short_year_label(year)}に{old}だった債権が、{new}になっています（{_listed(claims)}）",
            "組織改編や所管替えでなければ、ファイルの課の欄と、レイアウトの [departments] を確かめてください",
        )
        for (old, new), claims in sorted(moved.items())
    ]


def _listed(claims: set[str]) -> str:
    named = "、".join(f"「{claim}」" for claim in sorted(claims)[:NAMED])
    return named + (f" ほか{len(claims) - NAMED}件" if len(claims) > NAMED else "")


def _opening_differs(reading: Reading, before: list[dict[str, Any]], year: int) -> list[Finding]:
    """facts.md 4.1: the carried-over assessment of a year is the uncollected amount of the year before."""
    closing: dict[str, int] = defaultdict(int)
    for row in before:
        closing[row["claim"]] += row["outstanding_yen"]
    opening: dict[str, int] = defaultdict(int)
    for row in reading.receivables.filter(
        (pc.field("part") == "carried_over") & pc.field("is_debtor_claim")
    ).to_pylist():
        opening[row["claim"]] += row["assessed_yen"]
    return [
        warning(
            "opening_differs",
            f"「{claim}」の滞納繰越分の調定額 {yen:,}円 が、{short_year_label(year)}末の未収残額 "
            f"{closing[claim]:,}円 と {abs(yen - closing[claim]):,}円 違います",
            "繰越後の調定更正などによる差か、所管課に確かめてください（増減の表では「調整」に出ます）",
        )
        for claim, yen in opening.items()
        if claim in closing and yen != closing[claim]
    ]

"""A month beside the one before it: what a careful clerk would notice before believing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.findings import Finding, error, warning
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.month import fiscal_year_of, month_label

KEY = ("account", "claim", "debtor_key", "levy_year", "instalment")
BOOK = ("fiscal_year", "part")
FEW = 10  # rows of which it may be chance that nothing has moved
NAMED = 3  # claims that one finding calls by name


def compare_with_last_month(
    now: pa.Table, before: pa.Table, layout: RecordLayout
) -> Iterable[Finding]:
    """Findings on the lines *now* (`RECEIVABLES`) beside those of the month *before*, delivered in the same layout.

    Keys that are gone although something was owed, keys that should have been there before, sums that jump.
    """
    if not before.num_rows:
        return
    then = before["as_of"][0].as_py()
    yield from _jump(now, before, layout, then)
    gone = _claims_gone(now, before)
    documented = _documented(now, layout)
    yield from _said_gone([claim for claim in gone if claim not in documented], then)
    if now["debtor_key"].null_count or before["debtor_key"].null_count:
        return
    stayed = before.filter(
        pc.invert(pc.is_in(before["claim"], value_set=pa.array(gone, pa.string())))
    )
    beside = _sums(now).join(
        _sums(stayed), list(KEY), right_suffix="_before", join_type="full outer"
    )
    yield from _zeros_lost(beside, then)
    yield from _vanished(beside, then)
    yield from _appeared(beside, then)
    yield from _shrunk(now, before, then)
    yield from _unmoved(beside, now, before, then)


def _sums(lines: pa.Table, *others: str) -> pa.Table:
    """One row for each claim of a debtor and each of *others*: a line keeps its key when its book changes."""
    keyed = lines
    for name in KEY:  # a join takes no null for the same as another
        filled = pc.fill_null(lines[name].cast(pa.string()), "")
        keyed = keyed.set_column(keyed.schema.get_field_index(name), name, filled)
    sums = keyed.group_by([*KEY, *others], use_threads=False).aggregate(
        [("outstanding_yen", "sum"), ("received_yen", "sum"), ("due_on", "max")]
    )
    return sums.rename_columns([*KEY, *others, "outstanding_yen", "received_yen", "due_on"])


def _total(lines: pa.Table) -> int:
    return int(pc.sum(lines["outstanding_yen"]).as_py() or 0)


def _jump(now: pa.Table, before: pa.Table, layout: RecordLayout, then: date) -> Iterable[Finding]:
    was, is_ = _total(before), _total(now)
    share = layout.checks.jump
    if was > 0 and abs(is_ - was) > was * share:
        yield warning(
            "jump",
            f"収入未済額の合計が {month_label(then)}の {was:,}円 から {is_:,}円 に、{share:.0%}を超えて変わっています",
            "行の欠けや重なり、金額の単位（円・千円）を確かめてください",
        )


def _claims_gone(now: pa.Table, before: pa.Table) -> list[str]:
    """Claims that were owed and of which there is no row any more."""
    owed = before.filter(pc.greater(before["outstanding_yen"], 0))
    return sorted({*owed["claim"].to_pylist()} - {*now["claim"].to_pylist()})


def _documented(now: pa.Table, layout: RecordLayout) -> set[str]:
    """The claims of which it is documented that they left in the year of *now*."""
    this = fiscal_year_of(now["as_of"][0].as_py()) if now.num_rows else None
    return {change.claim for change in layout.changes if change.fiscal_year == this}


def _said_gone(gone: list[str], then: date) -> Iterable[Finding]:
    if gone:
        named = "、".join(f"「{claim}」" for claim in gone[:NAMED])
        more = f" ほか{len(gone) - NAMED}件" if len(gone) > NAMED else ""
        yield error(
            "claim_gone",
            f"{month_label(then)}に未収のあった{named}{more}の行が、1つもありません",
            "出力の条件を確かめてください。なくなった債権なら、レイアウトの [[changes]] に理由を書いてください",
        )


def _zeros_lost(beside: pa.Table, then: date) -> Iterable[Finding]:
    """Most numbers that began with 0 are gone, and are here without it: a spreadsheet has saved the file as CSV.

    Taken in, every debtor would be somebody new. A few may be chance.
    """
    was = beside.filter(pc.is_valid(beside["outstanding_yen_before"]))
    with_zero = was.filter(pc.starts_with(was["debtor_key"], "0"))
    gone = with_zero.filter(pc.is_null(with_zero["outstanding_yen"])).select(KEY)
    new = beside.filter(pc.is_null(beside["outstanding_yen_before"])).select(KEY)
    short = gone.set_column(
        KEY.index("debtor_key"), "debtor_key", pc.utf8_ltrim(gone["debtor_key"], "0")
    )
    count = short.join(new, list(KEY), join_type="inner").num_rows
    if 2 * count > with_zero.num_rows:
        yield error(
            "zeros_lost",
            f"{month_label(then)}には先頭に0のあった番号 {count:,}件が、0のない番号になっています",
            "CSVをExcelで開いて保存したものなら、元のシステムから出力し直してください。"
            "番号の桁数が決まっていれば、レイアウトに digits を書くと0を戻して読みます",
        )


def _vanished(beside: pa.Table, then: date) -> Iterable[Finding]:
    lost = beside.filter(
        pc.and_(
            pc.is_null(beside["outstanding_yen"]), pc.greater(beside["outstanding_yen_before"], 0)
        )
    )
    if lost.num_rows:
        yen = pc.sum(lost["outstanding_yen_before"]).as_py()
        yield warning(
            "vanished",
            f"{month_label(then)}に未収のあった {lost.num_rows:,}件（{yen:,}円）が、このファイルにありません",
            "完納・欠損なら金額0円の行として残るか、を確かめてください（増減の表では「不突合」に出ます）",
        )


def _appeared(beside: pa.Table, then: date) -> Iterable[Finding]:
    new = pc.is_null(beside["outstanding_yen_before"])
    old = pc.less(beside["due_on"], pa.scalar(then))
    found = beside.filter(
        pc.and_(pc.and_(new, pc.fill_null(old, False)), pc.greater(beside["outstanding_yen"], 0))
    )
    if found.num_rows:
        yen = pc.sum(found["outstanding_yen"]).as_py()
        yield warning(
            "appeared",
            f"{month_label(then)}より前の納期限なのに、そのときなかった {found.num_rows:,}件（{yen:,}円）があります",
            "さかのぼって課税したものでなければ、番号や年度の書き方が変わっていないかを確かめてください",
        )


def _shrunk(now: pa.Table, before: pa.Table, then: date) -> Iterable[Finding]:
    """Within one book what was received only grows."""
    key = [*KEY, *BOOK]
    both = _sums(now, *BOOK).join(
        _sums(before, *BOOK), key, right_suffix="_before", join_type="inner"
    )
    fewer = both.filter(pc.less(both["received_yen"], both["received_yen_before"]))
    if fewer.num_rows:
        yen = pc.sum(pc.subtract(fewer["received_yen_before"], fewer["received_yen"])).as_py()
        yield warning(
            "received_less",
            f"{month_label(then)}より収入済額の減った行が {fewer.num_rows:,}件（{yen:,}円）あります",
            "還付や充当の取り消しでなければ、金額を確かめてください",
        )


def _unmoved(beside: pa.Table, now: pa.Table, before: pa.Table, then: date) -> Iterable[Finding]:
    if now.num_rows < FEW or now.num_rows != before.num_rows:
        return
    same = pc.and_(
        pc.equal(beside["outstanding_yen"], beside["outstanding_yen_before"]),
        pc.equal(beside["received_yen"], beside["received_yen_before"]),
    )
    if pc.all(pc.fill_null(same, False)).as_py():
        yield warning(
            "unmoved",
            f"{month_label(then)}と、すべての行が同じです",
            "先月のファイルを送っていないかを確かめてください",
        )

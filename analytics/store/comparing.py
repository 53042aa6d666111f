"""One file beside the newest version: what it replaces, whose city it is of, and the month or the year before it."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error, warning
from analytics.intake.last_year import compare_with_last_year
from analytics.intake.records.last_month import compare_with_last_month
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.month import month_label
from analytics.store.former import month_before
from analytics.store.newest import Newest

STANDING_STILL = 100  # rows of a list from which on something moves in every month


def remarks(reading: Reading, newest: Newest) -> Iterable[Finding]:
    """Findings on *reading*, which has no errors and knows its books, beside the *newest* version of a store."""
    sources = newest.documents["sources"]
    others = sources.filter(pc.field("source_scope") != reading.scope)
    yield from _replaced(reading, sources)
    yield from _other_city(reading, others)
    yield from _same_bytes(reading, others)
    if reading.record != "receivables":
        return
    if isinstance(reading.layout, RecordLayout):
        before = _month_before(reading, sources, newest)
        yield from compare_with_last_month(reading.receivables, before, reading.layout)
    else:
        mine = sources.filter(pc.field("layout") == reading.layout.name)
        yield from compare_with_last_year(reading, _comparable(reading, newest), mine)


def _comparable(reading: Reading, newest: Newest) -> pa.Table:
    """Of the claims there are, those that this file answers for: its own, and what its layout has delivered before."""
    of_layout = pc.starts_with(
        newest.summaries["deliveries"]["source_scope"], f"{reading.layout.name}@"
    )
    delivered = newest.summaries["deliveries"].filter(of_layout)
    names = pa.concat_arrays(
        [
            table["claim"].combine_chunks().cast(pa.string())
            for table in (delivered, reading.receivables)
        ]
    )
    claims = newest.summaries["claims"]
    claims = claims.filter(~pc.field("is_month"))  # a month is no last year's settlement
    return claims.filter(pc.is_in(claims["claim"], value_set=names))


def _month_before(reading: Reading, sources: pa.Table, newest: Newest) -> pa.Table:
    """The lines of the last month before this one that the same layout delivered."""
    assert reading.books is not None
    before = month_before(sources, reading.layout.name, reading.books.as_of)
    if before is None:
        return reading.receivables.slice(0, 0)
    return newest.lines_of(before.scope, before.as_of)


def _replaced(reading: Reading, sources: pa.Table) -> Iterable[Finding]:
    """A correction is welcome; another department's file in the same form would push the first one out unseen."""
    replaced = (pc.field("source_scope") == reading.scope) & (pc.field("sha256") != reading.sha256)
    if reading.record == "survey":  # whichever layout it came by
        same = pc.ends_with(pc.field("source_scope"), reading.scope[reading.scope.index("@") :])
        other = pc.field("source_scope") != reading.scope
        replaced |= (pc.field("record") == "survey") & same & other
    for row in sources.filter(replaced).to_pylist():
        if reading.record in ("survey", "survey_invited", "survey_results"):
            yield _corrected_wave(row["source_name"], row["version"])
            continue
        yield warning(
            "replaces",
            f"同じレイアウト・同じ基準日の {row['source_name']}（版 {row['version']}）を置き換えます",
            "訂正版なら、このまま取り込んでください。別の課のファイルなら、レイアウトの名前を課ごとに分けてください",
        )


def _corrected_wave(name: str, version: int) -> Finding:
    """Two deliveries of a wave differ by few persons, and what these answered is the difference of two tables."""
    return warning(
        "corrected_wave",
        f"同じ回の {name}（版 {version}）を置き換えます。違いのある回は、前の版では示さなくなります",
        "前の版から表や画像を配っていたら、差から一人ひとりの答えが分かるので、回収して差し替えてください",
    )


def _other_city(reading: Reading, others: pa.Table) -> Iterable[Finding]:
    about = reading.layout.layout
    cities = zip(
        *(others[name].to_pylist() for name in ("municipality", "municipality_code")), strict=True
    )
    for name, code in dict.fromkeys(cities):
        if (name, code) != (about.municipality, about.municipality_code):
            own = f"{about.municipality}"
            if name == own:  # told apart by their codes
                name, own = f"{name}（{code}）", f"{own}（{about.municipality_code}）"
            yield error(
                "other_city",
                f"この保管庫は{name}のものですが、ファイルは{own}のものです",
                "自治体ごとに別の保管庫を --store で指定してください",
            )


def _same_bytes(reading: Reading, others: pa.Table) -> Iterable[Finding]:
    """One file cannot be two years' books, or two months'. A list of addresses may stay as it is for a month.

    So may a short list of debtors, of whom nobody has paid.
    """
    is_short = isinstance(reading.layout, RecordLayout) and reading.claim_rows < STANDING_STILL
    say = error if reading.record == "receivables" and not is_short else warning
    alike = (pc.field("sha256") == reading.sha256) & (pc.field("layout") == reading.layout.name)
    for row in others.filter(alike).to_pylist():
        period = f"{row['fiscal_year']}年度"
        if isinstance(reading.layout, RecordLayout):
            period = month_label(row["as_of"])
        yield say(
            "same_bytes",
            f"{period}として取り込んだ {row['source_name']} と、まったく同じ中身です",
            "正しいファイルを選び直してください。取り込んだ方が違うなら、正しいファイルで取り込み直してください",
        )

"""Which column is which field: by the words of its header, held against what its cells look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.errors import InputFault
from analytics.intake.records.fields import FIELDS, Field, Record
from analytics.intake.suggesting.looks import MOSTLY, Look
from analytics.intake.suggesting.table import GUIDE
from analytics.intake.suggesting.words import HEADERS, PARTS, REQUIRED, Match, match, meaning

FAIRLY = 0.7  # of cells, that a header alone is believed


@dataclass(frozen=True)
class Guess:
    """The column or columns of a field, why, and whether somebody has to look."""

    looks: tuple[Look, ...]
    why: str
    is_sure: bool = True


def guess_record(looks: Sequence[Look], name: str) -> tuple[Record, dict[str, Guess]]:
    """The kind of record that *looks* hold, and the fields found. Raises `InputFault` when it is none."""
    for record, required in REQUIRED.items():
        fields = settled(guess_fields(looks, record), record)
        money = {"assessed_yen", "received_yen"} & fields.keys()
        if fields.keys() >= set(required) and (record != "receivables" or money):
            return record, fields
    raise InputFault(
        f"{name} の見出しから、滞納明細・宛名・取組の記録・意識調査の配布数か集計・会議のどれかを見分けられません。"
        f"滞納明細なら調定額（か収入済額）と収入未済額の列が要ります。{GUIDE} の例と見出しを比べてください。"
        "意識調査の回答（1行が1人）なら docs/意識調査の書き方.md を見てください。"
    )


def guess_fields(looks: Sequence[Look], record: Record) -> dict[str, Guess]:
    """Field → its column. The best fitting pair of field and column comes first, and each is taken once."""
    pairs: list[tuple[Match, int, str]] = []
    for look in looks:
        for key, words in HEADERS[record].items():
            found = match(look.name, words) if look.is_named else None
            if found and _can_be(look, FIELDS[record][key], found):
                pairs.append((found, look.at, key))
    taken: dict[str, Guess] = {}
    used: set[int] = set()
    for found, at, key in sorted(pairs):
        if key in taken or at in used:
            continue
        used.add(at)
        sure = found.way <= 1 and found.place < 6 and bool(looks[at].counts)
        taken[key] = Guess((looks[at],), _why(looks[at], FIELDS[record][key], sure), sure)
    return {key: taken[key] for key in FIELDS[record] if key in taken}


def _can_be(look: Look, field: Field, found: Match) -> bool:
    """Whether the cells of *look* are what *field* holds. Of a blank column only its header speaks."""
    if not look.counts:
        return not field.needed and found.way <= 1
    least = FAIRLY if found.way == 0 else MOSTLY
    if field.kind == "part":
        return look.may_be_quoted and all(meaning(word, PARTS) for word in look.counts)
    if field.kind == "state":
        return look.may_be_quoted and max(look.days, look.yen) < MOSTLY
    shares: Mapping[str, float] = {
        "day": look.days,
        "yen": look.yen,
        "number": look.yen,
        "year": look.years,
        "key": look.keys,
    }
    return shares.get(field.kind, 1.0) >= least


def _why(look: Look, field: Field, is_sure: bool) -> str:
    """What the field is called where the header does not say so, and what the cells look like."""
    said = field.label if is_sure and field.label not in look.name else ""
    return "、".join(filter(None, (said, look.described() if field.kind != "text" else "")))


def settled(fields: dict[str, Guess], record: Record) -> dict[str, Guess]:
    """*fields*, where what a header says is put right by what the others leave open."""
    fields = dict(fields)
    _settle_years(fields)
    _settle_keys(fields, record)
    return fields


def _settle_years(fields: dict[str, Guess]) -> None:
    """A year that the debt was levied in, where a file calls it the year of the books: these are never many."""
    books = fields.get("fiscal_year")
    if books and "levy_year" not in fields and len(books.looks[0].counts) > 2:
        del fields["fiscal_year"]
        fields["levy_year"] = Guess(
            books.looks, "年度が3つ以上あるので、賦課した年度とみました", is_sure=False
        )


def _settle_keys(fields: dict[str, Guess], record: Record) -> None:
    """A register of persons that has only one number: it is the debtor's and the resident's."""
    if "debtor_key" not in fields and "resident_key" in fields:
        fields["debtor_key"] = fields.pop("resident_key")
    only = fields.get("debtor_key")
    if (
        record == "persons"
        and only
        and "resident_key" not in fields
        and "宛名" in only.looks[0].name
    ):
        fields["resident_key"] = Guess(
            only.looks, "宛名番号そのもので管理しているとみました", is_sure=False
        )

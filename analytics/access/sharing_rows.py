"""One row of the sharing table as it is written (`analytics.access.sharing_file`): its mistakes, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Final

from analytics.access.sharing import BASIS_TYPES, FIELD_GROUPS, OFFICE, Row
from analytics.ledger.claim_kinds import SHARE_GROUPS, ClaimKinds
from analytics.ledger.rules_file import is_day

_WORDS = ("from", "to", "basis_type", "basis", "decided_by", "decision_no")
_REQUIRED = (*_WORDS, "fields", "valid_from", "municipality")
_KEYS: Final = (*_REQUIRED, "valid_to")
Fault = tuple[str, str]  # a key of a row, and what is wrong with it


def mistakes(row: dict[str, Any], rules: ClaimKinds) -> Iterator[Fault]:
    """What is wrong with which key of a row, looked at alone."""
    for key in (key for key in row if key not in _KEYS):
        near = get_close_matches(key, _KEYS, 1)
        yield (
            key,
            f"知らない項目です。{f'{near[0]} ではありませんか' if near else '消してください'}",
        )
    for key in (key for key in _REQUIRED if key not in row):
        yield key, "書かれていません"
    for key in (key for key in _WORDS if key in row):
        if not isinstance(row[key], str) or not row[key].strip():
            yield key, '" " で囲んだ言葉を書いてください'
    if not isinstance(row.get("municipality", ""), str):
        yield (
            "municipality",
            '自治体の名前を " " で囲んで書いてください。どれにも当てはめるなら "" です',
        )
    days = [key for key in ("valid_from", "valid_to") if key in row]
    for key in (key for key in days if not is_day(row[key])):
        yield key, "日付を 2026-04-01 のように、引用符を付けずに書いてください"
    if (
        len(days) == 2
        and all(is_day(row[key]) for key in days)
        and row["valid_to"] < row["valid_from"]
    ):
        yield "valid_to", "valid_from と同じ日か、後の日を書いてください"
    yield from _wrong_fields(row.get("fields", ["existence"]))
    for key in ("from", "to"):
        if isinstance(row.get(key), str) and row[key].strip():
            yield from _wrong_side(key, row[key].strip(), rules)
    if isinstance(row.get("basis_type"), str) and row["basis_type"].strip() not in BASIS_TYPES | {
        "": ""
    }:
        if row["basis_type"] == "consent":
            yield "basis_type", "同意は債務者ごとに記録するものです。この行を消してください"
        else:
            yield "basis_type", choice(BASIS_TYPES)


def _wrong_fields(fields: Any) -> Iterator[Fault]:
    if not isinstance(fields, list) or not fields:
        yield "fields", '見てよい項目を ["existence", "amount"] のように書いてください'
        return
    for field in fields:
        if not isinstance(field, str) or field not in FIELD_GROUPS:
            near = get_close_matches(str(field), FIELD_GROUPS, 1)
            what = (
                f"{near[0]} ではありませんか"
                if near
                else f"使えるのは {'、'.join(FIELD_GROUPS)} です"
            )
            yield "fields", f"「{field}」は知らない項目です。{what}"
        elif fields.count(field) > 1:
            yield "fields", f"「{field}」が2つあります。1つにしてください"
            return


def _wrong_side(key: str, name: str, rules: ClaimKinds) -> Iterator[Fault]:
    if name in SHARE_GROUPS or name in rules.kinds or (key == "to" and name == OFFICE):
        return
    if name == OFFICE:
        yield key, f'"{OFFICE}" は to だけに書けます。持ち主の債権の名前か共有区分を書いてください'
        return
    near = get_close_matches(name, rules.kinds, 1)
    what = (
        f"{near[0]} ではありませんか"
        if near
        else f"債権の表にある名前か、{'、'.join(SHARE_GROUPS)} を書いてください"
    )
    yield key, f"「{name}」は知らない債権です。{what}"


def row_of(number: int, row: dict[str, Any]) -> Row:
    """A row without mistakes."""
    words = {key: row[key].strip() for key in (*_WORDS, "municipality")}
    holder, to = words.pop("from"), words.pop("to")
    fields, day = frozenset(row["fields"]), row["valid_from"]
    return Row(number, holder, to, fields, valid_from=day, valid_to=row.get("valid_to"), **words)


def place_of(number: int, row: dict[str, Any]) -> str:
    """Which row it is, by its place and its pair, which may be missing."""
    return f"{number}番目（{row.get('from', '？')} → {row.get('to', '？')}）"


def choice(words: Iterable[str]) -> str:
    """What to write: one of *words*."""
    return f"{'、'.join(f'{chr(34)}{word}{chr(34)}' for word in words)} のどれかを書いてください"

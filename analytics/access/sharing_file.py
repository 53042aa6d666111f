"""The sharing table as it is written: `sharing.toml` in the folder of the setting `rules`.

Every mistake is said at once. A table with a mistake permits nothing at all: half a table may be the wrong half.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final, get_args

from analytics.access.sharing import (
    BASIS_TYPES,
    FIELD_GROUPS,
    NEEDS,
    OFFICE,
    SUITS,
    Need,
    Pair,
    Row,
    Sharing,
)
from analytics.access.sharing_rows import choice, mistakes, place_of, row_of
from analytics.errors import LayoutFault
from analytics.ledger.claim_kinds import SHARE_GROUPS, ClaimKinds, Share
from analytics.ledger.rules_file import read_rules
from analytics.settings import Settings

NAME, ROWS, DEFAULT, TITLE = "sharing.toml", "rows", "default", "情報共有の表"
PAIRS: Final[tuple[Pair, ...]] = tuple(product(get_args(Share), repeat=2))


def sharing_path() -> Path:
    """Where the table is."""
    return Settings.load().rules / NAME


def read_sharing(rules: ClaimKinds, path: Path | None = None) -> Sharing:
    """The table at *path* (None: that of the settings), for the kinds of claims in *rules*.

    Raises `LayoutFault` naming every row and key that is wrong, and what to write instead.
    """
    path = path or sharing_path()
    told = read_rules(path, TITLE, 'from = "T"')
    needs: Any = told.pop(DEFAULT, None)
    rows: Any = told.pop(ROWS, [])
    wrong = [f"「{key}」: 知らない項目です。消してください" for key in told]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        wrong.append(f"「{ROWS}」: 1行ごとに [[{ROWS}]]（角かっこは2つずつ）を書いてください")
        rows = []
    bad_needs = _wrong_needs(needs)
    wrong += bad_needs
    made = []
    for number, row in enumerate(rows, start=1):
        found = [f"{place_of(number, row)}「{key}」: {why}" for key, why in mistakes(row, rules)]
        wrong += found
        made += [] if found else [row_of(number, row)]
    wrong += [why for one, other in combinations(made, 2) if (why := _twice(one, other))]
    of_pairs = {} if bad_needs else {(holder, to): needs[holder][to] for holder, to in PAIRS}
    wrong += [why for row in made if of_pairs for why in _unfit(row, of_pairs, rules)]
    if not wrong:
        return Sharing(of_pairs, tuple(made))
    said = (
        f"{TITLE}に誤りがあります。直すまで、所管課の外からは何も見えません。次を直してください。"
    )
    raise LayoutFault("\n".join([said, *(f"- {path.name} {why}" for why in wrong)]))


def _wrong_needs(needs: Any) -> list[str]:
    """What is wrong with the table of pairs."""
    groups = set(SHARE_GROUPS)
    if not isinstance(needs, dict) or needs.keys() != groups:
        return [f"「{DEFAULT}」: {'、'.join(SHARE_GROUPS)} の行を1つずつ書いてください"]
    wrong = []
    for holder, row in needs.items():
        if not isinstance(row, dict) or row.keys() != groups:
            wrong.append(
                f"「{DEFAULT}」の {holder}: {'、'.join(SHARE_GROUPS)} を1つずつ書いてください"
            )
            continue
        for to, need in row.items():
            if not isinstance(need, str) or need not in NEEDS:
                wrong.append(f"「{DEFAULT}」の {holder} の {to}: {choice(NEEDS)}")
    return wrong


def _twice(one: Row, other: Row) -> str:
    """Why two rows cannot stand beside each other, or ""."""
    is_one = (one.holder, one.to) == (other.holder, other.to)
    is_near = one.municipality == other.municipality or "" in (one.municipality, other.municipality)
    later, sooner = max(one.valid_from, other.valid_from), min(_end(one), _end(other))
    both = [group for group in FIELD_GROUPS if group in one.fields & other.fields]
    if not (is_one and is_near and both and later <= sooner):
        return ""
    return (
        f"{one.place}と{other.number}番目: 同じ組の同じ項目（{'、'.join(both)}）を、同じ日に2つの行が許しています。"
        "1つにするか、期間を分けてください"
    )


def _end(row: Row) -> date:
    return row.valid_to or date.max


def _unfit(row: Row, needs: dict[Pair, Need], rules: ClaimKinds) -> Iterator[str]:
    """Why the basis of a row is none for its pair: for any share group that its kinds have or had."""
    if row.to == OFFICE:
        return
    for pair in product(_groups(row.holder, rules), _groups(row.to, rules)):
        need = needs[pair]
        if row.basis_type not in SUITS[need]:
            holder, to = (SHARE_GROUPS[group] for group in pair)
            fit = "、".join(f'"{each}"' for each in BASIS_TYPES if each in SUITS[need])
            what = (
                f"basis_type は {fit} だけです"
                if fit
                else "行では許せません。この行を消してください"
            )
            yield (
                f"{row.place}「basis_type」: {holder}（{pair[0]}）から{to}（{pair[1]}）へは{NEEDS[need]}なので、"
                f'"{row.basis_type}" では許せません。{what}'
            )


def _groups(side: str, rules: ClaimKinds) -> list[Any]:
    """The share groups that one side of a row stands for."""
    if side in SHARE_GROUPS:
        return [side]
    return sorted({rule.share_group for rule in rules.rules if rule.kind == side})

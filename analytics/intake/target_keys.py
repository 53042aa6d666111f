"""What one target is for: year, version, account, claim and part. No yen of balance may count towards two of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from analytics.intake.text import fold, row_spans
from analytics.ledger.columns import PARTS, TARGET_PARTS

NO_ACCOUNT = "会計なし"  # how a file names a claim of books without a column of accounts
Row = Mapping[str, Any]  # a target by the columns of TARGETS
K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Row)


class Claim(NamedTuple):
    """The claim that a target names, in one version of one year's targets."""

    fiscal_year: object
    version: object
    name: str
    municipality: object


class Key(NamedTuple):
    """A claim with the account, if one is written, and the part that its target is for."""

    claim: Claim
    account: str | None
    part: str


def account_of(written: str) -> str | None:
    """The account as the books write it, "" for books without one; None where nothing is written."""
    return "" if fold(written) == fold(NO_ACCOUNT) else written or None


def key_of(row: Row) -> Key:
    """What the target in *row* is for: the same for names that differ in width and spaces only."""
    claim = Claim(row["fiscal_year"], row["version"], fold(str(row["claim"])), row["municipality"])
    account = None if row["account"] is None else fold(str(row["account"]))
    return Key(claim, account, str(row["part"]))


def repeated(rows: Sequence[Row]) -> Iterable[str]:
    """What would count twice: a target written again, or one for the whole (計, any account) beside one for a part."""
    written = grouped(rows, key_of)
    accounts = defaultdict(set)
    for key, same in written.items():
        accounts[key.claim].add(key.account)
        if len(same) > 1:
            part = TARGET_PARTS[key.part]
            yield f"- {_words(same[0])}（{part}）が{len(same)}回書かれています（{places(same)}）"
    for key, whole in written.items():
        parts = [row for part in PARTS for row in written.get(key._replace(part=part), [])]
        if key.part == "total" and parts:
            yield (
                f"- {_words(whole[0])}に、計の目標と区分ごとの目標の両方があります。"
                f"どちらかにしてください（{places([*whole, *parts])}）"
            )
    of_claim = grouped(rows, lambda row: key_of(row).claim)
    for key, same in written.items():
        if key.account is None and len(accounts.pop(key.claim, ())) > 1:
            yield (
                f"- {_words(same[0])}に、「会計」を書いた行と空白の行があります。"
                f"どちらかにしてください（{places(of_claim[key.claim])}）"
            )


def grouped(rows: Iterable[R], by: Callable[[R], K]) -> dict[K, list[R]]:
    """*rows* in groups, in the order in which they come."""
    groups: dict[K, list[R]] = defaultdict(list)
    for row in rows:
        groups[by(row)].append(row)
    return groups


def places(rows: Iterable[Row]) -> str:
    """Where *rows* stand: ``a.csv 2〜5行目、b.csv 3行目``."""
    files = grouped(rows, lambda row: str(row["source_name"]))
    return "、".join(
        f"{name} {row_spans(row['source_row'] for row in of)}" for name, of in files.items()
    )


def _words(row: Row) -> str:
    account = "" if row["account"] is None else f"{row['account'] or NO_ACCOUNT} "
    return f"{row['fiscal_year']}年度 版{row['version']} の「{account}{row['claim']}」"

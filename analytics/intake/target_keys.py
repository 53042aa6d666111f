"""What one target is for: year, version, account, claim and part. No yen of balance may count towards two of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from analytics.intake.text import fold
from analytics.ledger.columns import PARTS

NO_ACCOUNT = "会計なし"  # how a file names a claim of books without a column of accounts


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


def repeated(rows: Sequence[Mapping[str, object]]) -> Iterable[str]:
    """What would count twice: a target written again, or one for the whole (計, any account) beside one for a part."""
    counted = Counter(map(_key, rows))
    words = {_key(row): _words(row) for row in rows}
    accounts = defaultdict(set)
    for key, count in counted.items():
        accounts[key.claim].add(key.account)
        if count > 1:
            yield f"- {words[key]}（{PARTS.get(key.part, '計')}）が{count}回書かれています"
    for key in counted:
        if key.part == "total" and any(key._replace(part=part) in counted for part in PARTS):
            yield f"- {words[key]}に、計の目標と区分ごとの目標の両方があります。どちらかにしてください"
    for key in counted:
        if key.account is None and len(accounts.pop(key.claim, ())) > 1:
            yield f"- {words[key]}に、「会計」を書いた行と空白の行があります。どちらかにしてください"


def _key(row: Mapping[str, object]) -> Key:
    claim = Claim(row["fiscal_year"], row["version"], fold(str(row["claim"])), row["municipality"])
    account = None if row["account"] is None else fold(str(row["account"]))
    return Key(claim, account, str(row["part"]))


def _words(row: Mapping[str, object]) -> str:
    account = "" if row["account"] is None else f"{row['account'] or NO_ACCOUNT} "
    return f"{row['fiscal_year']}年度 版{row['version']} の「{account}{row['claim']}」"

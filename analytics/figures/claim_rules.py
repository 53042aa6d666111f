"""債権の種類と時効・締切: the table of claim kinds in the words of a screen or a page of paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

from analytics.ledger.calendar import date_label
from analytics.ledger.claim_kinds import (
    CLASSES,
    CLOCKS,
    SHARE_GROUPS,
    UNCONFIRMED,
    ClaimKinds,
    ClaimRule,
)

HEADERS = (
    "債権",
    "区分",
    "時効（年）",
    "援用",
    "締切",
    "情報の共有区分",
    "根拠",
    "契約日の条件",
    "適用の始まり",
    "確認",
)
NO_ADVICE = (
    "法的な助言ではありません。法律は改正され、市によって扱いも違います。"
    "表 data/rules/claim_kinds.toml の行を市で確かめ、その行に確かめた日を書くと「未確認」が消えます。"
)


def rows(kinds: ClaimKinds) -> list[tuple[str | int, ...]]:
    """The rows below `HEADERS`; kinds that share one row of the table share it here too."""
    grouped = groupby(kinds.rules, key=lambda rule: replace(rule, kind=""))
    return [_row("、".join(rule.kind for rule in own), said) for said, own in grouped]


def without_clock(kinds: ClaimKinds) -> list[str]:
    """The kinds for which nobody has written when their books close."""
    return list(dict.fromkeys(rule.kind for rule in kinds.rules if rule.closing_clock is None))


def _row(names: str, rule: ClaimRule) -> tuple[str | int, ...]:
    return (
        names,
        CLASSES[rule.klass],
        rule.years,
        "要る" if rule.needs_invocation else "要らない",
        CLOCKS[rule.closing_clock] if rule.closing_clock else "不明",
        f"{SHARE_GROUPS[rule.share_group]}（{rule.share_group}）",
        rule.law_basis,
        _contracts(rule),
        _day(rule.valid_from) or "－",
        _day(rule.confirmed_on) or UNCONFIRMED,
    )


def _contracts(rule: ClaimRule) -> str:
    """For which contracts the row is."""
    first, before = _day(rule.contracted_from), _day(rule.contracted_before)
    said = [f"{first}から後" if first else "", f"{before}より前" if before else ""]
    return "、".join(filter(None, said)) or "－"


def _day(on: date | None) -> str:
    return "" if on is None else date_label(on)

"""What a record may hold: for each kind of record its fields, what each is, and whether a row can do without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.ledger.columns import RECORDS

Kind = Literal["text", "key", "day", "yen", "number", "percent", "year", "state", "part"]
Record = Literal[
    "receivables", "persons", "actions", "survey_invited", "survey_results", "meetings"
]
# answers have a layout of their own (`analytics.intake.survey`)
AnyRecord = Record | Literal["survey"]


@dataclass(frozen=True)
class Field:
    """One field of a record: the word for it, what its cells are, and whether each row must have it."""

    label: str
    kind: Kind
    needed: bool = False  # in every row, where the layout has a column for it
    private: bool = False  # says who somebody is: never quoted


_WHO = Field("債務者番号", "key", needed=True, private=True)
_PERSON = {
    "resident_key": Field("宛名番号", "key", private=True),
    "name": Field("氏名", "text", private=True),
    "name_kana": Field("氏名カナ", "text", private=True),
    "born_on": Field("生年月日", "day", private=True),
    "postal_code": Field("郵便番号", "text", private=True),
    "address": Field("住所", "text", private=True),
    "phone": Field("電話番号", "text", private=True),
    "guarantor": Field("連帯保証人", "text", private=True),
}
FIELDS: dict[Record, dict[str, Field]] = {
    "receivables": {
        "debtor_key": _WHO,
        "fiscal_year": Field("会計年度", "year", needed=True),
        "levy_year": Field("賦課年度", "year", needed=True),
        "instalment": Field("期別", "text"),
        "part": Field("現年・滞納繰越の区分", "part", needed=True),
        "levied_on": Field("調定日", "day"),  # looked at, not kept
        "due_on": Field("納期限", "day", needed=True),
        "contracted_on": Field("契約日", "day"),
        "assessed_yen": Field("調定額", "yen", needed=True),
        "received_yen": Field("収入済額", "yen", needed=True),
        "refund_pending_yen": Field("還付未済額", "yen", needed=True),
        "written_off_yen": Field("不納欠損額", "yen", needed=True),
        "outstanding_yen": Field("収入未済額", "yen", needed=True),
        "state": Field("状態", "state"),
        "reminded_on": Field("督促日", "day"),
        "acknowledged_on": Field("債務承認日", "day"),
        "suspended_on": Field("執行停止日", "day"),
        "last_paid_on": Field("最終納付日", "day"),
        **_PERSON,
    },
    "persons": {"debtor_key": _WHO, **_PERSON},
    "actions": {
        "department": Field("所管課", "text", needed=True),
        "claim_kind": Field("債権", "text"),
        "done_on": Field("実施日", "day", needed=True),
        "action": Field("取組", "text", needed=True),
        "debtor_key": Field("債務者番号", "key", private=True),
        "case_count": Field("件数", "number", needed=True),
        "concerned_yen": Field("対象額", "yen"),
        "note": Field("備考", "text"),
    },
    "survey_invited": {
        "wave": Field("回", "text", needed=True),
        "started_on": Field("実施開始日", "day", needed=True),
        "fielded_on": Field("実施終了日", "day", needed=True),
        "rank_group": Field("職位", "text"),
        "department_group": Field("所属", "text"),
        "invited_count": Field("配布数", "number", needed=True),
    },
    "survey_results": {
        "wave": Field("回", "text", needed=True),
        "fielded_on": Field("実施日", "day"),
        "rank_group": Field("職位", "text"),
        "department_group": Field("所属", "text"),
        "question": Field("設問", "text", needed=True),
        "item": Field("設問の記号", "text"),
        "positive_percent": Field("望ましい答えの割合（％）", "percent", needed=True),
        "answered_count": Field("回答数", "number", needed=True),
    },
    "meetings": {
        "held_on": Field("開催日", "day", needed=True),
        "title": Field("会議", "text"),
        "snapshot_name": Field("保存した版", "text"),
        "decisions": Field("決定事項", "text"),
        "follow_ups": Field("宿題", "text"),
    },
}
# they say their days themselves, row by row
TIMELESS: tuple[Record, ...] = ("survey_invited", "survey_results", "meetings")
PERSON_FIELDS = ("debtor_key", *_PERSON)


def indispensable(record: Record) -> list[str]:
    """The fields that no row in the table of *record* may lack. A receivable's follow from its other columns."""
    if record == "receivables":
        return []
    return [name for name in FIELDS[record] if not RECORDS[record].field(name).nullable]

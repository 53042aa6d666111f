"""The columns of the pieces of a debtor's card and their Japanese headers, in the order of display."""

from __future__ import annotations

PLACE = {"department_name": "所管課", "claim_kind": "債権"}
WHO = {
    "department_name": "所管課",
    "debtor_key": "債務者番号",
    "name": "氏名",
    "name_kana": "氏名カナ",
    "born_on": "生年月日",
    "postal_code": "郵便番号",
    "address": "住所",
    "phone": "電話番号",
    "guarantor": "保証人",
}
LIMIT = {"expires_on": "時効の満了の見込み（要確認）", "expiry_end": "満了のしかた"}
DEBTS = PLACE | {
    "debtor_key": "債務者番号",
    "outstanding_yen": "残額（円）",
    "oldest_due_on": "いちばん古い納期限",
    "state": "状態",
    "last_paid_on": "最後の納付",
    **LIMIT,
    "measure_count": "取組の回数",
    "last_measure_on": "最後の取組の日",
    "last_measure": "最後の取組",
    "why": "見てよい根拠",
}
LINES = PLACE | {
    "levy_year": "賦課年度",
    "instalment": "期別",
    "due_on": "納期限",
    "assessed_yen": "調定額（円）",
    "received_yen": "収入済額（円）",
    "outstanding_yen": "残額（円）",
    "state": "状態",
    "last_paid_on": "最後の納付",
    **LIMIT,
    "inputs": "算定のもと",
    "source_name": "ファイル名",
    "source_row": "行",
}
SERIES = {"month_label": "月末", **PLACE, "outstanding_yen": "残額（円）"}

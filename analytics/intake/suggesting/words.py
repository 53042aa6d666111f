"""What departments call things: words of headers → fields, words of cells → states and parts.

Earlier words are likelier. A header may be such a word, end with it, begin with it or have it inside.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from analytics.intake.records.fields import Record
from analytics.intake.text import fold

_WHO = (
    "債務者番号 お客様番号 お客さま番号 納税義務者番号 納税者番号 納付義務者番号 被保険者番号 入居者番号 保護者番号 "
    "利用者番号 使用者番号 契約者番号 世帯番号 借受人番号 整理番号 債務者コード 者番号 宛名番号 個人番号"
)
_PERSON = {
    "resident_key": "宛名番号 住民番号 宛名コード 統合宛名番号",
    "name": "氏名 氏名/名称 氏名又は名称 名前 名称 使用者名 契約者名 納税義務者名 債務者名 者名 名義人",
    "name_kana": "氏名カナ カナ氏名 フリガナ ふりがな カナ よみ 読み",
    "born_on": "生年月日",
    "postal_code": "郵便番号",
    "address": "住所 使用場所 居所 送付先",
    "phone": "電話番号 電話 連絡先",
    "guarantor": "連帯保証人 保証人",
}
HEADERS: dict[Record, dict[str, str]] = {
    "receivables": {
        "debtor_key": _WHO,
        "fiscal_year": "会計年度 歳入年度 収入年度",
        "levy_year": "賦課年度 調定年度 課税年度 決定年度 相当年度 発生年度 年度",
        "instalment": "期別 期 月分 年月分 期月 納期区分 決定月 調定月 賦課月 対象月",
        "part": "現年・過年 現年滞繰区分 現滞区分 現繰区分 年度区分 区分",
        "due_on": "納期限 履行期限 納付期限 支払期限 納入期限 納期 期限",
        "levied_on": "調定日 調定年月日 賦課日 決定日 発行日",
        "contracted_on": "契約日 契約年月日 入居日 使用開始日 開始日 申込日 貸付日",
        "assessed_yen": "調定額 当初調定額 税額 請求額 賦課額 返還決定額 決定額 料金額 債権額 当初額 調定",
        "received_yen": "収入済額 収納額 入金額 納付額 収納済額 収入額 収納税額 納付済額 領収額 返還済額 支払済額 "
        "収入済 収納 入金 納付 領収 返還済",
        "refund_pending_yen": "還付未済額 うち還付未済額 還付未済",
        "written_off_yen": "不納欠損額 欠損額 欠損税額 不納欠損 欠損",
        "outstanding_yen": "収入未済額 未収額 未納額 滞納額 残額 未納税額 未収残額 滞納残高 残高 未払額 未済額 "
        "未収 未納 滞納 未済",
        "state": "状態 状況 滞納管理状況 処分状況 折衝状況 進捗 管理状況",
        "reminded_on": "督促日 督促状発行日 督促年月日 督促状 督促",
        "acknowledged_on": "債務承認日 誓約日 納付誓約日 承認日 約束日 誓約 承認 分納 約束",
        "suspended_on": "執行停止日 徴収停止日 停止年月日 執行停止 徴収停止 停止",
        "last_paid_on": "最終納付日 最終入金日 最終収納日 最終返還日 最終納付 最終入金 最終収納 最終返還 最終",
        **_PERSON,
    },
    "persons": {"debtor_key": _WHO, **_PERSON},
    "actions": {
        "department": "所管課コード 課コード 所管課 担当課 所属 課名",
        "claim_kind": "債権 債権名 科目 税目 料目",
        "done_on": "実施日 実施年月日 取組日 処理日 年月日 日付",
        "action": "取組 取組内容 措置 手段 処分 内容",
        "debtor_key": _WHO,
        "case_count": "件数",
        "concerned_yen": "対象額 対象額(円) 対象金額 金額",
        "note": "備考 摘要 メモ",
    },
    "survey_invited": {
        "wave": "回 調査回 実施回",
        "started_on": "実施開始日 開始日",
        "fielded_on": "実施終了日 終了日 締切日 実施日",
        "rank_group": "職位 役職 職層",
        "department_group": "所属 部署 課名",
        "invited_count": "配布数 対象者数 配布",
    },
    "survey_results": {
        "wave": "回 調査回 実施回 調査年",
        "fielded_on": "実施日 調査日",
        "rank_group": "職位 役職 職層",
        "department_group": "所属 部署 課名",
        "question": "設問 質問 問",
        "positive_percent": "望ましい答えの割合 肯定率 肯定的回答率 割合",
        "answered_count": "回答数 有効回答数 n",
    },
    "meetings": {
        "held_on": "開催日 会議日 開催年月日",
        "title": "会議 会議名 名称",
        "snapshot_name": "保存した版 版",
        "decisions": "決定事項 決定 決まったこと",
        "follow_ups": "宿題 持ち帰り 課題 次回まで",
    },
}
REQUIRED: dict[Record, tuple[str, ...]] = {  # by which a record is known
    "receivables": ("outstanding_yen",),
    "actions": ("done_on", "action"),
    "survey_invited": ("wave", "invited_count"),
    "survey_results": ("question", "positive_percent"),
    "meetings": ("held_on", "decisions"),
    "persons": ("debtor_key", "name"),
}
KIND_HEADERS = (
    "債権名 債権 科目 税目 料目 科目コード 税目コード 債権コード 料金種別 費目 種別 種類 業務"
)
DEPARTMENT_HEADERS = "所管課コード 課コード 所属コード 所管課 担当課 所属 課名"
PERSONAL = ("氏名", "名前", "担当", "住所", "カナ", "世帯", "代表者", "保証人")  # never quoted

STATES = {  # words inside a cell → state; the first that fits
    "nothing_left": "換価済 残余なし 残なし 財産なし",
    "seized": "差押 交付要求 参加差押",
    "instalments": "分納 分割 誓約 猶予 履行延期",
    "suspended": "停止",
    "time_barred": "時効",
    "destitute": "困窮 生活保護 保護継続 被保護",
    "negotiating": "交渉 折衝 相談 面談 催告 訪問",
    "untouched": "未着手 未対応 未 その他 一般 なし 請求中",
}
PARTS = {"carried_over": "滞納繰越 滞繰 繰越 過年 過 滞", "current": "現年 現 当年"}


class Match(NamedTuple):
    """How well a header fits a field; the smallest is best."""

    way: int  # 0 is the word, 1 ends with it, 2 begins with it, 3 has it inside
    place: int  # of the word among its field's
    length: int  # of the word, less than nothing


def match(header: str, words: str) -> Match | None:
    """The best way in which *header* fits one of *words*, or None. Single letters must be the whole header."""
    name = fold(header)
    found = []
    for place, word in enumerate(_folded(words)):
        ways = (name == word, name.endswith(word), name.startswith(word), word in name)
        if True in ways and (ways[0] or len(word) > 1):
            found.append(Match(ways.index(True), place, -len(word)))
    return min(found, default=None)


@cache
def _folded(words: str) -> tuple[str, ...]:
    return tuple(map(fold, words.split()))


@lru_cache(maxsize=4096)  # the same cells are tried as a head again and again
def is_known(header: str) -> bool:
    """Whether *header* is a word of any record."""
    listed = [words for fields in HEADERS.values() for words in fields.values()]
    return any(match(header, words) for words in [*listed, KIND_HEADERS, DEPARTMENT_HEADERS])


def meaning(word: str, table: dict[str, str]) -> str:
    """What *word* of a cell means by *table*, or nothing."""
    plain = fold(word)
    return next((key for key, words in table.items() if any(w in plain for w in words.split())), "")

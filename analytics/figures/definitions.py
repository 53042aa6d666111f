"""用語と算式: what each figure means, beside the SQL that makes it.

The SQL's own header is the definition; a formula stands here and nowhere else (`pages/definitions.py` shows them).
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.settings import Formula
from analytics.store.questions import question

FIGURE_TITLES = {
    "balance_by_year": "年度末の未収残額",
    "balance_index": "未収残額の指数",
    "bridge": "未収残額の増減",
    "bridge_by_claim_kind": "課と債権ごとの増減",
    "unmatched_lines": "不突合の明細",
    "balance_by_department": "課ごとの未収残額",
    "balance_by_claim_kind": "債権ごとの未収残額",
    "index_by_department": "課ごとの指数",
    "index_by_claim_kind": "債権ごとの指数",
    "excluded_claims": "残額に数えていない収入",
    "collection_rates": "収納率（参考）",
    "balance_by_age": "残額の古さ",
    "balance_by_size": "残額の大きさ",
    "balance_by_state": "残額の状態",
    "cohorts": "賦課年度ごとの残り方",
    "limitation": "時効の見通し",
    "limitation_calendar": "時効管理",
    "matching": "名寄せの確認",
    "ranking": "目標と順位",
    "targets_by_claim_kind": "債権ごとの目標とペース",
    "ways_down": "回収と不納欠損",
    "positions": "順位の推移",
    "guidance": "トップの直接指導が要る部署",
    "shared_debtors": "重複滞納（課）",
    "shared_debtors_by_kind": "重複滞納（債権）",
    "shared_combinations": "滞納のある課の組み合わせ",
    "shared_combinations_by_kind": "滞納のある債権の組み合わせ",
    "shared_trend": "重複滞納の推移",
    "self_check": "自課点検",
    "survey_scales": "意識調査: 変わったこと",
    "survey_questions": "意識調査: 設問ごと",
    "survey_groups": "意識調査: 群ごと",
    "survey_course": "意識調査: 推移",
    "survey_beside": "意識調査: 残額と並べて",
    "survey_response": "意識調査: 回答の状況",
    "survey_results": "意識調査: 集計表",
    "target_history": "目標の決定と見直し",
    "receivables_by_claim": "債権ごとの調定・収入・未収",
    "claim_rollforward": "債権ごとの残額の繰越し",
    "sources": "取り込んだファイル",
    "findings": "点検の結果",
    "restatements": "訂正と取り消し",
}
QUESTIONS = {  # figures that read the answer to another one's question in their own words
    "index_by_department": "balance_by_department",
    "index_by_claim_kind": "balance_by_claim_kind",
    "ways_down": "ranking",
    "positions": "ranking",
    "guidance": "ranking",
    "shared_debtors": "shared_matrix",
    "shared_debtors_by_kind": "shared_matrix",
    "shared_combinations_by_kind": "shared_combinations",
    "self_check": "ranking",
    "bridge_by_claim_kind": "bridge",
    "balance_by_age": "makeup",
    "balance_by_size": "makeup",
    "balance_by_state": "makeup",
    "survey_scales": "survey/counts",
    "survey_questions": "survey/counts",
    "survey_groups": "survey/counts",
    "survey_course": "survey/counts",
    "survey_beside": "survey/counts",
    "survey_response": "survey/respondents",
    "survey_results": "survey/results",
}
ASKED = {  # what a figure asks, where others read the same SQL
    "survey_scales": "尺度の得点は、前の回からどう変わり、どれだけ確かか",
    "survey_questions": "設問ごとに、どの答えが何割で、前の回からどう変わったか",
    "survey_groups": "職位や部署群で、尺度の得点はどれだけ違うか",
    "survey_course": "1つの尺度か設問が、回ごとにどう動いたか",
    "survey_beside": "部署群の意識の変化と、同じ間の残額の変化は、どう並ぶか",
}
POINTS = (
    "得点 ＝ その尺度の設問への答えすべての（望ましい向きの答え1〜5 － 1）× 25 の平均。"
    "全体は、設問ごとに群の値を配布数の割合で足してから、答えの数で平均したもの"
)
INDEX = "指数 ＝ その年度末の未収残額 ÷ 最初の年度末の未収残額 × 100"
EXPIRY = "期間の最後の日 ＝ 納期限・督促・承認・最後の納付のうち最も遅い日（税の督促は10日後）の、年数後の同じ日"
ATTAINMENT: dict[Formula, tuple[str, str]] = {  # facts.md 4.5: the rate, and how it is read
    "A": (
        "目標額 ÷ 年度末の未収残額",
        "100％以上で達成。目標のある債権の残額が0円なら率はなく、「完納」か「対象完納」。",
    ),
    "B": (
        "（年度の始まる前の残額 － 年度末の残額）÷（年度の始まる前の残額 － 目標額）",
        "100％以上で達成。年度の始まる前の残額が目標額以下か分からなければ、率なし。",
    ),
}
FORMULAS = {
    "balance_by_year": "年度末の未収残額 ＝ 調定額 － 収入済額 － 不納欠損額 ＋ 還付未済額",
    "balance_index": INDEX,
    "bridge": "年度末 ＝ 前年度末 ＋ 新規発生 － 回収 ＋ 区分のない債権の増減 － 不納欠損 ＋ 調整 ＋ 不突合",
    "balance_by_department": "所管課 ＝ その債権の収入をいちばん多く記帳した課",
    "index_by_department": INDEX,
    "index_by_claim_kind": INDEX,
    "collection_rates": "収納率 ＝ 収入済額 ÷ 調定額（債務者のいる債権）",
    "limitation": EXPIRY,
    "limitation_calendar": EXPIRY,
    "matching": "点数 ＝ はじめの点数 ＋ 比べたものごとの点数（＋ 名の多さ）。1点で、同じ人である見込みが2倍",
    "ranking": "達成率は、設定 ZANGAKU_ATTAINMENT の算式（下の「達成率の算式」）。"
    "必要なペース ＝ 債権ごとの（残額 － 目標額）÷ 締切までの月数 の合計",
    "shared_trend": "重複滞納の割合 ＝ 2つ以上の課に滞納のある人の残額 ÷ 債務者番号のある残額（納期限の過ぎた分）",
    "targets_by_claim_kind": "目標までに要る月あたりの減 ＝（残額 － 目標額）÷ その債権の締切までの月数。"
    "達成率は、設定 ZANGAKU_ATTAINMENT の算式",
    "ways_down": "滞納繰越分の回収 ＝ 滞納繰越分の収入済額 － 還付未済額（負なら0円。不納欠損は入れない）",
    "survey_scales": f"{POINTS}。α ＝ k ÷（k － 1）×（1 － 設問ごとの分散の合計 ÷ 合計点の分散）",
    "survey_questions": "望ましい答えの割合 ＝ 望ましい側の2つの答え ÷ 有効回答（区間はウィルソン、変化はニューカム）",
    "survey_groups": POINTS,
    "survey_course": POINTS,
    "survey_beside": f"{POINTS}。残額は、それぞれの回の最後の日までの、いちばん新しい月末（なければ年度末）",
    "survey_response": "回答率 ＝ 回答数 ÷ 配布数",
    "survey_results": "全体 ＝ 資料の全体の値。なければ、群の割合を回答数で重み付けした平均",
    "target_history": "前の版との差 ＝ その版の目標額 － 前に決めた目標額（同じ債権と区分。なければ0円）",
    "restatements": "残額の差 ＝ 後の残額 － 前の残額（前の残額は、前の版でそのまま見られる）",
    "claim_rollforward": "当年度の調定額 ＝ 調定額 － 期首の残額",
}


def attainment(formula: Formula) -> str:
    """The rate by *formula*, as a card prints it."""
    rate, _ = ATTAINMENT[formula]
    return f"達成率 ＝ {rate}（算式{formula}、目標のある債権どうし）。100％以上で達成"


EQUATIONS = (  # what must hold to the yen
    FORMULAS["balance_by_year"],
    FORMULAS["bridge"],
    "翌年度の滞納繰越分の調定額 ＝ 前年度末の未収残額（違うときは「調整」に出る）",
    "月末の未収残額 ＝ 納期限の過ぎた行の、調定額 － 収入済額 － 不納欠損額 ＋ 還付未済額（開いている帳簿すべて）",
    "月末 ＝ 前の月末 ＋ 新規発生 － 回収 － 不納欠損 ＋ 調整 ＋ 不突合（前年同月からは、月ごとの動きの合計）",
)
SUMMARIES = {
    "marts/claims": "要約: 債権ごとの残額",
    "marts/movements": "要約: 債権ごとの動き",
    "marts/movements_by_month": "要約: 債権ごとの1年の動き（月次）",
    "marts/steps": "要約: 債権ごとのひと月の動き（月次）",
    "marts/flows": "要約: 帳簿ごとのひと月の動き（月次）",
    "marts/standing": "要約: どの資料の数字が立っているか（月次）",
    "marts/debtors": "要約: 課ごとの債務者の数（月次）",
    "marts/debtor_moves": "要約: 加わった滞納者といなくなった滞納者（月次）",
    "marts/makeup": "要約: 残額の古さ・大きさ・状態・賦課年度（月次）",
    "marts/limitation": "要約: 時効の起算（最新の月）",
    "matching/shared": "要約: どの課（債権の種類）の組に、何人がいくら（月次）",
    "marts/unmatched": "要約: 説明できない行（月次）",
    "marts/deliveries": "要約: 届いた資料ごとの金額",
    "survey/waves": "意識調査: 回",
    "survey/reliability": "意識調査: 信頼性の材料",
    "survey/views/given": "途中: 意識調査の回答",
    "survey/views/asked": "途中: 意識調査の配布数",
    "views/matched_targets": "途中: 目標と資料の突き合わせ",
    "views/targets_by_version": "途中: 版ごとに効いていた目標",
    "views/current_targets": "要約: 効いている目標",
    "views/clocks": "途中: 帳簿の締切",
    "views/seen_files": "途中: ファイルの載る月",
    "target_gaps": "途中: 課ごとの目標までの差",
    "views/aims": "途中: 時点ごとの目標と残額",
    "views/department_aims": "途中: 課ごとの目標と残額",
    "views/standing_makeup": "途中: 月末に立っている残額の内訳",
    "views/expiring": "途中: 満了の見込みの月",
    "views/expiring_spans": "途中: 満了の見込みを3か月ごとに",
    "views/moves": "途中: 時点の間の動き",
    "marts/views/month_lines": "途中: 月次の資料の行",
    "marts/views/line_moves": "途中: 行ごとの動き",
    "marts/views/banded": "途中: 行の区分",
}


@dataclass(frozen=True)
class Definition:
    """One figure's definition: what it asks, what a row is, its columns, its formula, and the SQL as it is."""

    name: str
    title: str
    question: str
    row: str
    formula: str
    labels: dict[str, str]
    sql: str


def definitions() -> list[Definition]:
    """Every figure's definition in the order of the pages, then the summaries they read."""
    return [
        Definition(
            name,
            title,
            ASKED.get(name, asked.question),
            asked.row,
            FORMULAS.get(name, ""),
            asked.labels,
            asked.sql,
        )
        for name, title in (FIGURE_TITLES | SUMMARIES).items()
        for asked in [question(QUESTIONS.get(name, name))]
    ]

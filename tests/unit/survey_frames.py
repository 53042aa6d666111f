"""Made-up frames of 意識調査, as its questions to the store answer them."""

from __future__ import annotations

import math

import pandas as pd

from analytics.figures.survey.given import FEW
from analytics.figures.survey.reliability import ONE_QUESTION, Reliability
from analytics.ledger.survey import WHOLE

DECLINE, GROW = "薄れてほしい意識", "育ってほしい意識"
SCALES = {
    "無関係意識": DECLINE,
    "事なかれ意識": DECLINE,
    "義務完了意識": DECLINE,
    "一人勝ち意識": DECLINE,
    "現状維持意識": DECLINE,
    "責任": GROW,
    "目標達成": GROW,
    "原因分析": GROW,
    "情報共有": GROW,
    "率先": GROW,
    "財源意識": GROW,
    "サービスと支払いの両輪": GROW,
}
GROUPS = (
    "税務・保険",
    "福祉・子ども",
    "上下水道",
    "住宅・建築",
    "教育委員会",
    "総務・企画",
    "出先機関",
)
RANKS = ("部長級", "課長級", "係長級", "主任級", "主事級", "会計年度任用職員")
TEXTS = (
    "未収金の問題は、徴収を受け持つ課だけの問題だと思う",
    "自分の仕事は、市の未収金とは関係がない",
    "ほかの課の未収金も、市の職員である自分の問題だと思う",
    "苦情になるくらいなら、納付を強く求めないほうがよい",
    "もめそうな案件は、次の担当者に引き継ぐまで様子を見たい",
    "督促状と催告書を送れば、担当としての務めは果たしたと思う",
    "自分の在任中に大きな問題が起きなければ、それでよい",
    "自分の課の数字がよければ、ほかの課の未収金は気にならない",
    "自分の課の分を先に払ってもらえれば、ほかの課の分は後でもよい",
    "景気が悪いときは、未収金が減らなくてもしかたがない",
    "いまのやり方を変えても、未収金は減らないと思う",
    "自分の課の未収残額を減らす責任は、自分にもある",
    "滞納を見つけたら、早いうちに動くのは自分の役目だ",
    "同じ人が複数の課に滞納しているときは、先に課どうしで話し合うべきだ",
    "残額が増えたり減ったりした原因を、課の中で話し合っている",
    "納期内に納めている人との公平を意識して仕事をしている",
)
BEYOND = {
    "増えた": "偶然の幅を超える",
    "減った": "偶然の幅を超える",
    "偶然の幅": "偶然の幅の中",
}  # of points
VERDICTS = ("増えた", "偶然の幅", "減った", "比べられない")


def questions(count: int = 12, *, withheld: tuple[int, ...] = (4,)) -> pd.DataFrame:
    """Questions of one direction; those of *withheld* have no number that may be told."""
    rows = []
    for at in range(count):
        worst, poor, middle = 0.03 + at % 5 * 0.04, 0.08 + at % 4 * 0.05, 0.12 + at % 3 * 0.09
        best = round((1 - worst - poor - middle) * (0.25 + at % 3 * 0.15), 4)
        good = round(1 - worst - poor - middle - best, 4)
        positive, verdict = best + good, VERDICTS[at % 4]
        change = {"増えた": 0.061, "偶然の幅": 0.012, "減った": -0.083}.get(verdict, math.nan)
        rows.append(
            {
                "question": f"問{at + 1}",
                "question_text": TEXTS[at],
                "scale_name": list(SCALES)[at // 2],
                "direction_label": DECLINE,
                "answered_count": 118 - at % 3,
                "best_rate": best,
                "good_rate": good,
                "middle_rate": middle,
                "poor_rate": poor,
                "worst_rate": worst,
                "positive_rate": positive,
                "low_rate": positive - 0.08,
                "high_rate": positive + 0.07,
                "change_rate": change,
                "change_low_rate": change - 0.041,
                "change_high_rate": change + 0.041,
                "verdict": verdict,
            }
        )
    frame = pd.DataFrame(rows).astype({"answered_count": "Int64"})
    hidden = list(withheld)
    rates = [column for column in frame if column.endswith("_rate")]
    frame.loc[hidden, rates] = math.nan
    frame.loc[hidden, "answered_count"] = pd.NA
    frame.loc[hidden, "verdict"] = "比べられない"
    return frame


def words_of(at: int, alpha: float) -> str:
    """α as it is told, in the third scale coarsely: the longest there is."""
    return Reliability(round(alpha, 2), 0.05 if at == 2 else 0.01, 118, 2).words


def scales(*, first: bool = False) -> pd.DataFrame:
    """All scales: one withheld, one of a single question; of the *first* wave none has changed."""
    rows = []
    for at, (name, direction) in enumerate(SCALES.items()):
        score, verdict = 48.2 + at * 7 % 31, VERDICTS[at % 4]
        change = {"増えた": 6.1, "偶然の幅": 1.2, "減った": -5.3}.get(verdict, math.nan)
        change = math.nan if first else change
        alpha = math.nan if at == 6 else 0.62 + at % 4 * 0.06
        rows.append(
            {
                "scale_name": name,
                "direction_label": direction,
                "question_count": 1 if at == 6 else 2,
                "answered_count": 118 - at % 3,
                "score_points": score,
                "low_points": score - 3.4,
                "high_points": score + 3.4,
                "before_points": score - change,
                "change_points": change,
                "change_low_points": change - 4.1,
                "change_high_points": change + 4.1,
                "verdict": "比べられない" if first else BEYOND.get(verdict, verdict),
                "alpha": alpha,
                "alpha_words": ONE_QUESTION if at == 6 else words_of(at, alpha),
            }
        )
    frame = pd.DataFrame(rows).astype({"answered_count": "Int64"})
    points = [column for column in frame if column.endswith("_points")]
    frame.loc[8, [*points, "alpha"]] = math.nan
    frame.loc[8, ["verdict", "alpha_words"]] = ["比べられない", "－"]
    frame.loc[8, "answered_count"] = pd.NA
    return frame


def groups(names: tuple[str, ...] = RANKS) -> pd.DataFrame:
    """Scores of every scale by group, the whole first; one group is too small, one cell is withheld with it."""
    rows = []
    for row, group in enumerate([WHOLE, *names]):
        for at, scale in enumerate(SCALES):
            is_hidden = row == 1 or (row == 2 and at == 3)
            rows.append(
                {
                    "group_name": group,
                    "scale_name": scale,
                    "score_points": math.nan if is_hidden else 34 + (row * 11 + at * 17) % 47,
                    "answered_count": pd.NA if is_hidden else 31 - (at % 3 if row % 2 else 0),
                    "reason": FEW if is_hidden else "",
                }
            )
    return pd.DataFrame(rows).astype({"answered_count": "Int64"})


def course(waves: int = 5, names: tuple[str, ...] = GROUPS[:4]) -> pd.DataFrame:
    """One scale by wave and group: the wording changed before the third wave, one group is withheld in the fourth."""
    rows = []
    for row, group in enumerate(names):
        run = 0
        for at in range(waves):
            is_changed, is_hidden = at == 2, at == 3 and row == 1
            run += is_changed or is_hidden or (at == 4 and row == 1)
            score = math.nan if is_hidden else 41 + (row * 7 + at * 5 + row * at * 3) % 29
            rows.append(
                {
                    "wave": f"第{at + 1}回",
                    "wave_label": f"第{at + 1}回\n{2022 + at // 2}年{6 if at % 2 == 0 else 12}月",
                    "group_name": group,
                    "score_points": score,
                    "low_points": score - 4,
                    "high_points": score + 4,
                    "run": run,
                    "break_note": "文言が変わった" if is_changed else "",
                }
            )
    return pd.DataFrame(rows)


def beside(names: tuple[str, ...] = GROUPS[:6]) -> pd.DataFrame:
    """Change of every scale beside change of the balance, group by group; one of them has no balance."""
    rows = []
    for at, scale in enumerate(SCALES):
        for row, group in enumerate(names):
            change = math.nan if (at, row) == (3, 1) else -6 + (at * 5 + row * 7) % 17 + row * 0.3
            rate = math.nan if row == 5 else -0.14 + row * 0.043
            words = "－" if row == 5 else f"{abs(rate) * 100:.1f}％の{'減' if rate < 0 else '増'}"
            why = FEW if (at, row) == (3, 1) else "残額の資料がない" if row == 5 else ""
            verdict = "偶然の幅を超える" if abs(change) > 6 else "偶然の幅の中"
            rows.append((scale, group, change, rate, words, verdict, why))
    columns = ["scale_name", "group_name", "change_points"]
    columns += ["balance_change_rate", "balance_change_words", "verdict", "reason"]
    return pd.DataFrame(rows, columns=columns)


def results(waves: int = 3) -> pd.DataFrame:
    """Favourable shares of 16 questions by five groups, one of them too small; tabulated elsewhere."""
    rows = []
    for at in range(waves):
        for number, text in enumerate(TEXTS):
            for row, group in enumerate(GROUPS[:5]):
                is_hidden = row == 4 and at == waves - 1 and number % 4 == 0
                rate = math.nan if is_hidden else 0.21 + (number * 13 + row * 9 + at * 6) % 61 / 100
                rows.append(
                    {
                        "wave": f"第{at + 1}回",
                        "wave_label": f"第{at + 1}回\n{2022 + at}年6月",
                        "question_text": text,
                        "group_name": group,
                        "answered_count": pd.NA if is_hidden else 40 + row * 3,
                        "positive_rate": rate,
                        "low_rate": rate - 0.06,
                        "high_rate": rate + 0.06,
                    }
                )
    return pd.DataFrame(rows).astype({"answered_count": "Int64"})

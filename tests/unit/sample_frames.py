"""Small made-up frames in the shape that figures return, for drawing."""

from __future__ import annotations

import pandas as pd

from analytics.charts import ranking as ranking_chart
from analytics.ledger.calendar import month_label, year_label
from analytics.ledger.periods import period_label

YEARS = (2021, 2022, 2023)
PARTS = {"carried_over": "滞納繰越分", "current": "現年度分", "undivided": "区分なし"}


def whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers as figures hold them: nullable, never floats."""
    return frame.astype({name: "Int64" for name in frame if str(name).endswith("_yen")})


def balance_by_year() -> pd.DataFrame:
    amounts = {
        2021: (79_611_035, 106_070_432, 124_766_856),
        2022: (75_187_662, 115_159_772, 151_724_305),
        2023: (73_291_141, 96_005_045, 184_664_834),
    }
    rows = [
        (year, year_label(year), part, PARTS[part], yen)
        for year in YEARS
        for part, yen in zip(PARTS, amounts[year], strict=True)
    ]
    columns = ["fiscal_year", "year_label", "part", "part_label", "outstanding_yen"]
    return whole(pd.DataFrame(rows, columns=columns))


def balance_index() -> pd.DataFrame:
    return whole(
        pd.DataFrame(
            {
                "fiscal_year": YEARS,
                "year_label": [year_label(year) for year in YEARS],
                "outstanding_yen": [310_448_323, 342_071_739, 353_961_020],
                "outstanding_index": [100.0, 110.19, 114.02],
                "like_for_like_yen": [300_000_000, 300_000_000, 330_000_000],
                "like_for_like_index": [100.0, 100.0, 110.0],
            }
        )
    )


def bridge() -> pd.DataFrame:
    rows = [
        ("opening", "前年度末", 342_071_739, 0, 342_071_739),
        ("newly_arisen", "新規発生", 96_146_940, 342_071_739, 438_218_679),
        ("collected", "滞納繰越分の回収", -83_130_549, 438_218_679, 355_088_130),
        ("written_off", "不納欠損", -37_671_020, 355_088_130, 317_417_110),
        ("unexplained", "不突合", 36_543_910, 317_417_110, 353_961_020),
        ("closing", "年度末", 353_961_020, 0, 353_961_020),
    ]
    columns = ["step", "step_label", "change_yen", "from_yen", "to_yen"]
    return whole(pd.DataFrame(rows, columns=columns))


def balance_by_department() -> pd.DataFrame:
    amounts = {
        "市民部・納税課": (149_125_717, 150_487_234, 129_948_336),
        "福祉部・福祉相談課": (1, 2, 3),
    }
    rows = [
        (year, year_label(year), name, yen)
        for name, balances in amounts.items()
        for year, yen in zip(YEARS, balances, strict=True)
    ]
    rows.append((2021, year_label(2021), "環境部・下水道課", 74_031_397))  # left the account
    columns = ["fiscal_year", "year_label", "department_name", "outstanding_yen"]
    return whole(pd.DataFrame(rows, columns=columns))


def balance_by_claim_kind(kinds: int = 12) -> pd.DataFrame:
    rows = [
        (year, year_label(year), f"債権{kind:02}", (kinds - kind) * 1_000_000)
        for kind in range(kinds)
        for year in YEARS
    ]
    columns = ["fiscal_year", "year_label", "claim_kind", "outstanding_yen"]
    return whole(pd.DataFrame(rows, columns=columns))


def ranking() -> pd.DataFrame:
    rows = [
        (
            1,
            "市民部・納税課",
            129_948_336,
            142_958_000,
            -13_009_664,
            1.1001,
            150_487_234,
            -20_538_898,
        ),
        (2, "福祉部・保険年金課", 20_109_136, 17_903_000, 2_206_136, 0.8903, 18_846_820, 1_262_316),
        (pd.NA, "環境部・清掃課", 90, pd.NA, pd.NA, None, 100, -10),
    ]
    columns = ["rank", "department_name", "outstanding_yen", "target_yen", "gap_yen"]
    columns += ["attainment_rate", "opening_yen", "change_yen"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["rank"] = frame["rank"].astype("Int64")
    frame["attainment_rate"] = frame["attainment_rate"].astype(float)
    frame["change_rate"] = frame["change_yen"] / frame["opening_yen"]
    frame["target_covered_yen"] = frame["outstanding_yen"].where(frame["target_yen"].notna())
    frame["collected_yen"] = [76_608_149, pd.NA, pd.NA]
    frame["written_off_yen"] = [15_844_486, 4_568_966, 10]
    frame["mark"] = ["", "", "比較不可"]
    frame["reason"] = [f"{ranking_chart.WHOLLY}。前年同月も目標に届かなかった", None, None]
    return whole(frame)


def without_targets() -> pd.DataFrame:
    frame = ranking()
    none = pd.array([pd.NA] * len(frame), dtype="Int64")
    return frame.assign(
        target_yen=none, target_covered_yen=none, gap_yen=none, attainment_rate=None
    )


def _monthly(frame: pd.DataFrame) -> pd.DataFrame:
    ends = frame["period_on"]
    labels = [period_label(end.date(), True) for end in ends]
    return whole(frame.assign(year_label=labels, is_month=True))


def month_ends(count: int = 60) -> pd.DatetimeIndex:
    """*count* month-ends up to October 2026."""
    return pd.date_range(end="2026-10-31", periods=count, freq="ME")


def balance_by_month() -> pd.DataFrame:
    rows = [
        (end, part, PARTS[part], 1_010_000 * (80 - place) * (1 + (part == "carried_over")))
        for place, end in enumerate(month_ends())
        for part in ("carried_over", "current")
    ]
    frame = pd.DataFrame(rows, columns=["period_on", "part", "part_label", "outstanding_yen"])
    total = frame.groupby("period_on")["outstanding_yen"].transform("sum")
    waits = frame["period_on"] == month_ends()[-1]
    return _monthly(frame.assign(total_yen=total, stale_yen=(total // 4).where(waits, 0)))


def index_by_month() -> pd.DataFrame:
    ends = month_ends()
    index = [100.0 - place + 6 * (place % 5) for place in range(len(ends))]
    frame = pd.DataFrame({"period_on": ends, "outstanding_index": index})
    return _monthly(
        frame.assign(
            outstanding_yen=[int(value * 1_000_000) for value in index],
            like_for_like_yen=[int(value * 900_000) for value in index],
            like_for_like_index=[value * 0.9 + 10 for value in index],
            stale_yen=[0] * (len(ends) - 1) + [5],
        )
    )


def departments_by_month(count: int = 8) -> pd.DataFrame:
    """*count* departments; the second one has not delivered the newest month, the first one an earlier one."""
    ends = month_ends()
    rows = [
        (end, f"第{number}課", (count - number) * 3_000_000 + place * 10_000)
        for number in range(count)
        for place, end in enumerate(ends)
    ]
    frame = pd.DataFrame(rows, columns=["period_on", "department_name", "outstanding_yen"])
    waits = (frame["department_name"] == "第1課") & (frame["period_on"] == ends[-1])
    waited = (frame["department_name"] == "第0課") & (frame["period_on"] == ends[30])
    stale_on = pd.Series(ends[29], index=frame.index).where(waited)
    stale_on = stale_on.mask(waits, pd.Timestamp("2026-09-30"))
    return _monthly(frame.assign(stale_on=stale_on))


def ranking_of_a_month() -> pd.DataFrame:
    stale_on = [pd.NaT, pd.Timestamp("2026-09-30"), pd.NaT]
    frame = without_targets().assign(stale_on=stale_on, is_month=True)
    return frame.assign(
        rank=frame["rank"].where([True, False, False]), mark=["", "9月末の数字", "少数"]
    )


def makeup() -> pd.DataFrame:
    """Three states at two month-ends, a year apart from those before."""
    rows = [
        (end, period_label(end.date(), True), band, word, group, yen, yen - change, change)
        for end, change in (
            (pd.Timestamp("2026-09-30"), 10_000),
            (pd.Timestamp("2026-10-31"), -20_000),
        )
        for band, word, group, yen in (
            ("seized", "差押中（換価前）", "回収する債権", 1_200_000),
            ("suspended", "執行停止・徴収停止", "整理する債権", 340_000),
            ("untouched", "その他・未着手", "未着手", 2_500_000),
        )
    ]
    columns = ["period_on", "year_label", "band", "band_label", "group_label"]
    yen = ["outstanding_yen", "before_yen", "change_yen"]
    data = whole(pd.DataFrame(rows, columns=[*columns, *yen]))
    total = data.groupby("period_on")["outstanding_yen"].transform("sum")
    return data.assign(share_rate=data["outstanding_yen"] / total, is_month=True, stale_on=pd.NaT)


def cohorts() -> pd.DataFrame:
    """Five levy years, each a year longer after its closing than the one after it."""
    rows = [
        (year, f"令和{year - 2018}年度分", month, 1 - 0.015 * month)
        for year in range(2021, 2026)
        for month in range(0, 12 * (2026 - year) + 1)
    ]
    columns = ["levy_year", "cohort_label", "month_count", "left_rate"]
    return pd.DataFrame(rows, columns=columns)


def positions() -> pd.DataFrame:
    """Four departments over four month-ends, one of which is outside the order once; the targets change after May."""
    ranks = {
        "税務課": (1, 1, 2, 3),
        "水道課": (2, None, 1, 1),
        "住宅課": (3, 2, 3, 2),
        "学校教育課": (4, 4, 4, 4),
    }
    ends = [pd.Timestamp(day) for day in ("2025-04-30", "2025-05-31", "2025-06-30", "2025-07-31")]
    rows = [
        (end, period_label(end.date(), True), place, name, ranks[name][place])
        for place, end in enumerate(ends)
        for name in ranks
    ]
    columns = ["period_on", "year_label", "place", "department_name", "rank"]
    return pd.DataFrame(rows, columns=columns).astype({"rank": "Int64"}).assign(is_month=True)


def aims() -> pd.DataFrame:
    """Targets of the years of `balance_by_year` and `balance_by_month`, one of them decided anew."""
    decided = ((2022, 1, "2022-06-01"), (2023, 1, "2023-06-01"), (2023, 2, "2023-10-01"))
    rows = [
        (
            year,
            version,
            pd.Timestamp(day),
            250_000_000 - 9_000_000 * version,
            pd.Timestamp(day),
            pd.Timestamp(f"{year + 1}-05-31"),
        )
        for year, version, day in decided
    ]
    columns = ["fiscal_year", "version", "decided_on", "aim_yen", "from_on", "to_on"]
    return pd.DataFrame(rows, columns=columns)


def limitation_calendar() -> pd.DataFrame:
    """Three departments and all together from November 2026 on, by quarter, with past, later, held and unknown."""
    newest = pd.Timestamp("2026-10-31")
    ends = list(pd.date_range(newest, periods=25, freq="ME")[3::3])
    rows = [
        ("quarter", end, code, name, (at + 2) * 411_000 // part)
        for at, end in enumerate(ends)
        for code, name, part in (("10", "税務課", 1), ("20", "水道課", 3))
    ]
    rows += [
        ("past", pd.NaT, "10", "税務課", 9_000_000),
        ("to_invoke", pd.NaT, "30", "住宅課", 4_000_000),
        ("later", pd.NaT, "30", "住宅課", 50_000_000),
        ("held", pd.NaT, "10", "税務課", 70_000_000),
        ("unknown", pd.NaT, "20", "水道課", 1_234_567),
    ]
    columns = ["span", "ends_on", "department", "department_name", "outstanding_yen"]
    own = pd.DataFrame(rows, columns=columns)
    every = own.assign(department="", department_name="全庁の計")
    every = every.groupby(columns[:-1], as_index=False, dropna=False)["outstanding_yen"].sum()
    data = whole(pd.concat([every, own], ignore_index=True))
    is_first = data["ends_on"].eq(ends[0])
    data["outstanding_yen"] = data["outstanding_yen"].mask(is_first & data["department"].ne(""))
    labels = [f"{end:%Y-%m}まで" if pd.notna(end) else "－" for end in data["ends_on"]]
    return data.assign(period_on=newest, month_label=labels)


def steps() -> pd.DataFrame:
    """A pair of the same name and another birth date; worked by hand, so that −10 + 6 + 1 − 0.5 − 4 is −7.5."""
    rows = [
        ("start", "はじめの点数", "何も比べないとき", -10.0, 0.0, -10.0),
        ("weight", "名の字", "同じ", 6.0, -10.0, -4.0),
        ("frequency", "名の字の多さ", "めずらしい", 1.0, -4.0, -3.0),
        ("frequency", "氏の字の多さ", "よくある", -0.5, -3.0, -3.5),
        ("weight", "生年月日", "違う", -4.0, -3.5, -7.5),
        ("final", "合計", "", -7.5, 0.0, -7.5),
    ]
    columns = ["kind", "step_label", "level_label", "change_points", "from_points", "to_points"]
    return pd.DataFrame(rows, columns=columns)


def shared_debtors(places: int = 8) -> pd.DataFrame:
    """So many departments: the first two share most, the last with nobody that may be told, some with nobody."""
    names = [
        "税務課",
        "水道課",
        "建築住宅課",
        "こども未来課",
        "学校教育課",
        "高齢者支援課",
        "保険年金課",
        "福祉課",
    ]
    known = [(f"{at + 1}01", names[at % 8] + ("" if at < 8 else "第二")) for at in range(places)]
    rows = []
    for at, (one, one_name) in enumerate(known):
        for to, (other, other_name) in enumerate(known):
            count: int | None = 700 - 80 * at if at == to else (90 - 5 * (at + to)) // 5 * 5
            if at != to and max(at, to) == places - 1:
                count = None
            elif {at, to} == {1, 4}:
                count = 0
            yen = None if count is None else count * (21_000 + 700 * at)
            rows.append(
                (one, other, at == to, count is None, one_name, other_name, count, yen, yen)
            )
    columns = "row_member column_member is_own is_withheld row_name column_name person_count"
    yen_columns = ["outstanding_yen", "together_yen"]
    made = whole(pd.DataFrame(rows, columns=[*columns.split(), *yen_columns]))
    return made.astype({"person_count": "Int64"})


def shared_combinations() -> pd.DataFrame:
    """Four combinations of three departments, one with those who owe elsewhere too, then all of three or more."""
    names = {"101": "税務課", "201": "水道課", "301": "建築住宅課"}
    sets = (
        (("101", "201"), 95, ""),
        (("101", "301"), 60, "＋"),
        (("201", "301"), 20, ""),
        (tuple(names), 10, ""),
    )
    rows = [
        (
            "set",
            list(members),
            [names[one] for one in members],
            "・".join(names[one] for one in members) + mark,
            "ほかにも滞納のある人を入れて" if mark else "この組み合わせだけ",
            count,
            count * 31_000,
        )
        for members, count, mark in sets
    ]
    rows.append(("several", [], [], "3つ以上の課のすべて", "左の組み合わせと重なる", 10, 900_000))
    columns = [
        "kind",
        "members",
        "set_names",
        "set_name",
        "reach_label",
        "person_count",
        "outstanding_yen",
    ]
    return whole(pd.DataFrame(rows, columns=columns)).astype({"person_count": "Int64"})


def shared_trend() -> pd.DataFrame:
    """Twenty months of persons who share; two of them are not told."""
    ends = pd.date_range("2025-03-31", periods=20, freq="ME")
    counts = [None if at in (7, 8) else 200 + 5 * (at % 6) for at in range(20)]
    made = pd.DataFrame(
        {
            "period_on": ends,
            "is_month": True,
            "year_label": [period_label(end.date(), True) for end in ends],
            "shared_count": counts,
            "shared_yen": [None if count is None else count * 100_000 for count in counts],
            "outstanding_yen": [90_000_000] * 20,
            "shared_rate": [None if count is None else count / 900 for count in counts],
        }
    )
    return whole(made).astype({"shared_count": "Int64", "shared_rate": "float64"})


def limitation_months() -> pd.DataFrame:
    """Two departments from November 2026 on, each month more."""
    newest = pd.Timestamp("2026-10-31")
    ends = list(pd.date_range(newest, periods=25, freq="ME")[1:])
    rows = [
        ("month", end, code, name, kind, ((at + 2) * 137_000 + step) // part)
        for at, end in enumerate(ends)
        for code, name, kind, part, step in (
            ("10", "税務課", "extinction", 1, 0),
            ("10", "税務課", "suspension", 2, 40_000),
            ("20", "水道課", "invocation", 3, 3),
        )
        if at % 5 or kind != "suspension"
    ]
    columns = ["span", "ends_on", "department", "department_name", "end_kind", "outstanding_yen"]
    data = whole(pd.DataFrame(rows, columns=columns))
    return data.assign(
        period_on=newest, month_label=[month_label(end.date()) for end in data["ends_on"]]
    )

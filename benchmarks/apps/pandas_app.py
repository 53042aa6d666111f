"""A plain Streamlit + pandas app over the same six files, as one would write it without this project.

It reads the CSV, groups and draws, on every run. Nothing is cached and nothing is made slow on purpose; `streamlit run`
serves it with default settings.
"""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

FOLDER = Path(__file__).resolve().parents[2] / "data" / "open" / "komae"
ENCODING = {2022: "cp932", 2023: "cp932"}


def read() -> pd.DataFrame:
    """All six settlement files in one table, with the names of departments and claims."""
    years = [
        pd.read_csv(
            FOLDER / f"132195_kessan{year}sainyu.csv", encoding=ENCODING.get(year, "utf-8-sig")
        )
        for year in range(2018, 2024)
    ]
    lines = pd.concat(years)
    lines["滞納繰越"] = lines["科目名称"].str.contains("滞納繰越|過年度")
    return lines[lines["収入未済額(円)"] != 0]


def chosen_account(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of the account chosen in the filter, or all."""
    account = st.selectbox("会計", ["すべて", *sorted(lines["会計名称"].unique())])
    return lines if account == "すべて" else lines[lines["会計名称"] == account]


def trend() -> None:
    """Balance by year, an index of it, and small multiples by account."""
    st.title("全体推移")
    lines = chosen_account(read())
    by_year = lines.groupby(["年度", "滞納繰越"], as_index=False)["収入未済額(円)"].sum()
    total = by_year.groupby("年度", as_index=False)["収入未済額(円)"].sum()
    total["指数"] = total["収入未済額(円)"] / total["収入未済額(円)"].iloc[0] * 100
    by_account = lines.groupby(["年度", "会計名称"], as_index=False)["収入未済額(円)"].sum()
    bars = (
        alt.Chart(by_year)
        .mark_bar()
        .encode(x="年度:O", y="収入未済額(円):Q", color="滞納繰越:N", tooltip=list(by_year))
    )
    st.altair_chart(bars, width="stretch")
    st.altair_chart(
        alt.Chart(total).mark_line(point=True).encode(x="年度:O", y="指数:Q"), width="stretch"
    )
    small = alt.Chart(by_account).mark_bar().encode(x="年度:O", y="収入未済額(円):Q")
    st.altair_chart(small.properties(width=160, height=120).facet("会計名称:N", columns=4))
    st.dataframe(by_year)


def ranking() -> None:
    """Departments by balance and by change against the year before."""
    st.title("目標と順位")
    lines = chosen_account(read())
    by_department = lines.pivot_table(
        index="所属コード", columns="年度", values="収入未済額(円)", aggfunc="sum", fill_value=0
    )
    latest, before = by_department.columns[-1], by_department.columns[-2]
    change = by_department.assign(
        残高=by_department[latest], 増減=by_department[latest] - by_department[before]
    )
    table = change[["残高", "増減"]].reset_index().astype({"所属コード": str})
    for column in ("残高", "増減"):
        bars = (
            alt.Chart(table)
            .mark_bar()
            .encode(x=f"{column}:Q", y=alt.Y("所属コード:N", sort="-x"), tooltip=list(table))
        )
        st.altair_chart(bars, width="stretch")
    st.dataframe(table)


st.set_page_config(layout="wide")
st.navigation(
    [
        st.Page(trend, title="全体推移", url_path="trend"),
        st.Page(ranking, title="目標と順位", url_path="ranking"),
    ]
).run()

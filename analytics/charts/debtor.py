"""One debtor's balances over two years: a panel for each department and kind of claim."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts.month_panels import panels


def series(frame: pd.DataFrame) -> alt.LayerChart | None:
    """*frame* as `debtor_series` gives it (yen past due at 24 month-ends); None where no amount may be seen."""
    known = frame[frame["outstanding_yen"].notna()]
    if known.empty:
        return None
    table = pd.DataFrame(
        {
            "panel": known["department_name"] + "（" + known["claim_kind"] + "）",
            "rest": False,
            "period_on": pd.to_datetime(known["period_on"]),
            "year_label": known["month_label"],
            "is_month": True,
            "outstanding_yen": known["outstanding_yen"].astype("Int64"),
            "stale_on": pd.NaT,
        }
    )
    return panels(table, "課と債権")

"""Write the 例示 targets of Komae: `python tools/example_targets.py [STORE]`. Komae publishes no targets.

The rule is printed on the page and in every row of the file: last year-end's balance × 95 %, cut to 千円.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analytics.intake.targets import HEADERS
from analytics.ledger.columns import PARTS
from analytics.settings import Settings
from analytics.store.reader import Reader, open_reader

SHARE_PERCENT = 95
EVERY_YEAR = {"period_on": date.max, "is_month": False, "department": None, "claim_kind": None}
RULE = "前年度末の未収残額の95％（千円未満切捨て）"


def example_rows(reader: Reader) -> Iterator[dict[str, object]]:
    """One target per claim and part that was owed something at the year-end before."""
    rows = reader.ask("receivables_by_claim", EVERY_YEAR).to_pylist()
    last = max(row["fiscal_year"] for row in rows)
    for row in rows:
        target = row["outstanding_yen"] * SHARE_PERCENT // 100 // 1000 * 1000
        if row["is_debtor_claim"] and target > 0 and row["fiscal_year"] < last:
            year = row["fiscal_year"] + 1
            yield {
                "municipality": "狛江市",
                "fiscal_year": year,
                "version": 1,
                "decided_on": date(year, 6, 1),
                "claim_kind": row["claim"],
                "part": PARTS[row["part"]],
                "target_yen": target,
                "target_case_count": "",
                "status": "例示",
                "rule": RULE,
            }


def main() -> None:
    """Write data/targets/komae_example.csv from the store."""
    settings = Settings.load()
    store = Path(sys.argv[1]) if len(sys.argv) > 1 else settings.store
    path = settings.targets / "komae_example.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        rows = list(example_rows(open_reader(store)))
        writer.writerow(HEADERS[name] for name in rows[0])
        writer.writerows(row.values() for row in rows)


if __name__ == "__main__":
    main()

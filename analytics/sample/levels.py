"""How much the city is owed at each year-end: the level and slope that Ina City published, and who has which part.

Published closing balances (市報いな, いな谷ねっと; FY2022 1.33, FY2013 6.5, FY2012 8.2, FY2005 16.8 hundred million
yen), counted back from the last closed year of the made-up city and scaled by its residents.
"""

from __future__ import annotations

import math

from analytics.sample.kinds import (
    CHILDREN,
    ELDERS,
    HOUSING,
    INSURANCE,
    LUNCH,
    TAX,
    WATER,
    WELFARE,
    Kind,
)
from analytics.sample.plan import BASE_RESIDENTS, Plan

MILLION = 1_000_000
PUBLISHED = {0: 132.93, 9: 650.0, 10: 820.0, 17: 1680.0}  # years back → million yen
OLDEST_SHARED, NEWEST_SHARED = 5, -1  # years back: the first and the last column of `PARTS`
# million yen at the year-ends 5, 4, 3, 2, 1, 0 years back and the one to come, in a city of 70,000
PARTS = {
    TAX: (156.0, 127.0, 105.0, 80.0, 61.0, 60.0, 60.6),  # steep, then flat
    WATER: (35.0, 26.0, 19.0, 13.5, 10.3, 10.2, 10.3),  # steep, then flat
    HOUSING: (24.5, 24.5, 24.5, 24.0, 23.6, 23.4, 23.6),  # hardly moves
    CHILDREN: (33.0, 27.0, 21.0, 15.5, 11.5, 7.5, 5.2),
    LUNCH: (1.5, 2.0, 2.5, 4.5, 7.0, 6.0, 5.2),  # once it has joined
    ELDERS: (33.0, 27.0, 22.0, 17.0, 13.0, 9.5, 7.0),  # by writing off
    INSURANCE: (22.0, 19.0, 16.0, 13.0, 10.5, 7.5, 5.6),
    WELFARE: (23.0, 21.0, 19.0, 16.5, 14.0, 10.0, 7.8),
}


def city_yen(years_back: int, residents: int = BASE_RESIDENTS) -> float:
    """The closing balance *years_back* years before the last closed one, in yen: log-linear between published years."""
    known = sorted(PUBLISHED)
    upper = next((year for year in known[1:] if year >= years_back), known[-1])
    lower = known[known.index(upper) - 1]
    slope = math.log(PUBLISHED[upper] / PUBLISHED[lower]) / (upper - lower)
    level = PUBLISHED[lower] * math.exp(slope * (years_back - lower))
    return round(level * MILLION, -3) * residents / BASE_RESIDENTS


def kind_yen(kind: Kind, fiscal_year: int, plan: Plan) -> float:
    """What is to be owed of *kind* in the whole city when the books of *fiscal_year* close, in yen."""
    if kind.department == LUNCH and fiscal_year < plan.lunch_since:
        return 0.0
    back = plan.anchor - fiscal_year
    parts = PARTS[kind.department]
    at = min(max(back, NEWEST_SHARED), OLDEST_SHARED)
    level = parts[OLDEST_SHARED - at] * MILLION
    if back != at:  # beyond the years written above, each part moves as the city does
        level = level * city_yen(back) / city_yen(at)
    return round(level * kind.share, -2) * plan.residents / BASE_RESIDENTS

"""Claim lines: one bill of one debtor that is not paid in time, with the month it leaves the books and how."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from analytics.sample import draws
from analytics.sample.bills import is_billed_ahead
from analytics.sample.block import chosen, debtors, whole_counts
from analytics.sample.flow import Flow
from analytics.sample.kinds import BY_CODE, KINDS, Kind
from analytics.sample.months import NEVER, book_of, closing_month
from analytics.sample.plan import Plan

LINE = np.dtype(
    [
        ("resident", "<i4"),
        ("id", "<u8"),  # random, for whatever else is drawn for this line
        ("kind", "<i2"),
        ("levy_year", "<i2"),
        ("instalment", "<i2"),
        ("issued", "<i4"),  # month of the bill
        ("late_from", "<i4"),
        ("due_on", "<i4"),
        ("amount", "<i4"),
        ("settled", "<i4"),  # month of the last payment, or of the writing off
        ("is_written", "?"),
        ("plan_from", "<i4"),  # first month of a payment plan
        ("plan_months", "<i2"),  # 0: paid at once
        ("is_lasting", "?"),
        ("listed_from", "<i4"),
        ("listed_to", "<i4"),
    ]
)
Lines = NDArray[np.void]
SAME_FATE = 0.4  # of a debtor's lines, those that leave the books when the others do
PLANS = 0.22  # of the lasting arrears that will be paid, those paid in instalments
POOL = 11.0  # debtors at hand for each one who is late with a bill
ON_TIME = 0.7  # bills listed before they are due and paid in time, for each one that is not
# amount ÷ mean at each 16th of the debtors, from small to large; their mean is 1
SIZES = np.array(
    [0.25, 0.36, 0.44, 0.52, 0.59, 0.66, 0.73, 0.81, 0.90, 0.99, 1.10, 1.22, 1.38, 1.60, 1.95, 2.50]
)


def lines_of_block(
    block: range, flows: dict[str, Flow], plan: Plan
) -> Iterator[tuple[Kind, Lines]]:
    """Every line of *block*, claim kind by claim kind."""
    pools = {
        code: debtors(block, code, department.who, plan.seed)
        for code, department in BY_CODE.items()
    }
    for number, kind in enumerate(KINDS):
        flow, pool = flows[kind.name], pools[kind.department]
        made, used = [], 0
        for sort in ("lasting", "brief", "on time"):
            expected = _expected(sort, kind, flow, plan) * (len(block) / plan.residents)
            if not expected.any():
                continue
            start = draws.bit(plan.seed, f"start {sort} {kind.name}", block.start) / 2.0**64
            counts = whole_counts(expected, start)
            size = min(len(pool) - used, max(6, int(counts.max() * POOL) + 1))
            counts = np.minimum(counts, size)
            name = f"{sort} {kind.department}"
            bill, member = chosen(counts, size, plan.seed, name, block.start, kind.every_months)
            some = _lines(number, flow, bill, pool[used + member], plan)
            some["is_lasting"] = sort == "lasting"
            some["amount"] = _amounts(kind, some, member, plan, block.start)
            if sort == "on time":
                some["settled"] = some["late_from"]
            else:
                _settle(some, member, flow, plan, f"{sort} {kind.name}", block.start)
            made.append(some)
            used += size
        lines = np.concatenate(made)
        _list(lines, kind, plan)
        yield kind, lines[lines["listed_from"] <= lines["listed_to"]]


def _expected(sort: str, kind: Kind, flow: Flow, plan: Plan) -> NDArray[np.float64]:
    """How many lines of each bill, in the whole city."""
    if sort == "on time":
        late = flow.lasting_yen + flow.brief_yen
        return late * (ON_TIME * is_billed_ahead(kind) / kind.mean_yen) * _is_new(flow, plan)
    yen = flow.lasting_yen if sort == "lasting" else flow.brief_yen
    return yen / kind.mean_yen * (flow.bills.late_from <= plan.last + 2)


def _is_new(flow: Flow, plan: Plan) -> NDArray[np.bool_]:
    return (flow.bills.issued >= plan.first - 1) & (flow.bills.issued <= plan.last)


def _lines(
    number: int, flow: Flow, bill: NDArray[np.int64], residents: NDArray[np.int64], plan: Plan
) -> Lines:
    """Lines with what their bill says."""
    known = flow.bills
    lines = np.zeros(len(bill), dtype=LINE)
    lines["resident"], lines["kind"] = residents, number
    lines["id"] = draws.bits(plan.seed, "line", number, residents, known.issued[bill])
    lines["levy_year"], lines["instalment"] = known.levy_year[bill], known.instalment[bill]
    lines["issued"] = known.issued[bill]
    lines["late_from"] = known.late_from[bill]
    lines["due_on"] = known.due_on[bill]
    return lines


def _amounts(
    kind: Kind, lines: Lines, member: NDArray[np.int64], plan: Plan, block: int
) -> NDArray[np.int64]:
    """What each bill is of, in yen: alike over the instalments of a year, spread evenly over the debtors."""
    start = draws.bit(plan.seed, f"size {kind.name}", block) / 2.0**64
    size = draws.spread(member * 7 + lines["levy_year"] % 7, start)
    level = SIZES[(size * len(SIZES)).astype(np.int64)]
    wobble = 0.95 + 0.1 * draws.share(draws.bits(plan.seed, "wobble", lines["id"]))
    whole = np.floor(level * wobble * (kind.mean_yen / kind.rounding)).astype(np.int64)
    return np.maximum(whole, 1) * kind.rounding


def _settle(
    lines: Lines, member: NDArray[np.int64], flow: Flow, plan: Plan, name: str, block: int
) -> None:
    """Draw when and how each line leaves the books, from the shares left after each half step."""
    start = draws.bit(plan.seed, f"fate {name}", block) / 2.0**64
    own = draws.spread(np.arange(len(lines)), start)
    shared = draws.spread(member, start)
    is_shared = draws.share(draws.bits(plan.seed, "shared", lines["id"])) < SAME_FATE
    fate = np.where(is_shared, shared, own)
    late_from = lines["late_from"].astype(np.int64)
    steps = np.clip((late_from - plan.first) * 2 + 1, -1, 2 * (plan.horizon - plan.first) + 1)
    half = np.full(len(lines), -1, dtype=np.int64)
    for levy in np.unique(lines["levy_year"]):
        left = flow.left[int(levy)] if lines["is_lasting"].any() else flow.brief_left
        of_levy = np.flatnonzero(lines["levy_year"] == levy)
        then = np.where(steps[of_levy] < 0, 1.0, left[np.maximum(steps[of_levy], 0)])
        # the first half step at which less is left than this line's fate
        half[of_levy] = np.searchsorted(-left, -(fate[of_levy] * then), side="right")
    settled = plan.first + half // 2
    settled[half >= 2 * (plan.horizon - plan.first + 1)] = NEVER
    lines["is_written"] = (half % 2 == 1) & (settled < NEVER)
    lines["settled"] = settled
    _plan_payments(lines, plan)


def _plan_payments(lines: Lines, plan: Plan) -> None:
    """Some are paid in equal monthly instalments, about as long before as after the month in which they would be."""
    drawn = draws.bits(plan.seed, "plan", lines["id"])
    is_paid = lines["is_lasting"] & ~lines["is_written"] & (lines["settled"] < NEVER)
    planned = is_paid & (draws.share(drawn) < PLANS)
    months = np.array([6, 8, 10, 12])[draws.below(4, draws.bits(plan.seed, "length", lines["id"]))]
    earliest = np.maximum(lines["late_from"] + 1, plan.first)
    start = np.maximum(earliest, lines["settled"] - months // 2)
    lines["plan_from"] = np.where(planned, start, 0)
    lines["plan_months"] = np.where(planned, months, 0)
    lines["settled"] = np.where(planned, start + months - 1, lines["settled"])


def _list(lines: Lines, kind: Kind, plan: Plan) -> None:
    """From which month to which the export holds each line: settled ones stay until their books close."""
    clock = BY_CODE[kind.department].clock
    listed_from = lines["issued"] if is_billed_ahead(kind) else lines["late_from"]
    settled = lines["settled"].astype(np.int64)
    book = np.maximum(lines["levy_year"], book_of(settled, clock))
    lines["listed_from"] = np.maximum(listed_from, plan.first)
    lines["listed_to"] = np.minimum(closing_month(book, clock), plan.last)

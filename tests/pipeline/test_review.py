"""Pairs before people, on a real matched store: who may see which, what is written down, and what a decision does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pyarrow as pa
import pytest

from analytics.access.audit import Audit
from analytics.access.consents import Consents
from analytics.access.gate import Gate, open_gate
from analytics.access.viewer import Viewer
from analytics.errors import InputFault, NothingToShow, StoreFault
from analytics.figures import answer
from analytics.figures.matching_state import NEVER, TO_DO
from analytics.figures.persons.deciding_pairs import (
    CONTRADICTORY,
    GONE,
    LATE,
    decide_pair,
    decisions_so_far,
)
from analytics.figures.persons.problems import ACROSS, odd_debtors
from analytics.figures.persons.review import (
    NO_PERSONS,
    NOT_FOR_YOU,
    NOTHING_WAITS,
    one_pair,
    review_pairs,
)
from analytics.ledger.calendar import JAPAN
from analytics.matching import matching
from analytics.matching.decisions import Debtor, Pair, decide, decisions
from analytics.matching.keeping import FOLDER, Generation, generation, keep_generation
from analytics.matching.linking import PROBLEM_ROWS
from analytics.matching.people import PROBLEMS, REASONS
from analytics.store.holding import alone
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store

TODAY = date(2026, 11, 5)
NOON = datetime(2026, 11, 5, 12, 0, tzinfo=JAPAN)
CHIEF = Viewer("chief", name="山田")
RENT = "市営住宅使用料"
GateOf = Callable[[Viewer], Gate]


@pytest.fixture
def gate_of(matched: Store) -> GateOf:
    """The gate of one's own matched city for a reader; anew each time, as a page opens it."""
    return lambda viewer: open_gate(open_reader(matched.root), viewer, TODAY)


def person_of(store: Store, debtor: Debtor) -> str:
    made = generation(store, 0)
    assert made is not None
    rows = made.tables["links"].to_pylist()
    (found,) = (row for row in rows if (row["department"], row["debtor_key"]) == debtor)
    return str(found["person_id"])


def first_pair(gate_of: GateOf) -> Pair:
    return review_pairs(gate_of(CHIEF), NOON).pairs[0].pair


def looks(store: Store) -> list[tuple[str, str]]:
    """Department and key of every look in the trail, newest first."""
    return [(look[3], look[4]) for look in Audit(store.root).latest(1_000)]


# Who sees which ----------------------------------------------------------------------------------


def test_the_office_sees_all_pairs_strongest_first_and_each_is_written_down(
    matched: Store, gate_of: GateOf
) -> None:
    found = review_pairs(gate_of(CHIEF), NOON, 0, 100)
    assert found.count == len(found.pairs) == 15
    weights = [each.steps["to_points"].iloc[-1] for each in found.pairs]
    assert weights == sorted(weights, reverse=True)
    assert {each.reason for each in found.pairs} == {REASONS["weak"], REASONS["name_only"]}
    shown = {debtor for each in found.pairs for debtor in each.pair}
    assert set(looks(matched)) == shown


def test_only_what_is_shown_is_written_down(matched: Store, gate_of: GateOf) -> None:
    found = review_pairs(gate_of(CHIEF), NOON, 3, 1)
    assert (found.count, len(found.pairs)) == (15, 1)
    assert set(looks(matched)) == set(found.pairs[0].pair)
    assert review_pairs(gate_of(CHIEF), NOON, 99, 1).pairs[0].pair != found.pairs[0].pair


def test_who_sees_no_person_gets_a_sentence_and_leaves_no_look(
    matched: Store, gate_of: GateOf
) -> None:
    pair = first_pair(gate_of)
    before = looks(matched)
    for role in ("team", "systems", "reader"):
        gate = gate_of(Viewer(role))
        told = review_pairs(gate, NOON, 0, 100)
        assert (told.count, told.pairs, told.said) == (0, [], NO_PERSONS)
        assert decisions_so_far(gate, NOON).made == []
        with pytest.raises(NothingToShow, match="この役割では"):
            decide_pair(gate, *pair, "same", NOON)
        with pytest.raises(NothingToShow):
            one_pair(gate, pair, NOON)
    assert looks(matched) == before
    assert decisions(matched.root) == {}


def test_a_head_sees_no_pair_with_another_department(matched: Store, gate_of: GateOf) -> None:
    """Contact is granted to the office alone; and a pair that may be one person is no ground to show it."""
    pair = first_pair(gate_of)
    before = looks(matched)
    for department in {department for department, _ in pair}:
        gate = gate_of(Viewer("head", department))
        assert review_pairs(gate, NOON, 0, 100).said == NOTHING_WAITS
        with pytest.raises(NothingToShow, match=NOT_FOR_YOU):
            decide_pair(gate, *pair, "same", NOON)
    assert looks(matched) == before
    assert decisions(matched.root) == {}


def test_a_consent_shows_a_head_only_whom_the_matching_has_found_to_owe_him(
    matched: Store, gate_of: GateOf
) -> None:
    """Housing (301) and lunches (501): with consent to housing the other is seen once the pair is decided."""
    pairs = [each.pair for each in review_pairs(gate_of(CHIEF), NOON, 0, 100).pairs]
    pair = next(pair for pair in pairs if [side[0] for side in pair] == ["301", "501"])
    consents = Consents(matched.root, open_reader(matched.root).rules)
    consents.give(pair[1], RENT, ["existence", "contact"], TODAY, "係", NOON)
    head = Viewer("head", "301")
    assert review_pairs(gate_of(head), NOON).pairs == []
    decide_pair(gate_of(CHIEF), *pair, "same", NOON)
    assert one_pair(gate_of(head), pair, NOON).pair == pair
    consents.withdraw(pair[1], RENT, "係", NOON)
    with pytest.raises(NothingToShow, match=NOT_FOR_YOU):
        one_pair(gate_of(head), pair, NOON)


def test_a_head_decides_on_two_of_his_own(matched: Store, gate_of: GateOf) -> None:
    made = generation(matched, 0)
    assert made is not None
    own = [
        (row["department"], row["debtor_key"])
        for row in made.tables["links"].to_pylist()
        if row["department"] == "301"
    ][:2]
    head = Viewer("head", "301")
    assert decide_pair(gate_of(head), own[0], own[1], "same", NOON) == "「同じ人」と記録しました。"
    assert person_of(matched, own[0]) == person_of(matched, own[1])
    (told,) = decisions_so_far(gate_of(head), NOON).made
    assert told.words == (
        f"建築住宅課 {own[0][1]}",
        f"建築住宅課 {own[1][1]}",
        "同じ人",
        "所管課長",
        "令和8年11月5日",
    )


def test_a_look_that_cannot_be_written_down_is_refused(matched: Store, gate_of: GateOf) -> None:
    review_pairs(gate_of(CHIEF), NOON)
    (matched.root / "journals" / "audit.jsonl").unlink()
    with pytest.raises(StoreFault, match="債務者ごとの内容は出しません"):
        review_pairs(gate_of(CHIEF), NOON)


# What a decision does ----------------------------------------------------------------------------


def test_a_decision_survives_a_matching_and_outranks_the_model(
    matched: Store, gate_of: GateOf
) -> None:
    one, other = first_pair(gate_of)
    assert person_of(matched, one) != person_of(matched, other)
    decide_pair(gate_of(CHIEF), one, other, "same", NOON)
    assert person_of(matched, one) == person_of(matched, other)
    matching.match(matched, 0)
    assert person_of(matched, one) == person_of(matched, other)
    assert (one, other) not in [
        each.pair for each in review_pairs(gate_of(CHIEF), NOON, 0, 100).pairs
    ]
    decide_pair(gate_of(CHIEF), one, other, "different", NOON)  # the decision before is undone
    matching.match(matched, 0)
    assert person_of(matched, one) != person_of(matched, other)


def test_what_the_model_joined_is_parted_for_good(matched: Store, gate_of: GateOf) -> None:
    made = generation(matched, 0)
    assert made is not None
    people: dict[str, list[Debtor]] = {}
    for row in made.tables["links"].to_pylist():
        if row["method"] == "model":
            people.setdefault(row["person_id"], []).append((row["department"], row["debtor_key"]))
    one, other = next(debtors for debtors in people.values() if len(debtors) == 2)
    decide(matched.root, one, other, "different", "山田", NOON, TODAY)
    matching.match(matched, 0)
    assert person_of(matched, one) != person_of(matched, other)
    waiting = review_pairs(gate_of(CHIEF), NOON, 0, 100)
    assert (one, other) not in [each.pair for each in waiting.pairs]


def test_what_is_put_off_comes_last_and_stays_undecided(matched: Store, gate_of: GateOf) -> None:
    pair = first_pair(gate_of)
    assert decide_pair(gate_of(CHIEF), *pair, "later", NOON) == "「あとで」と記録しました。"
    found = review_pairs(gate_of(CHIEF), NOON, 0, 100)
    assert found.count == 15
    assert found.pairs[-1].pair == pair
    last = found.pairs[-1].decision
    assert last is not None
    assert (last.verdict, last.decided_by, last.decided_on) == ("later", "山田", TODAY)
    assert person_of(matched, pair[0]) != person_of(matched, pair[1])


def test_decisions_that_contradict_come_first_and_none_of_them_is_followed(
    matched: Store, gate_of: GateOf
) -> None:
    pairs = [each.pair for each in review_pairs(gate_of(CHIEF), NOON, 0, 3).pairs]
    (one, other), third, beside = pairs[0], pairs[1][0], pairs[2]
    decide_pair(gate_of(CHIEF), *beside, "later", NOON)
    decide_pair(gate_of(CHIEF), one, other, "same", NOON)
    decide_pair(gate_of(CHIEF), other, third, "same", NOON)
    said = decide_pair(gate_of(CHIEF), one, third, "different", NOON)
    assert said.startswith("「別の人」と記録しました。食い違う判断があります")
    assert len({person_of(matched, debtor) for debtor in (one, other, third)}) == 3
    told = decisions_so_far(gate_of(CHIEF), NOON)
    assert [each.is_disputed for each in told.made] == [True, True, True, False]
    assert told.notes == [CONTRADICTORY]
    assert len(decisions_so_far(gate_of(CHIEF), NOON, disputed_only=True).made) == 3
    frame = answer("matching", open_reader(matched.root)).frame.set_index("kind_label")
    assert frame["record_count"].isna()[PROBLEMS["contradictory"]]  # three debtors: some, untold
    decide_pair(gate_of(CHIEF), one, third, "same", NOON)
    assert decisions_so_far(gate_of(CHIEF), NOON, disputed_only=True).made == []
    assert len({person_of(matched, debtor) for debtor in (one, other, third)}) == 1


def test_a_debtor_who_is_gone_is_not_decided_on_and_not_named(
    matched: Store, gate_of: GateOf
) -> None:
    pair = first_pair(gate_of)
    gone = ("301", "X-GONE")
    with pytest.raises(NothingToShow, match=NOT_FOR_YOU):
        decide_pair(gate_of(CHIEF), pair[0], gone, "same", NOON)
    decide(matched.root, pair[0], gone, "same", "山田", NOON, TODAY)
    told = decisions_so_far(gate_of(CHIEF), NOON)
    assert (told.made, told.notes) == ([], [GONE])
    matching.match(matched, 0)  # it does no harm


def test_while_another_matching_runs_the_decision_is_kept(
    matched: Store, gate_of: GateOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = first_pair(gate_of)
    monkeypatch.setattr(matching, "alone", lambda root, folder, seconds=0: alone(root, folder))
    with alone(matched.root / "matching", FOLDER):
        said = decide_pair(gate_of(CHIEF), *pair, "same", NOON)
    assert said == LATE + FOLDER.busy
    assert decisions(matched.root)[pair].verdict == "same"
    assert review_pairs(gate_of(CHIEF), NOON).count == 14  # it waits no more
    matching.settle_again(matched, 0)
    assert person_of(matched, pair[0]) == person_of(matched, pair[1])


def test_a_word_that_is_no_verdict_is_refused(matched: Store, gate_of: GateOf) -> None:
    pair = first_pair(gate_of)
    with pytest.raises(InputFault, match="知らない言葉"):
        decide_pair(gate_of(CHIEF), *pair, "maybe", NOON)
    assert decisions(matched.root) == {}


def test_where_nothing_was_matched_it_says_what_to_do(two_months: Store) -> None:
    gate = open_gate(open_reader(two_months.root), CHIEF, TODAY)
    assert review_pairs(gate, NOON).said == NEVER
    assert decisions_so_far(gate, NOON).made == []
    with pytest.raises(NothingToShow, match="zangaku match"):
        decide_pair(gate, ("301", "a"), ("501", "b"), "same", NOON)
    figure = answer("matching", gate.reader)
    assert figure.empty == NEVER
    assert figure.frame.empty


# The sums that anybody may read ------------------------------------------------------------------


def test_the_sums_are_rounded_and_few_are_not_told(matched: Store) -> None:
    """929 debtors are 814 persons: 711 → 710 alone, 45 by number, 173 → 175 by the model; few weak pairs."""
    figure = answer("matching", open_reader(matched.root))
    rows = {(row["part"], row["kind_label"]): row["record_count"] for row in records(figure.frame)}
    assert rows[("method", "ほかの課にいない")] == 710
    assert rows[("method", "宛名番号が同じ")] == 45
    assert rows[("method", "名寄せの計算")] == 175
    assert rows[("persons", "まとめた人")] == 815
    assert rows[("reason", REASONS["weak"])] is None
    assert rows[("reason", REASONS["name_only"])] == 15
    assert figure.title == "債務者番号およそ930件は、およそ815人。人が確かめる組はおよそ15組"
    assert figure.facts["計算の型"] == "モデル 1（930件の記録から学習）"
    assert (
        "＋0.5点以上で、氏名のほかにも同じものがあり、食い違いがなければ同じ人、−5.0点以上は"
        in figure.facts["境の点数"]
    )


def test_what_is_odd_is_said_with_what_to_do_and_named_to_whom_it_may(
    matched: Store, gate_of: GateOf
) -> None:
    """One debtor of housing for each problem, and eight of lunches without a name."""
    made = generation(matched, 0)
    assert made is not None
    own, others = (
        [row["debtor_key"] for row in made.tables["links"].to_pylist() if row["department"] == code]
        for code in ("301", "501")
    )
    rows = [
        {"problem": problem, "department": "301", "debtor_key": own[at]}
        for at, problem in enumerate(PROBLEMS)
    ]
    rows += [{"problem": "no_name", "department": "501", "debtor_key": key} for key in others[:8]]
    odd = pa.Table.from_pylist(rows, schema=PROBLEM_ROWS)
    keep_generation(matched, 0, Generation({**made.tables, "problems": odd}, made.told))
    figure = answer("matching", open_reader(matched.root))
    assert figure.notes[:5] == tuple(TO_DO[problem] for problem in PROBLEMS)
    assert "注意: 氏名のない債務者 およそ10件、同じ課に、" in figure.comparison
    assert "2つ以上ある 8件未満" in figure.comparison
    told = odd_debtors(gate_of(Viewer("head", "301")), NOON)
    assert told == [
        ("建築住宅課", key, PROBLEMS[problem])
        for key, problem in zip(own, PROBLEMS, strict=False)
        if problem not in ACROSS
    ]
    assert {key for _, key in looks(matched)} == {key for _, key, _ in told}
    assert len(odd_debtors(gate_of(CHIEF), NOON)) == len(rows)
    assert odd_debtors(gate_of(Viewer("reader")), NOON) == []


def records(frame: object) -> list[dict[str, object]]:
    """The rows, what is not told as None."""
    rows = frame.astype(object).where(frame.notna(), None)  # type: ignore[attr-defined]
    return list(rows.to_dict("records"))

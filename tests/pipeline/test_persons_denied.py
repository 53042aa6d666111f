"""What may not be seen is nowhere: every role × ordered pair of share groups × field group, looked for in every byte.

One debtor owes four departments, one of each share group, and every word and number about him is recognisable by its
department and field group. So whatever leaks names where it came from.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

import pytest

from analytics.access.gate import Gate
from analytics.access.viewer import Viewer
from analytics.cli.figure import show
from analytics.cli.options import Format
from analytics.errors import NothingToShow
from analytics.figures import Figure, Selection
from analytics.figures.persons import (
    PERSON_FIGURES,
    Asked,
    case_list,
    cell_debtors,
    debtor_card,
    leads,
    person_answer,
)
from analytics.figures.persons.looking import NOBODY, REFUSED
from tests.debtors import NOON, Known, rules_with, sharing_row

PERSON = "P-SHARED"
GROUPS = {"T": "10", "P": "20", "N": "30", "C": "40"}
KINDS = {"T": "市県民税", "P": "介護保険料", "N": "生活保護費返還金", "C": "市営住宅使用料"}
YEN = {"T": 611_107, "P": 622_217, "N": 633_329, "C": 644_441}
PLANTED = {  # field group → what is planted of it, by share group
    "existence": lambda group: (f"KEY-{group}-1", f"課{group}の名", KINDS[group]),
    "amount": lambda group: (str(YEN[group]), f"{YEN[group]:,}"),
    "state": lambda group: (f"取組の名{group}",),
    "contact": lambda group: (f"架空{group}太郎", f"住所{group}番地", f"0000-{group}-77"),
    "guarantor": lambda group: (f"保証{group}次郎",),
}
SHARED_FIELDS = ("existence", "amount", "state", "contact", "guarantor")
ALL_BASIS = "[default]\n" + "".join(
    f"{holder} = {{ {', '.join(f'{reader} = {chr(34)}basis{chr(34)}' for reader in GROUPS)} }}\n"
    for holder in GROUPS
)
OFFICE = ("chief", "caseworker")
BLIND = ("team", "systems", "reader")


def books() -> str:
    head = "月|年度|債権|課|債務者|期|納期限|区分|調定|収入|欠損|状態|賦課\n"
    return head + "".join(
        f"{month}|2026|{KINDS[group]}|{code}=課{group}の名|KEY-{group}-1|1期|2021-06-30|滞繰|"
        f"{YEN[group]}|0|0|交渉中|2021\n"
        for month in ("2026-09", "2026-10")
        for group, code in GROUPS.items()
    )


def persons() -> str:
    return "課|債務者|氏名|住所|電話|保証人\n" + "".join(
        f"{code}|KEY-{group}-1|架空{group}太郎|住所{group}番地|0000-{group}-77|保証{group}次郎\n"
        for group, code in GROUPS.items()
    )


def measures() -> str:
    return "課|債務者|債権|日|取組|メモ\n" + "".join(
        f"{code}|KEY-{group}-1|{KINDS[group]}|2026-09-0{place}|取組の名{group}|メモ{group}秘密\n"
        for place, (group, code) in enumerate(GROUPS.items(), start=1)
    )


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Known:
    made = Known(tmp_path_factory.mktemp("denied")).take_in_all(books(), persons(), measures())
    return made.linked({PERSON: [f"{code}/KEY-{group}-1" for group, code in GROUPS.items()]})


Said = Callable[[Gate, tuple[str, str]], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Said:
    """All that a reader gets to see, in every form: each figure as table, CSV and JSON, errors, logs, other streams."""
    caplog.set_level(logging.DEBUG)

    def every(gate: Gate, pair: tuple[str, str]) -> str:
        capsys.readouterr()
        caplog.clear()
        told: list[str] = []
        for figure in figures(gate, pair, told):
            told += [repr(figure), figure.alt, figure.frame.to_string()]
            for form in Format:
                show(figure, form)
        printed = capsys.readouterr()
        return "\n".join([*told, printed.out, printed.err, caplog.text])

    return every


def figures(gate: Gate, pair: tuple[str, str], errors: list[str]) -> Iterator[Figure]:
    """Every figure of persons that *gate* lets through; what it says instead goes to *errors*."""
    asked = (
        lambda: (cell_debtors(gate, pair, Selection(), NOON),),
        lambda: debtor_card(gate, PERSON, Selection(), NOON).figures,
        lambda: (case_list(gate, Selection(), NOON),),
        lambda: (leads(gate, Selection(), NOON),),
    )
    for each in asked:
        try:
            yield from each()
        except NothingToShow as problem:
            errors.append(str(problem))


def trail(gate: Gate) -> str:
    file = gate.reader.store.root / "journals" / "audit.jsonl"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def found(text: str, group: str, field: str) -> list[str]:
    """Which of the planted things of *group* and *field* stand in *text*."""
    return [token for token in PLANTED[field](group) if token in text]


@pytest.mark.parametrize("field", SHARED_FIELDS)
@pytest.mark.parametrize(("holder", "to"), [*permutations(GROUPS, 2)])
def test_a_head_sees_of_another_department_what_its_one_row_permits(
    holder: str, to: str, field: str, city: Known, said: Said, tmp_path: Path
) -> None:
    fields = dict.fromkeys(("existence", field))
    rules = rules_with(tmp_path / "rules", ALL_BASIS + sharing_row(holder, to, [*fields]))
    gate = city.gate(Viewer("head", GROUPS[to], "課長"), rules)
    before = len(trail(gate))
    text = said(gate, (GROUPS[holder], GROUPS[to]))
    for group in GROUPS:
        for each in SHARED_FIELDS:
            tokens = found(text, group, each)
            if group == to or (group == holder and each in fields):
                assert tokens, (group, each)
            else:
                assert tokens == [], (group, each)
    total = YEN[to] + (YEN[holder] if field == "amount" else 0)
    assert f'"total_yen": {total}' in text
    assert "秘密" not in text  # no free text of a measure
    written = trail(gate)[before:]
    assert {group for group in GROUPS if f"KEY-{group}-1" in written} == {holder, to}
    assert not [word for word in ("太郎", "次郎", "番地", "-77", "取組の名") if word in written]


@pytest.mark.parametrize("field", SHARED_FIELDS)
@pytest.mark.parametrize("holder", GROUPS)
@pytest.mark.parametrize("role", OFFICE)
def test_the_office_sees_what_its_one_row_permits(
    role: str, holder: str, field: str, city: Known, said: Said, tmp_path: Path
) -> None:
    fields = dict.fromkeys(("existence", field))
    rules = rules_with(tmp_path / "rules", ALL_BASIS + sharing_row(holder, "office", [*fields]))
    gate = city.gate(Viewer(role, None, "室"), rules)
    text = said(gate, (GROUPS[holder], GROUPS[holder]))
    for group in GROUPS:
        for each in SHARED_FIELDS:
            assert bool(found(text, group, each)) == (group == holder and each in fields)


@pytest.mark.parametrize("to", GROUPS)
def test_without_a_row_a_head_sees_his_own_and_no_hint_of_more(
    to: str, city: Known, said: Said, tmp_path: Path
) -> None:
    """Whether the debtor owes elsewhere or not, the words are those of one who does not."""
    rules = rules_with(tmp_path / "rules", ALL_BASIS)
    gate = city.gate(Viewer("head", GROUPS[to], "課長"), rules)
    other = next(group for group in GROUPS if group != to)
    before = len(trail(gate))
    text = without_the_asked(said(gate, (GROUPS[to], GROUPS[other])), to, other)
    for group in GROUPS:
        if group != to:
            assert [each for each in SHARED_FIELDS if found(text, group, each)] == []
    card = debtor_card(gate, PERSON, Selection(), NOON)
    assert card.lead.headline == "案なし"
    assert [*card.lead.frame["words"]] == ["先に動く課を、課の間で決めることはありません。"]
    empty = cell_debtors(gate, (GROUPS[to], GROUPS[other]), Selection(), NOON)
    assert len(empty.frame) == 0
    assert {group for group in GROUPS if f"KEY-{group}-1" in trail(gate)[before:]} == {to}


def test_who_may_not_be_seen_is_as_good_as_nobody(city: Known, tmp_path: Path) -> None:
    rules = rules_with(tmp_path / "rules", ALL_BASIS)
    gate = city.gate(Viewer("chief", None, "室"), rules)
    for person in (PERSON, "P-NOBODY", "", "' OR 1=1 --"):
        with pytest.raises(NothingToShow) as problem:
            debtor_card(gate, person, Selection(), NOON)
        assert str(problem.value) == NOBODY


@pytest.mark.parametrize("name", [name for name in PERSON_FIGURES if name != "leads"])
@pytest.mark.parametrize("role", BLIND)
def test_other_roles_see_no_person_and_are_told_just_that(
    role: str, name: str, city: Known
) -> None:
    """The shipped table permits a lot, and still: one sentence, whatever is asked, with nothing written down."""
    gate = city.gate(Viewer(role))
    before = trail(gate)
    for asked in (Asked(), Asked(("10", "20"), PERSON), Asked(("10", "ない課"), "P-NOBODY")):
        with pytest.raises(NothingToShow) as problem:
            person_answer(name, gate, asked, Selection(), NOON)
        assert str(problem.value) == REFUSED
    assert trail(gate) == before


def test_an_expired_row_shows_nothing(city: Known, said: Said, tmp_path: Path) -> None:
    row = sharing_row("T", "C", ["existence", "amount"], until="2026-10-31")
    rules = rules_with(tmp_path / "rules", ALL_BASIS + row)
    gate = city.gate(Viewer("head", GROUPS["C"]), rules)
    text = without_the_asked(said(gate, (GROUPS["T"], GROUPS["C"])), "T", "C")
    assert [field for field in SHARED_FIELDS if found(text, "T", field)] == []
    assert "期限が切れました" in gate.notices[0]
    assert len(debtor_card(gate, PERSON, Selection(), NOON).debts.frame) == 1


def without_the_asked(text: str, one: str, other: str) -> str:
    """*text* without the names of the two departments that were asked for, where they are said together."""
    return text.replace(f"課{one}の名と課{other}の名", "")

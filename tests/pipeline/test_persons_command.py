"""`zangaku figure` for persons, `zangaku consent` and `zangaku lead`: as who reads, and denied is denied here too."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from analytics.access.audit import Audit
from analytics.cli.audit import CHIEF_ONLY
from analytics.figures.persons import PERSON_FIGURES
from analytics.figures.persons.looking import REFUSED
from analytics.figures.single_lines import WITHHELD
from tests.debtors import Known, rules_with, sharing_row
from tests.monthly import Ledgers
from tests.pipeline.conftest import Done, Run
from tests.pipeline.test_persons import ALL, BOOKS, MEASURES, PERSONS, TO_OFFICE

TAX_WORDS = ("K10", "架空太郎", "本町1", "80,000", "80000", "110,000", "110000", "0000-10")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """Treat it as read-only."""
    city = Known(tmp_path_factory.mktemp("commands") / "city")
    return city.take_in_all(BOOKS, PERSONS, MEASURES).linked({"P1": ["10/K10", "40/K40"]})


@pytest.fixture
def city(made: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Known:
    """Taxes and water, of which the office sees both, and neither the other."""
    rows = sharing_row("T", "office", ALL) + sharing_row("C", "office", ALL)
    default = TO_OFFICE.replace('C = "basis" }', 'C = "consent" }')
    rules = rules_with(tmp_path / "rules", default + rows)
    monkeypatch.setenv("ZANGAKU_RULES", str(rules))
    return made.copied(tmp_path / "city")


class Asking:
    """The command on one store."""

    def __init__(self, zangaku: Run, city: Known) -> None:
        self._run = zangaku
        self._store = ("--store", city.store.root)

    def __call__(self, *words: str) -> Done:
        return self._run(*words, *self._store)


@pytest.fixture
def ask(zangaku: Run, city: Known) -> Asking:
    return Asking(zangaku, city)


CHIEF = ("--role", "室長")
WATER = ("--role", "所管課長", "--reader-department", "水道課")
TEAM = ("--role", "徴収対策チーム")
ODD = ("figure", "unmatched_lines", "--from", "2026-09-30", "--format", "json")
CELL = ("figure", "cell_debtors", "--pair", "10/40")


def test_the_list_of_a_cell_in_every_form(ask: Asking) -> None:
    table = ask(*CELL, *CHIEF).out
    shown = json.loads(ask(*CELL, *CHIEF, "--format", "json").out)
    printed = ask(*CELL, *CHIEF, "--format", "csv").out.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(printed, newline=""))
    (told,) = shown["rows"]
    assert told["total_yen"] == int(row["残額の合計（円）"]) == 110_000
    assert told["balances"] == [130_000, 110_000, 110_000]
    assert "110,000" in table
    assert row["時効の満了の見込み（要確認）"] == told["expires_on"] == "2027-04-05"


@pytest.mark.parametrize("name", [name for name in PERSON_FIGURES if name != "leads"])
def test_by_default_nobody_is_shown(name: str, ask: Asking) -> None:
    for words in (("--person", "P1", "--pair", "10/40"), ("--pair", "ない")):
        done = ask("figure", name, *words)
        assert done.code == 6
        assert done.out == ""
        assert done.err == f"✗ {REFUSED}\n"


@pytest.mark.parametrize("name", PERSON_FIGURES)
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_head_without_a_row_gets_no_byte_of_the_other(name: str, form: str, ask: Asking) -> None:
    words = ("--pair", "40/40", "--person", "P1", *WATER)
    done = ask("figure", name, *words, "--format", form)
    assert done.code == 0
    assert [word for word in (*TAX_WORDS, "税務課", "市県民税") if word in done.said] == []
    if name in ("cell_debtors", "debtor_debts", "case_list"):
        assert "水道" in done.out


def test_single_lines_of_files_are_told_to_the_office_and_to_their_own_department(
    zangaku: Run, tmp_path: Path
) -> None:
    """A line of taxes and one of water vanish unpaid: everybody is told the sum, not everybody which lines."""
    gone = "月|年度|債権|課|債務者|期|納期限|区分|調定|収入|欠損|賦課\n" + "\n".join(
        f"{month}|2026|{claim}|{of}|{debtor}|1期|2024-06-30|滞繰|{yen}|0|0|2024"
        for claim, of, debtor, yen, months in (
            ("市民税", "10=税務課", 1, 700, ["2026-09"]),
            ("市民税", "10=税務課", 2, 90, ["2026-09", "2026-10"]),
            ("水道料金", "40=水道課", 1, 400, ["2026-09"]),
            ("水道料金", "40=水道課", 2, 50, ["2026-09", "2026-10"]),
        )
        for month in months
    )
    books = Ledgers(tmp_path).take_in(gone)
    told = {}
    for who, role in (("chief", CHIEF), ("water", WATER), ("reader", ()), ("team", TEAM)):
        told[who] = json.loads(zangaku(*ODD, *role, "--store", books.store.root).out)
    assert len({each["headline"] for each in told.values()}) == 1
    assert {row["rest_yen"] for row in told["chief"]["rows"]} >= {-700, -400}
    assert {row["department_name"] for row in told["water"]["rows"]} == {"水道課"}
    assert told["reader"]["rows"] == told["team"]["rows"] == []
    assert (WITHHELD in told["reader"]["notes"], WITHHELD in told["chief"]["notes"]) == (
        True,
        False,
    )


def test_who_is_gone_and_who_is_not_seen_are_alike(ask: Asking) -> None:
    other = ("--role", "所管課長", "--reader-department", "10")
    gone = ask("figure", "debtor_lines", "--person", "P-GONE", *other)
    unseen = ask("figure", "debtor_lines", "--person", "40/K40", *other)
    assert gone.code == unseen.code == 6
    assert gone.err == unseen.err
    assert "その番号の人はいません" in gone.err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("figure", "cell_debtors", *CHIEF), "--pair 101/201 のように"),
        (("figure", "cell_debtors", "--pair", "1/2/3", *CHIEF), "1つか2つ、/ で区切って"),
        (("figure", "cell_debtors", "--pair", "/", *CHIEF), "1つか2つ、/ で区切って"),
        (("figure", "debtor_who", *CHIEF), "--person に名寄せの番号を"),
        (("figure", "ranking", "--role", "市長"), "役割「市長」はありません"),
        ((*CELL, "--role", "所管課長"), "どの課かが要ります"),
        ((*CELL, "--role", "室長", "--reader-department", "10"), "課で分かれません"),
        ((*CELL, *CHIEF, "--as-of", "2026-01-31"), "基準日 2026-01-31 の残額はありません"),
    ],
)
def test_what_is_misspelt_is_said(words: tuple[str, ...], why: str, ask: Asking) -> None:
    done = ask(*words)
    assert done.code in (3, 6)
    assert why in done.err
    assert done.out == ""


def test_a_consent_is_given_listed_used_and_withdrawn(ask: Asking) -> None:
    tax = ("--role", "所管課長", "--reader-department", "税務課")
    whose = ("--department", "10", "--debtor", "K10", "--to", "水道料金", "--by", "山田")
    assert '"rows": []' in ask(*CELL, *WATER, "--format", "json").out
    given = ask(
        *("consent", "give", *whose, "--field", "滞納があること", "--field", "amount"),
        *("--on", "2026-10-01", *tax),
    )
    assert given.code == 0, given.err
    listed = ask("consent", "list", *tax).out
    assert "K10" in listed
    assert "令和8年10月1日" in listed
    assert "K10" not in ask("consent", "list", *WATER).out
    assert "80,000" in ask(*CELL, *WATER).out
    assert ask("consent", "withdraw", *whose, *tax).code == 0
    assert '"rows": []' in ask(*CELL, *WATER, "--format", "json").out
    assert "いま効いている同意はありません" in ask("consent", "list", *tax).out


GIVE = ("consent", "give", "--department", "10", "--to", "水道料金", "--by", "山田")
ON = ("--on", "2026-10-01")
TAX_HEAD = ("--role", "所管課長", "--reader-department", "税務課")


@pytest.mark.parametrize(
    ("whose", "fields", "why"),
    [
        ("K99", ("existence",), "その番号の債務者はいません"),
        ("K40", ("existence",), "その番号の債務者はいません"),  # of another department
        ("K10", ("額",), "項目に 滞納があること を加えてください"),
    ],
)
def test_a_consent_that_would_show_nothing_is_not_taken(
    whose: str, fields: tuple[str, ...], why: str, ask: Asking, city: Known
) -> None:
    named = [word for field in fields for word in ("--field", field)]
    done = ask(*GIVE, "--debtor", whose, *named, *ON, *TAX_HEAD)
    assert (done.code, done.out) == (3, "")
    assert why in done.err
    assert not (city.store.root / "journals" / "consents.jsonl").exists()
    looks = Audit(city.store.root).latest(9)
    assert [look[4] for look in looks] == (["K10"] if whose == "K10" else [])


def test_whoever_stands_in_a_line_alone_is_known(
    zangaku: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No persons were delivered, and the line stands in an earlier month alone."""
    books = "月|年度|債権|課|債務者|期|納期限|区分|調定|収入|欠損|賦課\n" + "\n".join(
        f"{month}|2026|市県民税|10=税務課|{debtor}|1期|2024-06-30|滞繰|700|0|0|2024"
        for month, debtor in (("2026-08", "K10"), ("2026-08", "K11"), ("2026-09", "K11"))
    )
    city = Known(tmp_path / "lines").take_in_all(books)
    monkeypatch.setenv("ZANGAKU_RULES", str(rules_with(tmp_path / "rules", TO_OFFICE)))
    ask = Asking(zangaku, city)
    for debtor, code in (("K10", 0), ("K11", 0), ("K12", 3)):
        done = ask(*GIVE, "--debtor", debtor, "--field", "existence", *ON, *TAX_HEAD)
        assert done.code == code, done.err


def test_looks_at_consents_are_written_down_on_their_true_basis(ask: Asking, city: Known) -> None:
    """The head's own department; for the office the row that lets it see, not a department that it has none of."""
    given = ask(*GIVE, "--debtor", "K10", "--field", "existence", *ON, *TAX_HEAD)
    assert given.code == 0, given.err
    for reader in (TAX_HEAD, CHIEF, WATER):
        assert ask("consent", "list", *reader).code == 0
    looks = Audit(city.store.root).latest(9)
    assert [(look[2], *look[3:]) for look in looks] == [
        ("室長", "10", "K10", "滞納があること", "法令・通知 第1号", "同意の一覧"),
        ("所管課長（10）", "10", "K10", "滞納があること", "所管課", "同意の一覧"),
        ("所管課長（10）", "10", "K10", "滞納があること", "所管課", "同意の記録"),
    ]


def test_a_kind_seen_by_another_row_is_another_basis(
    zangaku: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = "月|年度|債権|課|債務者|期|納期限|区分|調定|収入|欠損|賦課\n" + "\n".join(
        f"2026-09|2026|{kind}|10=税務課|K10|1期|2024-06-30|滞繰|700|0|0|2024"
        for kind in ("市県民税", "固定資産税")
    )
    city = Known(tmp_path / "two").take_in_all(books)
    rows = sharing_row("市県民税", "office", ALL)
    rows += sharing_row("固定資産税", "office", ALL).replace("第1号", "第2号")
    monkeypatch.setenv("ZANGAKU_RULES", str(rules_with(tmp_path / "rules", TO_OFFICE + rows)))
    ask = Asking(zangaku, city)
    given = ask(*GIVE, "--debtor", "K10", "--field", "existence", *ON, *CHIEF)
    assert given.code == 0, given.err
    looks = Audit(city.store.root).latest(9)
    assert {look[6] for look in looks} == {"法令・通知 第1号", "法令・通知 第2号"}


NOT_CHIEF = [
    (),
    TEAM,
    WATER,
    ("--role", "systems"),
    ("--role", "reader"),
    ("--role", "caseworker"),
]


@pytest.mark.parametrize("reader", NOT_CHIEF, ids=str)
def test_the_list_of_looks_is_for_the_chief_alone(reader: tuple[str, ...], ask: Asking) -> None:
    assert ask(*CELL, *CHIEF).code == 0
    done = ask("audit", "list", *reader)
    assert (done.code, done.out, done.err) == (6, "", f"✗ {CHIEF_ONLY}\n")
    verified = ask("audit", "verify")
    assert verified.code == 0
    assert [word for word in ("K10", "K40") if word in verified.said] == []


def test_the_chief_lists_looks(ask: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZANGAKU_ROLE", "chief")
    assert "まだ1件も" in ask("audit", "list").out
    assert ask(*CELL).code == 0
    listed = ask("audit", "list").out
    assert "K10" in listed
    assert "K40" in listed
    assert "K10" not in ask("audit", "list", "--last", "1").out
    assert ask("audit", "list", *WATER).err == f"✗ {CHIEF_ONLY}\n"


def test_what_commands_record_lacks_no_look(ask: Asking, city: Known) -> None:
    """A decision follows a look, so it is noticed when the trail was taken away."""
    decide = ("lead", "decide", "P1", "--action", "電話", "--review-on", "2027-12-01")
    decided = ask(*decide, "--department", "40", "--by", "山田", *CHIEF)
    assert decided.code == 0, decided.err
    assert ask("audit", "verify").code == 0
    for name in ("audit.jsonl", "audit.head.json"):
        (city.store.root / "journals" / name).unlink()
    done = ask("audit", "verify")
    assert done.code == 5
    assert "audit.jsonl 閲覧の記録が1件もないのに、leads.jsonl があります" in done.said


def test_nobody_else_records_or_lists_a_consent(ask: Asking) -> None:
    give = ("consent", "give", "--department", "10", "--debtor", "K10", "--to", "水道料金")
    rest = ("--field", "amount", "--by", "山田", "--on", "2026-10-01")
    refused = ask(*give, *rest, *WATER)
    assert refused.code == 3
    assert "同意を記録できるのは" in refused.err
    for words in ((*give, *rest), ("consent", "list"), ("consent", "list", "--role", "情報担当")):
        assert ask(*words).err == f"✗ {REFUSED}\n"


def test_a_lead_is_decided_and_listed(ask: Asking) -> None:
    decide = ("lead", "decide", "P1", "--action", "給水停止の予告", "--review-on", "2027-12-01")
    by = ("--by", "山田")
    done = ask(*decide, "--department", "40", *by, *CHIEF)
    assert done.code == 0, done.err
    assert "見直す日は令和9年12月1日です。" in done.out
    listed = ask("lead", "list", *CHIEF).out
    assert "給水停止の予告" in listed
    counts = ask("lead", "list").out
    assert "給水停止" not in counts
    assert "P1" not in counts
    nobody = ask(*decide, "--department", "なし", *by)
    assert (nobody.code, nobody.err) == (3, f"✗ {REFUSED}\n")
    assert ask(*decide, "--department", "なし", *by, *CHIEF).code == 0


def test_a_row_that_has_run_out_is_said_beside_the_figure(
    ask: Asking, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = sharing_row("T", "office", ALL, until="2026-01-31")
    monkeypatch.setenv("ZANGAKU_RULES", str(rules_with(tmp_path / "old", TO_OFFICE + row)))
    done = ask(*CELL, *CHIEF)
    assert "期限が切れました" in done.err
    assert [word for word in TAX_WORDS if word in done.said] == []

"""The one place that opens DuckDB: it reads the files it was given and can be talked into nothing else."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.errors import StoreFault
from analytics.store.duck import Database

TABLE = pa.table({"fiscal_year": [2022, 2023], "yen": [5, 7]})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "given.parquet"
    pq.write_table(TABLE, path)
    return path


@pytest.fixture
def database(file: Path) -> Database:
    return Database({"claims": [file]}, {"targets": pa.table({"n": [1]})})


def refused(database: Database, sql: str) -> str:
    """What DuckDB itself says when *sql* is asked and refused."""
    with pytest.raises(StoreFault) as fault:
        database.select(sql)
    assert isinstance(fault.value.__cause__, duckdb.Error)
    return str(fault.value.__cause__)


def test_given_files_and_tables_are_read(database: Database) -> None:
    assert database.select("SELECT sum(yen)::BIGINT AS yen FROM claims").to_pylist() == [
        {"yen": 12}
    ]
    assert database.select("SELECT n FROM targets").to_pylist() == [{"n": 1}]


def test_several_files_are_one_view(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.parquet" for name in ("a", "it's")]
    for path in paths:
        pq.write_table(TABLE, path)
    database = Database({"claims": paths})
    assert database.select("SELECT count(*)::INT AS n FROM claims").to_pylist() == [{"n": 4}]


def test_a_view_may_be_built_on_the_others(file: Path) -> None:
    database = Database(
        {"claims": [file]}, views={"newest": "SELECT max(fiscal_year) AS y FROM claims"}
    )
    assert database.select("SELECT y FROM newest").to_pylist() == [{"y": 2023}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_parquet('{other}')",
        "SELECT * FROM '{other}'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('{folder}/*.parquet')",
    ],
)
def test_no_other_file_can_be_read(sql: str, database: Database, tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    pq.write_table(TABLE, other)
    said = refused(database, sql.format(other=other, folder=tmp_path))
    assert "disabled by configuration" in said


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_parquet('https://example.invalid/x.parquet')",
        "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
        "SELECT * FROM delta_scan('/x')",
        "SELECT * FROM read_xlsx('/x.xlsx')",
    ],
)
def test_no_network_and_no_extension(sql: str, database: Database) -> None:
    """Refused at once, by the configuration: nothing is looked up and nothing is fetched."""
    said = refused(database, sql)
    assert "disabled" in said or "not in the catalog" in said or "does not exist" in said
    assert "Could not" not in said


def test_nothing_can_be_loaded_or_installed() -> None:
    names = ("autoinstall_known_extensions", "autoload_known_extensions", "enable_external_access")
    for name in names:
        asked = Database({}).select(f"SELECT current_setting('{name}') AS value")
        assert str(asked.to_pylist()[0]["value"]).lower() == "false"


@pytest.mark.parametrize(
    "sql",
    [
        "SET enable_external_access = true",
        "SET threads = 1",
        "RESET threads",
        "PRAGMA enable_profiling",
        "CREATE TABLE x AS SELECT 1",
        "DROP VIEW claims",
        "DELETE FROM targets",
        "INSERT INTO targets VALUES (2)",
        "COPY claims TO '/tmp/out.csv'",
        "ATTACH '/tmp/x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CALL pragma_version()",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW claims",
        "",
    ],
)
def test_a_question_is_one_select(sql: str, database: Database) -> None:
    with pytest.raises(ValueError, match="one SELECT"):
        database.select(sql)


def test_the_configuration_is_locked(database: Database) -> None:
    """Even for code that goes past `select`."""
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        database._connection.execute("SET enable_external_access = true")
    with pytest.raises(duckdb.Error):
        database._connection.execute("LOAD httpfs")


def test_variables_of_python_are_not_tables(database: Database) -> None:
    secret = pa.table({"name": ["secret"]})
    assert secret.num_rows == 1
    assert "secret" in refused(database, "SELECT * FROM secret")


@pytest.mark.parametrize(
    ("sql", "given"),
    [
        ("SELECT $a AS a", {}),
        ("SELECT $a AS a", {"b": 1}),
        ("SELECT $a AS a", {"a": 1, "b": 2}),
        ("SELECT 1 AS one", {"a": 1}),
    ],
)
def test_parameters_are_just_those_named(
    sql: str, given: dict[str, int], database: Database
) -> None:
    with pytest.raises(ValueError, match="parameters"):
        database.select(sql, given)


def test_a_parameter_is_a_value_and_never_sql(database: Database) -> None:
    word = "'; DROP VIEW claims; --"
    assert database.select("SELECT $a AS a", {"a": word}).to_pylist() == [{"a": word}]


def test_every_thread_has_a_cursor_of_its_own(database: Database) -> None:
    """Answers never get mixed up, however many readers ask at once."""
    together = threading.Barrier(8)
    cursors = set()

    def ask(number: int) -> bool:
        together.wait()
        for _ in range(20):
            sql = "SELECT $n::INT AS n, sum(yen)::INT AS yen FROM claims"
            if database.select(sql, {"n": number}).to_pylist() != [{"n": number, "yen": 12}]:
                return False
        cursors.add(id(database._cursors.cursor))
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))
    assert len(cursors) == 8


def test_a_file_that_is_gone_or_damaged_is_explained(file: Path) -> None:
    whole = file.read_bytes()
    database = Database({"claims": [file]})
    file.write_bytes(whole[:50])
    with pytest.raises(StoreFault, match="snapshots verify"):
        database.select("SELECT * FROM claims")
    with pytest.raises(StoreFault, match="snapshots verify"):
        Database({"claims": [file]})
    file.unlink()
    with pytest.raises(StoreFault, match="snapshots verify"):
        Database({"claims": [file]})


def test_what_is_kept_is_reckoned_once_before_the_first_question_that_builds_on_it() -> None:
    views = {"numbers": "SELECT random() AS number", "twice": "SELECT number FROM numbers"}
    database = Database({}, {}, views, kept=("numbers", "twice"))
    loose = Database({}, {}, views)

    def all_numbers(asked: Database) -> list[float]:
        sql = "SELECT number FROM numbers UNION ALL SELECT number FROM twice"
        return [number for _ in range(2) for number in asked.select(sql)["number"].to_pylist()]

    with ThreadPoolExecutor(4) as threads:
        found = [each for told in threads.map(all_numbers, [database] * 8) for each in told]
    assert len(set(found)) == 1
    assert len(set(all_numbers(loose))) > 1

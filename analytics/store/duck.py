"""The only place that opens DuckDB: in memory, over a fixed list of files, with everything else shut.

The database may read the named Parquet files and nothing besides: no network, no other file, no extension download,
and no setting can be changed afterwards. Questions are single SELECTs.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from analytics.errors import StoreFault

MEMORY_LIMIT = "1GB"
DAMAGED = "版のファイルを読めません。`zangaku snapshots verify` で保管庫を調べてください。"


class Database:
    """Read-only views over Parquet files and small tables, asked from any thread (a cursor each)."""

    def __init__(
        self,
        files: Mapping[str, Sequence[Path]],
        tables: Mapping[str, pa.Table] | None = None,
        views: Mapping[str, str] | None = None,
        kept: Sequence[str] = (),
    ) -> None:
        """*kept* are those of *views* whose answers are kept once a question builds on them, in this order."""
        paths = [str(path) for named in files.values() for path in named]
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "threads": 2,
                "memory_limit": MEMORY_LIMIT,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
                "temp_directory": "",
            },
        )
        for name, table in (tables or {}).items():
            self.add(name, table)
        self._connection.execute("SET allowed_paths = $paths", {"paths": paths})
        self._connection.execute("SET enable_external_access = false")
        self._has_files = bool(paths)
        with self._explaining():
            for name, named in files.items():
                listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in named)
                self._connection.execute(
                    f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}], union_by_name = true)'
                )
        for name, sql in (views or {}).items():
            self.view(name, sql)
        self._connection.execute("SET lock_configuration = true")
        self._cursors = threading.local()
        self._kept, self._keeping = tuple(kept), threading.Lock()

    def add(self, name: str, table: pa.Table) -> None:
        """Put a small *table* beside what is there already, or in the place of one of that name."""
        self._connection.register("incoming", table)
        self._connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS FROM incoming')
        self._connection.unregister("incoming")

    def view(self, name: str, sql: str) -> None:
        """Let questions build on the answer to *sql*, which is not kept: it is reckoned anew each time."""
        with self._explaining():
            self._connection.execute(f'CREATE VIEW "{name}" AS {sql}')

    def select(self, sql: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """The answer to one SELECT with named *parameters*, as Arrow.

        Raises `StoreFault` when a file of the version cannot be read, `ValueError` for anything but one SELECT with
        just the parameters it names.
        """
        self._keep(sql)
        cursor = getattr(self._cursors, "cursor", None)
        if cursor is None:
            cursor = self._cursors.cursor = self._connection.cursor()
        statements = cursor.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise ValueError("a question is one SELECT")
        given = dict(parameters or {})
        if statements[0].named_parameters != given.keys():
            raise ValueError(
                f"parameters {sorted(statements[0].named_parameters)}, given {sorted(given)}"
            )
        with self._explaining():
            answer = cursor.sql(sql, params=given).to_arrow_table()
            answer.validate(full=True)  # letters that are none come from a damaged file
            return answer

    def _keep(self, sql: str) -> None:
        """Reckon what is to be kept, once, before the first question that builds on it."""
        if not any(re.search(rf"\b{name}\b", sql) for name in self._kept):
            return
        with self._keeping, self._explaining():
            cursor = self._connection.cursor()
            while self._kept:
                name = self._kept[0]
                cursor.execute(f'CREATE OR REPLACE TABLE "kept_{name}" AS FROM "{name}"')
                cursor.execute(f'DROP VIEW "{name}"')
                cursor.execute(f'ALTER TABLE "kept_{name}" RENAME TO "{name}"')
                self._kept = self._kept[1:]

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Damage shows in many ways (no magic bytes, a broken footer, a column that lost its name)."""
        try:
            yield
        except (duckdb.Error, pa.ArrowInvalid, UnicodeDecodeError) as problem:
            if not self._has_files:
                raise
            raise StoreFault(DAMAGED) from problem

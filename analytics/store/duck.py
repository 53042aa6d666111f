"""The only place that opens DuckDB: in memory, over a fixed list of files, with everything else shut.

The database may read the named Parquet files and nothing besides: no network, no other file, no extension download,
and no setting can be changed afterwards. Questions are single SELECTs.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from analytics.errors import StoreFault

MEMORY_LIMIT = "1GB"
# `execute` binds a question once where `sql` does it twice, which costs more than to copy the few rows of an answer
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
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
        """A view may build on those before it. The answers to those that are *kept* are reckoned once."""
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
        self._connection.execute("SET lock_configuration = true")
        self._cursors = threading.local()
        self._views = dict(views or {})  # that no question has built on yet
        self._kept, self._building = frozenset(kept), threading.Lock()

    def add(self, name: str, table: pa.Table) -> None:
        """Put a small *table* beside what is there already, or in the place of one of that name."""
        self._connection.register("incoming", table)
        self._connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS FROM incoming')
        self._connection.unregister("incoming")

    def view(self, name: str, sql: str) -> None:
        """Let questions build on the answer to *sql*, which is reckoned anew each time."""
        self._views[name] = sql

    def select(self, sql: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """The answer to one SELECT with named *parameters*, as Arrow.

        Raises `StoreFault` when a file of the version cannot be read, `ValueError` for anything but one SELECT with
        just the parameters it names.
        """
        self._build(sql)
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
            answer: pa.Table = cursor.execute(statements[0], given).to_arrow_table()
            answer.validate(full=True)  # letters that are none come from a damaged file
            return answer

    def _build(self, sql: str) -> None:
        """Make what *sql* builds on and is not there yet; what is to be kept is reckoned now."""
        if not self._views:
            return
        with self._building, self._explaining():
            for name in self._missing(sql):
                kind = "TABLE" if name in self._kept else "VIEW"
                self._connection.cursor().execute(f'CREATE {kind} "{name}" AS {self._views[name]}')
                del self._views[name]

    def _missing(self, sql: str) -> list[str]:
        """The views that *sql* names, and those that these name, each after what it builds on."""
        told = [sql]
        needed: set[str] = set()
        for text in told:
            found = {name for name in self._views if re.search(rf"\b{name}\b", text)} - needed
            needed |= found
            told += [self._views[name] for name in found]
        return [name for name in self._views if name in needed]

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Damage shows in many ways (no magic bytes, a broken footer, a column that lost its name)."""
        try:
            yield
        except (duckdb.Error, pa.ArrowInvalid, UnicodeDecodeError) as problem:
            if not self._has_files:
                raise
            raise StoreFault(DAMAGED) from problem

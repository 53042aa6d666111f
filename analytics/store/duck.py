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
        """A view may build on those before it. The answers to those that are *kept* are reckoned once.

        The files are opened now; a table or a view is made when a question first names it.
        """
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
        self._connection.execute("SET allowed_paths = $paths", {"paths": paths})
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")
        self._has_files = bool(paths)
        with self._explaining():
            for name, named in files.items():
                self._connection.execute(f'CREATE VIEW "{name}" AS {_of_files(named)}')
        self._views, self._kept = dict(views or {}), frozenset(kept)
        self._waiting: dict[str, pa.Table | str] = {**(tables or {}), **self._views}
        self._cursors, self._building = threading.local(), threading.Lock()

    def add(self, name: str, table: pa.Table) -> None:
        """Put a small *table* beside what is there already, or in the place of one of that name."""
        self._waiting[name] = table

    def view(self, name: str, sql: str) -> None:
        """Let questions build on the answer to *sql*, which is reckoned anew each time."""
        self._waiting[name] = self._views[name] = sql

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
        if not self._waiting:
            return
        with self._building, self._explaining():
            for name in self._missing(sql):
                made = self._waiting[name]
                if isinstance(made, str):
                    kind = "TABLE" if name in self._kept else "VIEW"
                    self._connection.execute(f'CREATE {kind} "{name}" AS {made}')
                else:
                    self._connection.register("incoming", made)
                    self._connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS FROM incoming')
                    self._connection.unregister("incoming")
                del self._waiting[name]

    def _missing(self, sql: str) -> list[str]:
        """What is waiting of all that *sql* names, and that the views named there name: tables before views."""
        known = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._views | self._waiting))})\b")
        told, named = [sql], set[str]()
        for text in told:
            found = set(known.findall(text)) - named
            named |= found
            told += [self._views[name] for name in found if name in self._views]
        wanted = [name for name in self._waiting if name in named]
        return sorted(wanted, key=lambda name: isinstance(self._waiting[name], str))

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Damage shows in many ways (no magic bytes, a broken footer, a column that lost its name)."""
        try:
            yield
        except (duckdb.Error, pa.ArrowInvalid, UnicodeDecodeError) as problem:
            if not self._has_files:
                raise
            raise StoreFault(DAMAGED) from problem


def _of_files(paths: Sequence[Path]) -> str:
    """The rows of all *paths*, with the columns of any."""
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"SELECT * FROM read_parquet([{listed}], union_by_name = true)"

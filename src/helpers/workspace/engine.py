"""The engine for event-sized tables: Ibis on DuckDB, and the only module that opens it."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from helpers.workspace import paths
from helpers.workspace.settings import settings

# Arrow's own allocator returns memory at once and asks for it again: that took a third of the
# time of reading a million rows.
pa.set_memory_pool(pa.system_memory_pool())

ROWS_IN_GROUP = 122_880  # as the engine itself writes them: what one thread reads at a time
TEMPORARY_SPACE = "32GB"  # what a query too big for memory may put on disk


def connection() -> ibis.BaseBackend:
    """Return this process's connection: bounded memory and threads, UTC, nothing downloaded.

    It may read and write below the workspace's root and in its own temporary
    folder, and nowhere else. The temporary folder goes when the process ends.
    """
    return _opened(str(paths.root()), settings().memory_limit, settings().threads)


@cache
def _opened(root: str, memory_limit: str, threads: int) -> ibis.BaseBackend:
    scratch = tempfile.mkdtemp(prefix="helpers-")
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    opened = ibis.duckdb.connect(
        memory_limit=memory_limit,
        threads=threads,
        temp_directory=scratch,
        max_temp_directory_size=TEMPORARY_SPACE,
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )
    opened.raw_sql("SET TimeZone = 'UTC'")
    # What a killed process leaves in its temporary folder may be a person's.
    opened.raw_sql("SET temp_file_encryption = true")
    allowed = ", ".join("'" + folder.replace("'", "''") + "'" for folder in (root, scratch))
    opened.raw_sql(f"SET allowed_directories = [{allowed}]")
    opened.raw_sql("SET enable_external_access = false")
    return opened


def scan(path: Path) -> Table:
    """Return a Parquet file as a table that is read when it is needed."""
    return connection().read_parquet(path)


def write(table: Table, path: Path, name: str) -> None:
    """Write a table to a Parquet file.

    Raises
    ------
    ValueError
        If a value does not fit its column's type: names the table, not the value.
    """
    try:
        table.to_parquet(path, compression="zstd")
    except duckdb.ConversionException:
        raise ValueError(f"table {name!r}: a value does not fit its column's type") from None


def write_arrow(table: pa.Table, path: Path) -> None:
    """Write an Arrow table to a Parquet file as it stands, without a copy in the engine."""
    # To look for repeats in columns of many values takes as long as to write them.
    repeating = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    pq.write_table(
        table, path, compression="zstd", row_group_size=ROWS_IN_GROUP, use_dictionary=repeating,
        store_schema=False, store_decimal_as_integer=True,
    )  # fmt: skip


def in_memory(frame) -> Table:
    """Return a pandas frame or an Arrow table as a table of the engine."""
    return ibis.memtable(frame)

"""The engine for event-sized tables: Ibis on DuckDB, and the only module that opens it."""

import tempfile
from functools import cache
from pathlib import Path

import ibis
from ibis.expr.types import Table

from helpers.workspace import paths
from helpers.workspace.settings import settings


@cache
def connection() -> ibis.BaseBackend:
    """Return this process's connection: bounded memory and threads, UTC, nothing downloaded.

    It may read and write below the workspace's root and in its own temporary
    folder, and nowhere else.
    """
    root, scratch = str(paths.root()), tempfile.mkdtemp(prefix="helpers-")
    opened = ibis.duckdb.connect(
        memory_limit=settings().memory_limit,
        threads=settings().threads,
        temp_directory=scratch,
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )
    allowed = ", ".join("'" + folder.replace("'", "''") + "'" for folder in (root, scratch))
    opened.raw_sql(f"SET allowed_directories = [{allowed}]")
    opened.raw_sql("SET enable_external_access = false")
    return opened


def scan(path: Path) -> Table:
    """Return a Parquet file as a table that is read when it is needed."""
    return connection().read_parquet(path)


def in_memory(frame) -> Table:
    """Return a pandas frame or an Arrow table as a table of the engine."""
    return ibis.memtable(frame)

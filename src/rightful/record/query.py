"""One SELECT over the store's tables, in DuckDB's SQL; a query can neither write nor look away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from rightful.core.errors import StoreError

if TYPE_CHECKING:
    import duckdb

Views = list[tuple[str, Path]]


def select(sql: str, folder: Path, views: Views) -> pl.DataFrame:
    """Return the answer to one SELECT over ``views``, all of them in ``folder``.

    Raises
    ------
    StoreError
        When the query fails; the message is DuckDB's.
    """
    import duckdb

    try:
        with duckdb.connect(":memory:") as connection:
            for name, path in views:
                connection.execute(
                    f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{_quoted(path)}')"
                )
            connection.execute(f"SET allowed_directories = ['{_quoted(folder)}']")
            connection.execute("SET enable_external_access = false")
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise _refused(sql, "it is not one SELECT", views)
            return _frame(connection.execute(statements[0]))
    except (duckdb.Error, UnicodeError) as error:
        raise _refused(sql, str(error), views) from error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _refused(sql: str, why: str, views: Views) -> StoreError:
    return StoreError(
        f"the query failed: {why}",
        where=sql,
        allowed=f"one SELECT over {', '.join(name for name, _ in views) or 'nothing'}",
        next_step="correct the query, or pull the source it names",
    )


def _frame(answer: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    names = [column[0] for column in answer.description or ()]
    return pl.DataFrame(answer.fetchall(), schema=names, orient="row", infer_schema_length=None)

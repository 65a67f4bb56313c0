"""Every statement at hand: pulled from fingerprinted editions, read from corpora, the user's own.

A document that the user read takes the place of that document in a pulled extract, whole.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl

from rightful.core.statement import STATEMENTS
from rightful.record.own_statements import ledger_state as own_state
from rightful.record.own_statements import own_statements
from rightful.record.read_corpora import ledger_state as read_state
from rightful.record.read_corpora import read_documents, read_statements
from rightful.record.statements import statements
from rightful.record.store import Store


def all_statements(store: Store) -> pl.DataFrame:
    """Return every statement at hand, columns ``STATEMENTS``, unique by id and sorted by it.

    Raises
    ------
    StoreError
        When a table of the store cannot be read.
    """
    parts = [users_statements(store.root), not_read(statements(store), store.root)]
    joined = pl.concat(parts).unique("statement", keep="first", maintain_order=True)
    return joined.sort("statement")


def users_statements(store_root: Path) -> pl.DataFrame:
    """Return what the user read and added, columns ``STATEMENTS``, sorted by ``statement``.

    Raises
    ------
    StoreError
        When a file of the store cannot be read.
    """
    parts = [read_statements(store_root), own_statements(store_root)]
    joined = pl.concat([part.select(list(STATEMENTS)) for part in parts])
    return joined.unique("statement", keep="first", maintain_order=True).sort("statement")


def not_read(frame: pl.DataFrame, store_root: Path) -> pl.DataFrame:
    """Return the rows (columns ``statement``, ``document``) of documents that were not read.

    Raises
    ------
    StoreError
        When the ledger cannot be read.
    """
    read = read_documents(store_root)
    if read.is_empty():
        return frame
    prefix = pl.col("statement").str.split(":").list.first()
    marked = frame.with_columns(prefix.alias("_prefix"))
    kept = marked.join(
        read, left_on=["_prefix", "document"], right_on=["prefix", "document"], how="anti",
        maintain_order="left",
    )  # fmt: skip
    return kept.drop("_prefix")


def users_state(store_root: Path) -> str:
    """Return a fingerprint of what the user read and added; quick, and made without reading it.

    Raises
    ------
    StoreError
        When a ledger cannot be read.
    """
    parts = f"{own_state(store_root)} {read_state(store_root)}"
    return hashlib.sha256(parts.encode()).hexdigest()

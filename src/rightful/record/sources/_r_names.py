"""Names of the columns of a data frame in an R file, where the file has too many to list."""

from __future__ import annotations

import warnings
from pathlib import Path


def columns_of(path: Path, name: str) -> tuple[str, ...]:
    """Return the names of the columns of the data frame ``name`` in an ``.rda`` file.

    Nothing where the file cannot be read or lacks the frame: ``read_rda`` then says why.
    """
    try:
        import rdata

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = rdata.read_rda(path)[name]
    except Exception:  # the parser's errors have no common class
        return ()
    return tuple(str(column) for column in frame.columns)

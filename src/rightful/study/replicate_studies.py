"""Rerun the studies that found treaties to work, or not: `rightful replicate`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from rightful.core.names import resolve
from rightful.core.posterior import Posterior
from rightful.estimation.replication import (
    Frames,
    Replicated,
    Replication,
    replication,
    replications,
)
from rightful.estimation.replication_verdict import OVER_SEVERAL, VERDICTS, signs_in_words
from rightful.record.baseline import Baseline, shipped
from rightful.record.folder import check_folder
from rightful.record.pull import pull
from rightful.record.store import Store
from rightful.study import Progress
from rightful.study.arguments import check_seed
from rightful.study.strands import FACTS, facts, table_of

ALL = "all"


def replicate(
    name: str,
    from_dir: Path | None,
    seed: int,
    progress: Progress,
    baseline: Path | None = None,
    store: Store | None = None,
) -> list[dict[str, Any]]:
    """Rerun one study, or ``all``, on the store, or on a folder of publishers' files.

    ``store`` is the user's own without it, and is not read where there is a folder.

    Returns
    -------
    A dict a study: ``study``, ``title``, ``reference``, ``verdict``, ``missing`` (a list of words),
    ``rows`` (the author's specification first, then the grid; columns ``grid.ROWS``), then what
    the author did, ``differs``, ``tests`` and ``author_rows`` with estimator and scale, and what
    could not be estimated.

    Raises
    ------
    UnknownName
        With suggestions, when there is no such replication.
    UsageError
        When the seed or the folder cannot be used.
    """
    chosen = resolve(name, (*replications(), ALL), "replication")
    check_seed(seed)
    names = replications() if chosen == ALL else (chosen,)
    studies = [replication(one) for one in names]
    shelf = Baseline(baseline or shipped())
    told = []
    with tempfile.TemporaryDirectory(prefix="rightful-store-") as home:
        held = _store(studies, from_dir, Path(home), progress, store)
        for i, study in enumerate(studies):
            progress(i / len(studies), float("nan"), study.name)
            told.append(answer_of(study, study.run(_frames(study, held, shelf), seed)))
    progress(1.0, 0.0, "replications")
    return told


def answer_of(study: Replication, found: Replicated) -> dict[str, Any]:
    """Return what came of a study as plain values."""
    return {
        "study": found.study,
        "title": study.title,
        "reference": study.reference,
        "verdict": found.verdict,
        "verdict_means": VERDICTS[found.verdict],
        "several": OVER_SEVERAL,
        "published": study.published,
        "author": {
            "sample": study.sample,
            "coding": study.coding,
            "estimator": study.estimator,
        },
        "differs": list(study.differs),
        "absent": list(found.absent),
        "missing": list(found.missing),
        "tests": [
            {
                "label": one.label,
                "published": signs_in_words(one.published),
                "found": None if one.found is None else signs_in_words([one.found]),
                "verdict": one.verdict,
                "counts": one.counts,
            }
            for one in found.tested
        ],
        "author_rows": found.author_rows.to_dicts(),
        "rows": found.rows.to_dicts(),
        "unanswered": list(found.unanswered),
    }


def sources_of(studies: Iterable[Replication]) -> tuple[str, ...]:
    """Return the publishers' sources that the studies read."""
    asked = {need.partition("/")[0] for one in studies for need in (*one.needs, *one.helps)}
    return tuple(sorted(asked - {FACTS}))


def _store(
    studies: list[Replication],
    from_dir: Path | None,
    home: Path,
    progress: Progress,
    own: Store | None,
) -> Store:
    if from_dir is None:
        return own or Store()
    check_folder(from_dir)
    progress(0.0, float("nan"), "reading the folder")
    store = Store(home)
    pull(store, sources_of(studies), from_dir)
    return store


def _frames(study: Replication, store: Store, shelf: Baseline) -> Frames:
    tables: dict[str, pl.DataFrame] = {}
    for need in (*study.needs, *study.helps):
        kind, _, rest = need.partition("/")
        table = facts()[rest]() if kind == FACTS else table_of(store, kind, rest or None)
        if table is not None:
            tables[need] = table
    return Frames(tables, {family: _practice(shelf, family) for family in study.families})


def _practice(shelf: Baseline, family: str) -> dict[str, Posterior]:
    """Return standard -> draws, for the standards under which the family is estimated."""
    held = shelf.recipe["families"].get(family, {"diagnostics": {}})["diagnostics"]
    return {standard: shelf.practice(family, standard) for standard in held}

"""Writing a coder's weights, and measuring a coder against gold codes held out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.coding import SPEECH_ACTS
from rightful.discourse.coder.calibrate import expected_error
from rightful.discourse.coder.coder import bounds_of, code
from rightful.discourse.coder.lexicon import lexicon
from rightful.discourse.coder.targets import Names
from rightful.discourse.coder.weights import Weights, from_text, shipped, to_text, uncalibrated
from rightful.discourse.scheme import codebook
from rightful.record.atomic import write_atomically
from rightful.study.coding.fit import Training, share, train
from rightful.study.coding.gold_beside import Bools, Floats, Gold, Ints, gold_of
from rightful.study.coding.made_up import PREFIX

DRAWS: Final = 500
# Beginnings of ids of texts that are free: the General Debate (CC0), works of the United States,
# our own words.
LICENSED: Final = ("ungdc:", "us-state:", PREFIX)


def write_weights(
    codes: pl.DataFrame,
    statements: pl.DataFrame,
    names: Names,
    out: Path,
    *,
    version: str,
    weak: pl.DataFrame | None = None,
    standings: dict[str, str] | None = None,
) -> tuple[Training, pl.DataFrame]:
    """Fit weights to the training split, write them, measure them on the split held out.

    Parameters
    ----------
    codes
        Gold codes: ``statement``, ``act``, ``code``, ``split`` (train, held).
    statements
        Their passages.
    out
        Where ``weights.json`` goes: the package's ``discourse/tables``.

    Returns
    -------
    tuple
        The training, and ``evaluate`` of the written weights on the codes held out.
    """
    gold = gold_of(codes, statements, LICENSED, "train")
    training = train(gold, names, version=version, weak=weak, standings=standings)
    text = to_text(training.weights)
    write_atomically(out, (text + "\n").encode())
    held = gold_of(codes, statements, LICENSED, "held")
    return training, evaluate(held, names, from_text(text))


def evaluate(
    gold: Gold, names: Names, weights: Weights | None = None, seed: int = 0
) -> pl.DataFrame:
    """Measure a coder against gold codes.

    Returns
    -------
    pl.DataFrame
        One row per act: ``coded`` and ``positives``; ``said``, the passages said to carry it;
        ``precision`` of these, ``recall`` of its carriers; ``unsure``, the share of passages
        between the bounds; ``missed``, the share of carriers called clear of it; ``brier`` and
        ``calibration_error`` of its probabilities; 95 % intervals (``_low``, ``_high``) of
        precision and recall from a bootstrap of documents. Null where nothing can be said.
    """
    used = weights or shipped() or uncalibrated(codebook().version, lexicon().fingerprint)
    coding = code(gold.statements, names, used)
    said = coding.acts.select("statement", "act")
    rng = np.random.default_rng(seed)
    rows = []
    for place, act in enumerate(SPEECH_ACTS):
        coded = ~np.isnan(gold.codes[:, place])
        carriers = said.filter(pl.col("act") == act)["statement"].implode()
        yes = gold.statements["statement"].is_in(carriers).to_numpy()
        p = coding.probabilities[act].fill_null(math.nan).to_numpy()
        low = bounds_of(act, used).low
        one = _Told(gold.codes[coded, place] == 1, yes[coded], p[coded], low, gold.groups[coded])
        rows.append({"act": act, **_measured(one, rng)})
    return pl.DataFrame(rows, schema=_MEASURED)


def evaluate_by(
    gold: Gold, cells: pl.DataFrame, names: Names, weights: Weights | None = None, fewest: int = 30
) -> pl.DataFrame:
    """Measure a coder in cells with at least ``fewest`` carriers of an act.

    Parameters
    ----------
    cells
        ``statement`` and ``cell`` (a region, a decade, a forum); a statement may be in several.

    Returns
    -------
    pl.DataFrame
        ``cell`` and the columns of ``evaluate``, only for acts with enough carriers there.
    """
    parts = []
    for cell in sorted(set(cells["cell"].drop_nulls())):
        inside = cells.filter(pl.col("cell") == cell)["statement"].implode()
        here = gold.statements["statement"].is_in(inside).to_numpy()
        part = Gold(
            gold.statements.filter(pl.Series(here)),
            gold.codes[here],
            gold.groups[here],
            gold.licensed[here],
        )
        if np.nansum(part.codes, axis=0).max(initial=0) >= fewest:
            measured = evaluate(part, names, weights).filter(pl.col("positives") >= fewest)
            parts.append(measured.select(pl.lit(cell).alias("cell"), pl.all()))
    return pl.concat(parts) if parts else pl.DataFrame(schema={"cell": pl.String, **_MEASURED})


_MEASURED: Final = {
    "act": pl.String,
    "coded": pl.Int64,
    "positives": pl.Int64,
    "said": pl.Int64,
    "precision": pl.Float64,
    "precision_low": pl.Float64,
    "precision_high": pl.Float64,
    "recall": pl.Float64,
    "recall_low": pl.Float64,
    "recall_high": pl.Float64,
    "unsure": pl.Float64,
    "missed": pl.Float64,
    "brier": pl.Float64,
    "calibration_error": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class _Told:
    """One act on coded passages: the codes, what was said, with what probability, the low bound."""

    codes: Bools
    yes: Bools
    p: Floats
    low: float
    groups: Ints


def _measured(one: _Told, rng: np.random.Generator) -> dict[str, Any]:
    codes, yes, told = one.codes, one.yes, ~np.isnan(one.p)
    # A statement that could not be coded at all is unsure of every act.
    clear = told & ~yes & (np.nan_to_num(one.p) <= one.low)
    draws = _resampled(one.groups, rng) if len(codes) else []
    everything = np.ones(len(codes), dtype=bool)
    return {
        "coded": len(codes),
        "positives": int(codes.sum()),
        "said": int(yes.sum()),
        "precision": share(yes & codes, yes),
        **_interval("precision", [share((yes & codes)[d], yes[d]) for d in draws]),
        "recall": share(yes & codes, codes),
        **_interval("recall", [share((yes & codes)[d], codes[d]) for d in draws]),
        "unsure": share(~yes & ~clear, everything),
        "missed": share(clear & codes, codes),
        "brier": float(np.mean((one.p[told] - codes[told]) ** 2)) if told.any() else None,
        "calibration_error": expected_error(one.p[told], codes[told]) if told.any() else None,
    }


def _resampled(groups: Ints, rng: np.random.Generator) -> list[Ints]:
    documents = np.unique(groups)
    places = {document: np.flatnonzero(groups == document) for document in documents}
    drawn = [rng.choice(documents, size=len(documents)) for _ in range(DRAWS)]
    return [np.concatenate([places[document] for document in one]) for one in drawn]


def _interval(name: str, values: Sequence[float | None]) -> dict[str, float | None]:
    known = [value for value in values if value is not None]
    if len(known) < DRAWS / 2:
        return {f"{name}_low": None, f"{name}_high": None}
    low, high = np.percentile(known, [2.5, 97.5])
    return {f"{name}_low": float(low), f"{name}_high": float(high)}

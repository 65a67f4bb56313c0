"""Political opportunity: McAdam's four dimensions, their index, and what mobilizing is worth.

Higher is more open throughout, save ``opportunity_stability``, which enters the index reversed:
shifting elites open opportunity. Who stands in the ruling alignment is shown by two items and not
estimated: two items cannot tell which of them is the alignment. Which column speaks to which
dimension is data, in ``opportunity_items.csv``.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import Final

import numpy as np
import polars as pl

from rightful.core.measure import SERIES, Estimates, Measure, Record
from rightful.core.variable import Variable
from rightful.measures.rank import summarize
from rightful.measures.strands._calibrated_scores import Scores, calibrated_scores
from rightful.measures.strands._mobilization import bound_by_law, mobilization
from rightful.measures.strands._opportunity_example import example_record
from rightful.measures.strands._opportunity_items import (
    DIMENSIONS,
    PRACTICE,
    SHOWN,
    OpportunityItem,
    needed,
    opportunity_items,
)
from rightful.measures.strands._opportunity_ratings import (
    dimension_ratings,
    practice_draws,
    shown_values,
)

BINDING: Final = "facts/binding"
KEY: Final = ["ccode", "year"]
DIMENSIONS_AT_ONCE: Final = 2
_SCALE: Final = "The state-years of 1981-1990 have mean 0 and SD 1 in every joint draw."
_SHARE: Final = "The sizes of Simmons's two alterations are priors, Beta(2, 8), and no estimates."
_LABELS: Final = {
    "openness": "Openness of the institutionalized political system",
    "stability": "Stability of the elite alignment",
    "allies": "Presence of elite allies: courts, legislature, national institution",
    "repression": "Freedom from the state's capacity and propensity to repress",
}
_NOTES: Final = {
    "stability": "Higher is more stable; the index takes it reversed.",
    "allies": "The national institution speaks in 2000, 2005, 2010 and 2015-2019 only.",
    "repression": "Higher is less repression. Practice enters by the year before. Propensity only: "
    "no record in hand speaks to capacity.",
}


def _latent(dimension: str) -> Variable:
    note = f"{_SCALE} {_NOTES.get(dimension, '')}".strip()
    return Variable(
        f"opportunity_{dimension}", _LABELS[dimension], "number", low=-10, high=10, note=note
    )


def _shown(item: OpportunityItem) -> Variable:
    return Variable(
        f"{SHOWN}_{item.variable}",
        f"Elite alignment, as recorded: {item.variable}",
        "number",
        low=-10,
        high=10,
        note=f"{item.note}. Observed; no interval.",
    )


def _share(name: str, label: str, note: str) -> Variable:
    return Variable(name, label, "number", low=0, high=1, note=note)


class Opportunity(Measure):
    """McAdam (key ``mcadam1996``) and Simmons (key ``simmons2009``)."""

    name = "opportunity"
    title = "Political opportunity and the expected value of mobilizing"
    strand = "opportunity"
    needs = (*needed(opportunity_items()), BINDING)
    gives = (
        *(_latent(dimension) for dimension in DIMENSIONS),
        Variable(
            "opportunity_index",
            "Political opportunity, mean of four standardized dimensions",
            "number",
            low=-10,
            high=10,
            note="Stability is taken reversed. No row where a part is missing.",
        ),
        *(_shown(item) for item in opportunity_items() if item.dimension == SHOWN),
        _share("simmons_value", "Value of the right to those who lack it", _SHARE),
        _share("simmons_chance", "Perceived chance that mobilizing succeeds", _SHARE),
        _share(
            "mobilization_expected",
            "Expected value of mobilizing: value times chance",
            _SHARE + " Value falls and chance rises with democracy, so that an inverted U is in "
            "part built in and is no finding.",
        ),
    )
    references = ("mcadam1996", "simmons2009")

    def fit(self, record: Record, seed: int) -> Estimates:
        """Estimate each dimension that has two items or more, then what rests on all of them.

        The record holds sources as their tidy tables; ``practice/physical_integrity`` with
        ccode, year, draws (an array of equal length, joint over rows); ``facts/binding`` with
        ccode, year, instrument (what binds at the year's end).

        Raises
        ------
        DataError
            When a table breaks this layout.
        ConvergenceError
            When the draws of a dimension must not be used.
        """
        return fit_opportunity(record, opportunity_items(), seed)

    def example(self) -> dict[str, pl.DataFrame]:
        """Return a made-up record of twelve states, 1981-1990."""
        return example_record()


def fit_opportunity(record: Record, items: tuple[OpportunityItem, ...], seed: int) -> Estimates:
    """Estimate with these items; ``seed`` settles every draw."""
    scores = dimension_scores(record, items, seed)
    frames = [_series(f"opportunity_{name}", one) for name, one in scores.items()]
    frames += [_observed(record, item) for item in items if item.dimension == SHOWN]
    index = opportunity_index(scores)
    if index is not None:
        frames.append(_series("opportunity_index", index))
        frames += _worth(record, index, scores["allies"], seed)
    diagnostics = {f"opportunity_{name}": one.diagnostics for name, one in scores.items()}
    frame = pl.concat([pl.DataFrame(schema=SERIES), *frames]).sort("series", *KEY)
    return Estimates(frame, diagnostics)


def dimension_scores(
    record: Record, items: tuple[OpportunityItem, ...], seed: int
) -> dict[str, Scores]:
    """Return the dimensions that can be estimated; one item shows itself and makes no series."""
    ratings = {
        dimension: dimension_ratings(
            record, tuple(item for item in items if item.dimension == dimension)
        )
        for dimension in DIMENSIONS
    }
    with ThreadPoolExecutor(DIMENSIONS_AT_ONCE) as pool:
        begun = {
            dimension: pool.submit(calibrated_scores, ratings[dimension], seed + place)
            for place, dimension in enumerate(DIMENSIONS)
            if ratings[dimension].is_enough
        }
        return {dimension: one.result() for dimension, one in begun.items()}


def opportunity_index(scores: dict[str, Scores]) -> Scores | None:
    """Return the mean of openness, instability of elites, allies and freedom from repression.

    The dimensions share no item, so that their posteriors are independent and draw d of one may
    stand beside draw d of another. None where a dimension is missing.
    """
    if set(scores) != set(DIMENSIONS):
        return None
    keys = reduce(_common, (_keys(scores[name]) for name in DIMENSIONS)).sort(KEY)
    part = {name: _at(scores[name], keys) for name in DIMENSIONS}
    draws = min(len(one.draws) for one in part.values())
    sign = {name: -1.0 if name == "stability" else 1.0 for name in DIMENSIONS}
    mean = np.mean([sign[name] * one.draws[:draws] for name, one in part.items()], axis=0)
    inputs = np.sum([one.inputs for one in part.values()], axis=0)
    return Scores(keys["ccode"].to_numpy(), keys["year"].to_numpy(), inputs, mean, {})


def _observed(record: Record, item: OpportunityItem) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.Float64)
    return (
        shown_values(record, item)
        .with_columns(
            series=pl.lit(f"{SHOWN}_{item.variable}"),
            mean=pl.col("value"),
            sd=nothing,
            low=nothing,
            high=nothing,
            inputs=pl.lit(1),
        )
        .select(pl.col(name).cast(kind) for name, kind in SERIES.items())
    )


def _worth(record: Record, index: Scores, allies: Scores, seed: int) -> list[pl.DataFrame]:
    if PRACTICE not in record or BINDING not in record:
        return []
    known, practice = practice_draws(record)
    before = known.with_row_index("at").with_columns(
        pl.col("ccode").cast(pl.Int64), pl.col("year").cast(pl.Int64) + 1
    )
    keys = (
        _keys(index).join(before, on=KEY).join(bound_by_law(record[BINDING], _keys(index)), on=KEY)
    )
    keys = keys.sort(KEY)
    if not keys.height:
        return []
    here, friends = _at(index, keys), _at(allies, keys)
    number = len(here.draws)
    drawn = practice[keys["at"].to_numpy()].T[np.arange(number) % practice.shape[1]]
    worth = mobilization(drawn, here.draws, friends.draws[:number], keys["bound"].to_numpy(), seed)
    named = {
        "simmons_value": worth.value,
        "simmons_chance": worth.chance,
        "mobilization_expected": worth.expected,
    }
    return [
        _series(name, Scores(here.ccode, here.year, here.inputs, draws, {}))
        for name, draws in named.items()
    ]


def _keys(scores: Scores) -> pl.DataFrame:
    return pl.DataFrame({"ccode": scores.ccode, "year": scores.year})


def _common(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return one.join(other, on=KEY, how="semi")


def _at(scores: Scores, keys: pl.DataFrame) -> Scores:
    """Return the columns of ``keys``, all of which the scores hold."""
    places = _keys(scores).with_row_index("place")
    at = (
        keys.select(KEY).join(places, on=KEY, how="left", maintain_order="left")["place"].to_numpy()
    )
    return Scores(
        scores.ccode[at],
        scores.year[at],
        scores.inputs[at],
        scores.draws[:, at],
        scores.diagnostics,
    )


def _series(name: str, scores: Scores) -> pl.DataFrame:
    level = summarize(scores.draws.astype(np.float32))
    return pl.DataFrame(
        {
            "ccode": scores.ccode,
            "year": scores.year,
            "series": [name] * scores.year.size,
            "mean": level.mean,
            "sd": level.sd,
            # A mean of few draws may pass a rounded bound by a hair.
            "low": np.minimum(level.low, level.mean),
            "high": np.maximum(level.high, level.mean),
            "inputs": scores.inputs,
        },
        schema_overrides=SERIES,
    ).cast(SERIES)  # type: ignore[arg-type]

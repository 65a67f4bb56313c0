"""What estimators ask of a sample before they begin, each refusal with its next step."""

from __future__ import annotations

import importlib
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError, UsageError
from rightful.estimation.design import ALWAYS, NEVER, Sample

Whole = NDArray[np.int64]
MOST_CATEGORIES = 12


def refused(estimator: str, what: str, allowed: str, next_step: str) -> DataError:
    """Return the error of an estimator that cannot work on a sample."""
    return DataError(what, where=f"estimator {estimator}", allowed=allowed, next_step=next_step)


def statsmodels(module: str, estimator: str) -> ModuleType:
    """Return a module of statsmodels, loaded when an estimator first needs it.

    Raises
    ------
    UsageError
        When the extra ``estimation`` is not installed.
    """
    try:
        return importlib.import_module(f"statsmodels.{module}")
    except ImportError as error:
        raise UsageError(
            "statsmodels is not installed",
            where=f"estimator {estimator}",
            allowed="the extra `estimation`",
            next_step="pip install 'rightful[estimation]', or use a linear estimator",
        ) from error


def staying_treatment(sample: Sample, estimator: str) -> Whole:
    """Return the first treated year of each row's state, shape (N,): ``NEVER``, ``ALWAYS``, a year.

    Raises
    ------
    DataError
        When the treatment is not 0 or 1, or ends again, or nobody adopts within the sample.
    """
    if sample.adopted is None:
        raise refused(
            estimator,
            f"{sample.design.treatment} is not 0 or 1",
            "a treatment that is off, then on",
            "use two_way for a treatment by degrees",
        )
    if sample.left:
        raise refused(
            estimator,
            f"{sample.design.treatment} ends again in {_listed(sample.left)}",
            "a treatment that stays",
            "leave those states out by the design's where, or use two_way",
        )
    if not np.isin(sample.adopted, (NEVER, ALWAYS), invert=True).any():
        raise refused(
            estimator,
            "no state adopts within the sample",
            "states seen before and after they adopt",
            "widen the years",
        )
    return np.asarray(sample.adopted[sample.unit])


def known_outcome(sample: Sample, estimator: str) -> None:
    """Raise where the sample has a lagged outcome that the estimator would pass over."""
    if sample.design.lagged_outcome:
        raise refused(
            estimator,
            "the design has a lagged outcome",
            "a design without it: the comparison before and after does its work",
            "say lagged_outcome=False, or use lagged_outcome",
        )


def categories(sample: Sample, estimator: str) -> Whole:
    """Return the outcome as codes 0, 1, ..., shape (N,).

    Raises
    ------
    DataError
        When the outcome is not a scale of a few ordered categories.
    """
    values = np.unique(sample.y)
    if sample.draws is not None or values.size > MOST_CATEGORIES or np.any(values % 1 != 0):
        raise refused(
            estimator,
            f"{sample.design.outcome} is not a scale of ordered categories",
            f"at most {MOST_CATEGORIES} whole numbers",
            "name the published scale, or use a linear estimator for latent practice",
        )
    return np.searchsorted(values, sample.y).astype(np.int64)


def _listed(states: tuple[int, ...]) -> str:
    more = f" and {len(states) - 12} more" if len(states) > 12 else ""
    return "state " + ", ".join(str(state) for state in states[:12]) + more

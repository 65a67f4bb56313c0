"""Evidence as likelihoods: what each observation says of each value, and how loudly."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rightful.core.errors import DataError, UnknownName
from rightful.core.names import suggest

# A fair coin that has become .84 to .16, or a phase of .1 that has become .4. An answer that moved
# by less is the answer that the model would have given of a state it knows nothing of.
LEAST_BITS = 0.1


@dataclass(frozen=True)
class Evidence:
    """Soft evidence of S sequences of at most T years on J items of at most C values.

    Attributes
    ----------
    likelihood
        (S, T, J, C) float32 in [0, 1]: probability of what was observed, were the item's value c.
        All ones says nothing: that is how a missing cell stands, and it is never filled in.
    weight
        (S, T, J) float32 in [0, 1]: how loudly the cell speaks; a proxy has less than 1.
    lengths
        (S,) years of each sequence, at most T; what stands behind is not read.
    items
        J names.

    Raises
    ------
    DataError
        When shapes differ, a number is out of range, or a cell makes every value impossible.
    """

    likelihood: NDArray[np.float32]
    weight: NDArray[np.float32]
    lengths: NDArray[np.int32]
    items: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_shapes(self)
        _check_ranges(self)

    def without(self, items: Collection[str]) -> Evidence:
        """Return the evidence with ``items`` silent: the variants against circularity."""
        for item in items:
            if item not in self.items:
                raise UnknownName("item", item, suggest(item, self.items), options=self.items)
        weight = self.weight.copy()
        weight[:, :, [self.items.index(item) for item in items]] = 0.0
        return replace(self, weight=weight)

    def only(self, sequences: slice | NDArray[np.int64]) -> Evidence:
        """Return the evidence of some sequences."""
        return replace(
            self,
            likelihood=self.likelihood[sequences],
            weight=self.weight[sequences],
            lengths=self.lengths[sequences],
        )


def from_values(
    values: NDArray[np.int_],
    categories: NDArray[np.int_],
    lengths: NDArray[np.int_],
    items: tuple[str, ...],
    confidence: NDArray[np.floating] | None = None,
    weight: NDArray[np.floating] | None = None,
) -> Evidence:
    """Return the evidence in coded values.

    Parameters
    ----------
    values
        (S, T, J) category 0, 1, ..., or -1 where nothing is known.
    categories
        (J,) how many values each item has.
    lengths
        (S,) years of each sequence.
    items
        J names.
    confidence
        (S, T, J) probability in (0, 1] that the coder names the value that is true; the rest is
        shared by the other values. 1 where absent.
    weight
        (S, T, J) in [0, 1]; 1 where absent.

    Raises
    ------
    DataError
        When a value is not among its item's.
    """
    known = values >= 0
    _check_values(values, categories, items)
    c = confidence if confidence is not None else np.ones(values.shape)
    others = (1.0 - c) / np.maximum(categories - 1, 1)
    width = int(categories.max())
    likelihood = np.ones((*values.shape, width), np.float32)
    for value in range(width):
        said = np.where(values == value, c, others)
        likelihood[..., value] = np.where(known, said, 1.0)
    loud = weight if weight is not None else np.ones(values.shape)
    return Evidence(
        likelihood, loud.astype(np.float32), np.asarray(lengths, np.int32), tuple(items)
    )


def _check_values(
    values: NDArray[np.int_], categories: NDArray[np.int_], items: tuple[str, ...]
) -> None:
    wrong = np.argwhere(values >= categories)
    if wrong.size:
        s, t, j = (int(i) for i in wrong[0])
        raise DataError(
            f"{len(wrong)} values are not among their item's, first {int(values[s, t, j])}",
            where=f"sequence {s}, year {t}, item {items[j]}",
            allowed=f"0 to {int(categories[j]) - 1}, or -1 where nothing is known",
            next_step="correct the evidence or the item's categories in the emission table",
        )


def _check_shapes(e: Evidence) -> None:
    s, t, j, _ = e.likelihood.shape
    if e.weight.shape != (s, t, j) or e.lengths.shape != (s,) or len(e.items) != j:
        raise DataError(
            f"likelihood {e.likelihood.shape}, weight {e.weight.shape}, lengths "
            f"{e.lengths.shape} and {len(e.items)} items do not belong together",
            where="evidence of latent phases",
            allowed="(S, T, J, C), (S, T, J), (S,) and J names",
            next_step="build it with from_values",
        )
    if s and (e.lengths.min() < 0 or e.lengths.max() > t):
        raise DataError(
            f"lengths from {e.lengths.min()} to {e.lengths.max()}",
            where="evidence of latent phases",
            allowed=f"0 to {t}, the years of the array",
            next_step="count the years of each sequence",
        )


def _check_ranges(e: Evidence) -> None:
    for name, values in (("likelihood", e.likelihood), ("weight", e.weight)):
        if values.size and not (values.min() >= 0.0 and values.max() <= 1.0):
            raise DataError(
                f"{name} holds {values.min()} to {values.max()}",
                where="evidence of latent phases",
                allowed="numbers from 0 to 1",
                next_step="divide by the largest; write ones where nothing is known",
            )
    if e.likelihood.size and not (e.likelihood.max(axis=-1) > 0.0).all():
        raise DataError(
            "a cell makes every value impossible",
            where=f"first at {np.argwhere(e.likelihood.max(axis=-1) == 0.0)[0].tolist()}",
            allowed="at least one value with likelihood above 0",
            next_step="write ones where nothing is known",
        )

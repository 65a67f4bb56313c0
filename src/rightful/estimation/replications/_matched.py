"""Matching of those bound with those that are not, then an ordered logit on the pairs."""

from __future__ import annotations

from rightful.estimation.design import Design
from rightful.estimation.replication import Specification
from rightful.estimation.replication_design import Sign


def matched(
    label: str,
    treaty: str,
    outcome: tuple[str, str],
    published: tuple[Sign, ...],
    *,
    on: tuple[str, ...],
    where: str,
    counts: bool,
) -> Specification:
    """Return a specification: ``outcome`` is a column and what it is; ``on`` are matched on."""
    column, measure = outcome
    design = Design(
        column,
        treaty,
        on,
        lagged_outcome=True,
        state_effects=False,
        year_effects=False,
        where=where,
    )
    return Specification(
        label, design, measure, published, "ordered_logit", matched=True, counts=counts
    )

"""What may be asked of a fit, checked before it begins."""

from __future__ import annotations

from rightful.core.errors import UsageError

HIGHEST_SEED = 2**63 - 1
FEWEST_STATES, MOST_STATES = 5, 2000
FEWEST_YEARS, MOST_YEARS = 10, 500
FEWEST_STATE_YEARS, MOST_STATE_YEARS = 200, 100_000


def check_seed(seed: int) -> None:
    """Refuse a seed that the generators cannot take.

    Raises
    ------
    UsageError
        When it is negative or too large.
    """
    _check_within("seed", seed, 0, HIGHEST_SEED)


def check_panel(states: int, years: int) -> None:
    """Refuse the shape of a made-up panel that is too small to time or too large to hold.

    Raises
    ------
    UsageError
        Naming the bounds.
    """
    _check_within("number of states", states, FEWEST_STATES, MOST_STATES)
    _check_within("number of years", years, FEWEST_YEARS, MOST_YEARS)
    _check_within("number of state-years", states * years, FEWEST_STATE_YEARS, MOST_STATE_YEARS)


def _check_within(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise UsageError(
            f"the {what} cannot be {value}",
            allowed=f"{low} to {high}",
            next_step="choose a number in between",
        )

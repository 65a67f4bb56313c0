"""Intervals and findings that every question of diffusion shares; all at 95 %."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
SHARE: Final = 0.95
_TAIL: Final = (1 - SHARE) / 2
Z: Final = float(stats.norm.ppf(1 - _TAIL))


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer to one question.

    Attributes
    ----------
    question
        What was asked.
    estimate, low, high
        In ``unit``; None where nothing could be estimated.
    n, clusters
        Rows, and independent groups (states) behind them.
    verdict
        ``yes``, ``no`` (the opposite sign stands out) or ``cannot tell``.
    said
        The answer as a plain sentence.
    why
        Why it cannot be told; empty where it can.
    """

    question: str
    estimate: float | None
    low: float | None
    high: float | None
    unit: str
    n: int
    clusters: int
    verdict: str
    said: str
    why: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


def verdict_of(low: float | None, high: float | None) -> str:
    """Return ``yes`` above zero, ``no`` below, ``cannot tell`` where the interval holds zero."""
    if low is None or high is None or not np.isfinite([low, high]).all():
        return "cannot tell"
    return "yes" if low > 0 else "no" if high < 0 else "cannot tell"


def wilson(successes: Floats, trials: Floats) -> tuple[Floats, Floats]:
    """Return the ends of Wilson's interval of shares; 0 and 1 where nothing was tried."""
    hit, n = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    safe = np.maximum(n, 1e-12)
    share = hit / safe
    middle = share + Z**2 / (2 * safe)
    reach = Z * np.sqrt(share * (1 - share) / safe + Z**2 / (4 * safe**2))
    scale = 1 + Z**2 / safe
    low = np.where(n > 0, np.clip((middle - reach) / scale, 0, 1), 0.0)
    high = np.where(n > 0, np.clip((middle + reach) / scale, 0, 1), 1.0)
    # Rounding must not push a bound past what was seen.
    seen = np.where(n > 0, share, 0.0)
    return np.minimum(low, seen), np.maximum(high, seen)


def rate_interval(
    counts: Floats, exposure: Floats, dispersion: Floats | float = 1.0
) -> tuple[Floats, Floats]:
    """Return the ends of the exact (gamma) interval of rates of counts.

    ``dispersion`` is variance over mean of the counts: clustered counts are worth fewer events.
    """
    spread = np.maximum(np.asarray(dispersion, dtype=np.float64), 1.0)
    events = np.asarray(counts, dtype=np.float64) / spread
    room = np.asarray(exposure, dtype=np.float64) / spread
    open_end = np.where(room > 0, room, np.nan)
    low = np.where(events > 0, stats.gamma.ppf(_TAIL, np.maximum(events, 1e-9)), 0.0) / open_end
    high = stats.gamma.ppf(1 - _TAIL, events + 1) / open_end
    return low, high


def percentile_interval(draws: Floats) -> tuple[float | None, float | None]:
    """Return the ends of a bootstrap's interval; None where too few draws are numbers."""
    known = draws[np.isfinite(draws)]
    if known.size < draws.size / 2 or known.size < 2:
        return None, None
    low, high = np.quantile(known, [_TAIL, 1 - _TAIL])
    return float(low), float(high)


def weights_of_clusters(clusters: int, draws: int, seed: int) -> Floats:
    """Return draws x clusters: how often each cluster comes in each draw of a bootstrap."""
    chosen = np.random.default_rng(seed).multinomial(
        clusters, np.full(clusters, 1 / clusters), draws
    )
    return chosen.astype(np.float64)

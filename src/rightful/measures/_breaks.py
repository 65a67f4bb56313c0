"""Move breaks in time, compiled: two neighbouring innovations of a walk change places.

Heavy-tailed innovations let practice stand still and then break, and when it broke is often
uncertain by a year or two. Hamiltonian moves cross badly between such years. Exchanging two
innovations reflects the one theta between them; their prior is the same in either order, so only
the ratings of that state-year decide.
"""

import numpy as np

from rightful.measures._compiled import compiled
from rightful.measures._lanes import LANES, Point, Slope
from rightful.measures._layout import FloatArray, Layout
from rightful.measures._likelihood import multiply_chances, unfold


@compiled
def exchange_innovations(point: Point, layout: Layout, slope: Slope, here: FloatArray,
                         there: FloatArray, rng: np.random.Generator) -> None:  # fmt: skip
    """Offer every inner state-year of every chain its reflection, the even ones first.

    Neighbours never move together, so each is accepted on its own. here and there are scratch,
    (N, LANES): the chance of each state-year's ratings as it is, and reflected.
    """
    unfold(point, layout, slope)
    for parity in range(2):
        multiply_chances(layout, slope, here)
        _reflect(parity, point.path, layout, slope.phi)
        multiply_chances(layout, slope, there)
        for i in range(1, point.path.shape[0] - 1):
            if i % 2 != parity or layout.starts[i] or layout.starts[i + 1]:
                continue
            for c in range(LANES):
                mirrored = point.path[i - 1, c] + point.path[i + 1, c] - point.path[i, c]
                if here[i, c] * rng.random() < there[i, c]:
                    point.path[i, c] = mirrored
                else:
                    slope.phi[i, c] -= mirrored - point.path[i, c]


@compiled
def _reflect(parity: int, path: FloatArray, layout: Layout, phi: FloatArray) -> None:
    """Move phi of the inner state-years of a parity to where their reflection would be."""
    for i in range(1, path.shape[0] - 1):
        if i % 2 != parity or layout.starts[i] or layout.starts[i + 1]:
            continue
        for c in range(LANES):
            phi[i, c] += path[i - 1, c] + path[i + 1, c] - 2.0 * path[i, c]

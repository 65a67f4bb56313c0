"""How the cost of one gradient step grows with states and with years, at 1, 2, 4 and 8 times.

Run: python benchmarks/growth.py
Processor seconds of 40 transitions divided by their gradient steps, four chains, one thread.
"""

import time

import numpy as np

from rightful.measures._ordinal_data import Item
from rightful.measures._sampling import make_sampler
from rightful.measures._simulation import simulated
from rightful.measures._specification import own

ITEMS = (
    *(Item(f"three{i}", 3, 1, "yearly") for i in range(3)),
    *(Item(f"five{i}", 5, -1, "yearly") for i in range(2)),
    *(Item(f"event{i}", 2, -1) for i in range(3)),
)
STATES, YEARS, TRANSITIONS = 50, 12, 40


def cost(states: int, years: int) -> tuple[int, int, float]:
    """State-years, cutpoints, processor milliseconds a gradient step."""
    spec = own(reference_years=(2000, 2000 + years))
    data, truth = simulated(states, years, spec, seed=1, items=ITEMS)
    sampler = make_sampler(data, spec, seed=1, chains=4)
    sampler.draw(2)
    began = time.process_time()
    drawn = sampler.draw(TRANSITIONS)
    spent = time.process_time() - began
    steps = float(np.sum(drawn.moves.steps + 1.5))
    return data.year.size, truth.cuts.size, 1e3 * spent / steps


def main() -> None:
    cost(10, 5)  # compile
    for name, states, years in (("states", 1, 0), ("years", 0, 1)):
        for times in (1, 2, 4, 8):
            n, c, ms = cost(STATES * times**states, YEARS * times**years)
            print(f"{name} x{times}: {n} state-years, {c} cutpoints, {ms:.3f} ms a gradient")


if __name__ == "__main__":
    main()

"""The full model on the published items: time and memory to the gate, agreement with v3.01.

Run on an idle machine: python benchmarks/full_model.py --specification own
Compilation is done beforehand on a small panel and is not counted.
"""

import argparse
import resource
import time

import numpy as np
from published import read_v3

from rightful.measures import _practice_model
from rightful.measures._convergence import diagnose
from rightful.measures._practice_model import fit
from rightful.measures._sampling import make_sampler
from rightful.measures._specification import lhrs2014, lhrs2019, own, own_learned

PRESETS = {"own": own, "own_learned": own_learned, "lhrs2014": lhrs2014, "lhrs2019": lhrs2019}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specification", choices=PRESETS, default="own")
    parser.add_argument("--standard", choices=("changing", "constant"), default="changing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--min-ess", type=float, default=400.0)
    parser.add_argument("--ess-only", action="store_true", help="ask nothing of R-hat")
    asked = parser.parse_args()
    if asked.ess_only:
        _practice_model.RHAT_MAX = float("inf")
    spec = PRESETS[asked.specification](asked.standard)
    data, mean, sd = read_v3()
    small, _, _ = read_v3(keep=np.unique(data.state_index)[:20])
    sampler = make_sampler(small, spec, 0, chains=4)
    sampler.warm_up()
    diagnose(sampler.draw(10).theta)
    print(f"{data.year.size} state-years, {data.row.size} ratings")
    began, processor = time.monotonic(), time.process_time()
    found = fit(data, spec, asked.seed, min_ess=asked.min_ess)
    wall, processor = time.monotonic() - began, time.process_time() - processor
    print(found.report)
    theta = found.theta.mean(axis=0)
    spread = found.theta.std(axis=0)
    print(f"wall {wall:.1f} s, processor {processor:.1f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
    print(f"published scores: r {np.corrcoef(theta, mean)[0, 1]:.5f}")
    print(
        f"RMSE {np.sqrt(np.mean((theta - mean) ** 2)):.3f}, SD ratio {np.median(spread / sd):.3f}"
    )


if __name__ == "__main__":
    main()

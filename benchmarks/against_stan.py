"""Our sampler against Stan on the same model and panel: least effective draws a second.

Two interpreters, because Stan lives in its own environment:
  python benchmarks/against_stan.py prepare --specification lhrs2019 --folder <scratch>
  <python with pystan 3.10> benchmarks/against_stan.py stan --folder <scratch> --draws 300
  python benchmarks/against_stan.py ours --folder <scratch>
  python benchmarks/against_stan.py compare --folder <scratch>
The panel is every fourth state of the published v3.01 items. Time is processor time of the
process that draws, warm-up counted; compilation is not. Run `stan` and `ours` on an idle machine,
one after the other.
"""

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


def prepare(folder: Path, specification: str) -> None:
    from published import read_v3

    from rightful.measures._irt_posterior import reference_rows
    from rightful.measures._layout import layout
    from rightful.measures._specification import lhrs2019, own

    spec = {"lhrs2019": lhrs2019, "own": own}[specification]()
    everyone, _, _ = read_v3()
    keep = np.unique(everyone.state_index)[::4]
    data, _, _ = read_v3(keep=keep)
    arrays, _ = layout(data, spec)
    sizes = np.diff(arrays.group_start)
    category = np.repeat(arrays.group_category, sizes)
    of_set = np.repeat(arrays.group_set, sizes)
    last = np.cumsum(np.bincount(of_set))
    stan = {
        "N": int(data.year.size),
        "starts": arrays.starts.astype(int).tolist(),
        "J": len(data.items),
        "sign": arrays.sign.tolist(),
        "S": int(arrays.set_item.size),
        "set_item": (arrays.set_item + 1).tolist(),
        "n_cuts": np.diff(arrays.cut_offset).tolist(),
        "elapsed": arrays.set_elapsed.tolist(),
        "first_rating": np.concatenate(([1], last[:-1] + 1)).tolist(),
        "last_rating": last.tolist(),
        "R": int(category.size),
        "row": (arrays.row.astype(int) + 1).tolist(),
        "y": (category + 1).tolist(),
    }
    if specification == "own":
        reference = np.zeros(data.year.size, dtype=int)
        reference[reference_rows(data.year, spec.reference_years or (0, 9999))] = 1
        stan["reference"] = reference.tolist()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stan.json").write_text(json.dumps(stan))
    (folder / "about.json").write_text(
        json.dumps({"specification": specification, "states": keep.tolist()})
    )
    print(f"{stan['N']} state-years, {stan['R']} ratings, {sum(stan['n_cuts'])} cutpoints")


def processor_seconds() -> float:
    """User and system seconds of this process and of its living children (Linux).

    PyStan draws in a worker that outlives the call, so the usual child accounting misses it.
    """
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() or int(stat.parent.name) == os.getpid():
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def run_stan(folder: Path, warm_up: int, draws: int, depth: int) -> None:
    import aiohttp
    import stan

    # PyStan talks to itself over HTTP and would give up on a build after five minutes.
    aiohttp.client.DEFAULT_TIMEOUT = aiohttp.ClientTimeout(total=None)
    specification = json.loads((folder / "about.json").read_text())["specification"]
    code = (HERE / "stan" / f"{specification}.stan").read_text()
    model = stan.build(code, data=json.loads((folder / "stan.json").read_text()), random_seed=61717)
    began, processor = time.monotonic(), processor_seconds()
    fit = model.sample(num_chains=1, num_warmup=warm_up, num_samples=draws, max_depth=depth)
    wall, processor = time.monotonic() - began, processor_seconds() - processor
    theta = np.atleast_3d(fit["theta"])
    np.savez(
        folder / "stan.npz",
        theta=fit["theta"].astype(np.float32),
        beta=fit["beta"],
        cuts=fit["cut"],
        sigma=fit["sigma"],
        leapfrogs=fit["n_leapfrog__"],
        wall=wall,
        processor=processor,
        warm_up=warm_up,
    )
    steps = fit["n_leapfrog__"].mean()
    print(f"Stan {wall:.0f} s wall, {processor:.0f} s processor, {warm_up} + {draws} iterations")
    print(f"{steps:.0f} leapfrogs an iteration")
    print("theta", theta.shape)


def run_ours(folder: Path) -> None:
    from published import read_v3

    from rightful.measures._practice_model import fit
    from rightful.measures._sampling import make_sampler
    from rightful.measures._specification import lhrs2019, own, without_reference

    about = json.loads((folder / "about.json").read_text())
    spec = without_reference({"lhrs2019": lhrs2019, "own": own}[about["specification"]]())
    data, _, _ = read_v3(keep=np.array(about["states"]))
    make_sampler(data, spec, 0, chains=4).draw(1)  # compile
    began, processor = time.monotonic(), time.process_time()
    found = fit(data, spec, seed=1)
    wall, processor = time.monotonic() - began, time.process_time() - processor
    m = found.report.chains
    shape = (m, found.report.draws_per_chain)
    np.savez(
        folder / "ours.npz",
        theta=found.theta.reshape(*shape, -1),
        beta=found.beta.reshape(*shape, -1),
        cuts=found.cuts.reshape(*shape, -1),
        sigma=found.sigma.reshape(shape),
        wall=wall,
        processor=processor,
    )
    print(found.report, f"wall {wall:.1f} s, processor {processor:.1f} s")


def compare(folder: Path) -> None:
    from rightful.measures._convergence import diagnose

    stan, ours = np.load(folder / "stan.npz"), np.load(folder / "ours.npz")
    least = {}
    for name in ("theta", "beta", "cuts"):
        theirs = np.moveaxis(stan[name], -1, 0)[None]
        a, b = diagnose(theirs), diagnose(ours[name])
        print(f"{name}: least bulk ESS Stan {a.ess_bulk.min():.0f}, ours {b.ess_bulk.min():.0f}")
        least[name] = (a.ess_bulk.min(), b.ess_bulk.min())
        x, y = theirs.mean(axis=(0, 1)), ours[name].mean(axis=(0, 1))
        print(f"   means: r {np.corrcoef(x, y)[0, 1]:.5f}, largest gap {np.abs(x - y).max():.3f}")
    stan_rate = min(v[0] for v in least.values()) / float(stan["processor"])
    our_rate = min(v[1] for v in least.values()) / float(ours["processor"])
    print(f"least ESS per processor second: Stan {stan_rate:.4f}, ours {our_rate:.2f}")
    print(f"ratio {our_rate / stan_rate:.0f}, warm-up counted on both sides")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("prepare", "stan", "ours", "compare"))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--specification", choices=("lhrs2019", "own"), default="lhrs2019")
    parser.add_argument("--warm-up", type=int, default=300)
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--depth", type=int, default=10)
    asked = parser.parse_args()
    if asked.step == "prepare":
        prepare(asked.folder, asked.specification)
    elif asked.step == "stan":
        run_stan(asked.folder, asked.warm_up, asked.draws, asked.depth)
    elif asked.step == "ours":
        run_ours(asked.folder)
    else:
        compare(asked.folder)


if __name__ == "__main__":
    main()

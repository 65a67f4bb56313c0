"""Time what a user waits for: the import, a dossier, a listing, the panel; and the page's size.

python benchmarks/commands.py [--runs 10]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import rightful": [sys.executable, "-c", "import rightful"],
    "rightful states Germany": [sys.executable, "-m", "rightful", "states", "Germany"],
    "rightful dossier Cambodia": [sys.executable, "-m", "rightful", "dossier", "Cambodia"],
    "rightful panel --out p.csv": [sys.executable, "-m", "rightful", "panel", "--out", "p.csv"],
}


def seconds(command: list[str], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'command':<28} {'min':>6} {'median':>7} {'max':>6}  seconds, {runs} warm runs")
        for title, command in COMMANDS.items():
            seconds(command, folder)
            times = [seconds(command, folder) for _ in range(runs)]
            print(
                f"{title:<28} {min(times):6.2f} {statistics.median(times):7.2f} {max(times):6.2f}"
            )
        page = folder / "dossier-cambodia.html"
        print(f"page: {page.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()

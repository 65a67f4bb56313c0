"""The 2019 specification on the published items gives the published scores [fariss2019]."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from rightful.measures import _sampling
from rightful.measures._irt_posterior import reported
from rightful.measures._layout import layout
from rightful.measures._sampling import make_sampler
from rightful.measures._specification import lhrs2019


def _published() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "published.py"
    spec = importlib.util.spec_from_file_location("published", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["published"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_agrees_with_version_3(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Posterior means only, so few draws will do; benchmarks/full_model.py runs to the gate."""
    monkeypatch.setattr(_sampling, "WINDOWS", (20, 20, 30, 40))
    monkeypatch.setattr(_sampling, "LAST_WINDOW", 20)
    folder = shared / "raw" / "lhrs"
    data, mean, sd = _published().read_v3(folder)
    spec = lhrs2019()
    sampler = make_sampler(data, spec, seed=5, chains=4)
    sampler.warm_up()
    _, cuts = layout(data, spec)
    theta = reported(sampler.draw(40), data, cuts, spec).theta.reshape(-1, data.year.size)
    ours = theta.mean(axis=0)
    assert np.corrcoef(ours, mean)[0, 1] >= 0.995
    assert np.sqrt(np.mean((ours - mean) ** 2)) < 0.15
    assert np.median(theta.std(axis=0) / sd) == pytest.approx(1.0, abs=0.1)

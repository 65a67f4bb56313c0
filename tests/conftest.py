"""Where the publishers' files are, and what a test does when they are not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A shared machine is slow now and then, and the same examples must fail everywhere.
settings.register_profile("rightful", deadline=None, derandomize=True)
settings.load_profile("rightful")

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of publishers' files, or skip (fail where CI demands them)."""
    if SHARED.is_dir():
        return SHARED
    if os.environ.get("RIGHTFUL_REQUIRE_SHARED"):
        pytest.fail(f"publishers' files are required but {SHARED} is absent")
    pytest.skip("publishers' files are not at hand (../shared/data)")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turn a skip of a ``shared`` test into a failure where the files must be there."""
    report = yield
    required = os.environ.get("RIGHTFUL_REQUIRE_SHARED")
    if required and report.skipped and item.get_closest_marker("shared"):
        report.outcome = "failed"
        report.longrepr = f"skipped although publishers' files are required: {report.longrepr}"
    return report

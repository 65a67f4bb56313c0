"""What an analysis was run with: packages as installed, the machine, memory, the licence."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

from rightful.core.errors import UsageError
from rightful.reports.archive.contents import Machine

PACKAGE: Final = "rightful"
EXTRAS: Final = ("estimation", "record")  # estimators; readers of publishers' files
KILO: Final = 1024
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")


def packages() -> tuple[tuple[str, str], ...]:
    """Return (name, version) of every package that the analysis needs, by name.

    Raises
    ------
    UsageError
        When rightful is not installed as a package, so that nobody knows what it needs.
    """
    found: dict[str, str] = {}
    waiting = [_name(one) for one in _distribution().requires or () if _is_needed(one)]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            one = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # for another system, or another Python
            continue
        found[name] = one.version
        waiting += [_name(each) for each in one.requires or () if not _EXTRA.search(each)]
    return tuple(sorted(found.items()))


def licence() -> tuple[str, str]:
    """Return the name of the package's licence and its text; raises as ``packages``."""
    one = _distribution()
    name = str(one.metadata["License-Expression"] or one.metadata["License"])
    return name, one.read_text("licenses/LICENSE") or f"SPDX-License-Identifier: {name}\n"


def machine() -> Machine:
    """Return the machine in words; nothing that names its owner."""
    return Machine(
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()} ({platform.machine()})",
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory=_memory(),
    )


def peak_memory() -> int:
    """Return the most memory this process held, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ModuleNotFoundError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * KILO


def _distribution() -> metadata.Distribution:
    try:
        return metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError:
        raise UsageError(
            "rightful is run from a folder and not installed: its packages cannot be pinned",
            allowed="an installed rightful",
            next_step="pip install it, then make the archive",
        ) from None


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def _is_needed(requirement: str) -> bool:
    extra = _EXTRA.search(requirement)
    return extra is None or extra[1] in EXTRAS


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "a processor that is not named"


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0

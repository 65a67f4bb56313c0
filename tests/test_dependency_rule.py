"""The one structural rule: a part imports only ``core`` and itself; ``study`` alone wires."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "rightful"
# Modules that stand above the parts, and what each may import besides core and itself.
WIRING = {
    "study": None,  # everything
    "cli": {"study", "reports"},
    "__init__": {"study"},
    "__main__": {"cli"},
}


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported_parts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the rule"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("rightful.")}


def _breaches(part: str, imported: set[str]) -> set[str]:
    allowed = WIRING.get(part, set())
    return set() if allowed is None else imported - allowed - {"core", part}


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_part_imports_only_core_and_itself(path: Path) -> None:
    assert not _breaches(_part(path), _imported_parts(path))


def test_core_imports_no_part() -> None:
    core = [path for path in MODULES if _part(path) == "core"]
    assert core
    assert all(_imported_parts(path) <= {"core"} for path in core)


def test_the_rule_catches_a_breach() -> None:
    assert _breaches("reports", {"core", "record"}) == {"record"}
    assert _breaches("study", {"record", "measures"}) == set()

"""A plug-in is found because its file is there, and holds exactly one final class."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rightful.core import registry
from rightful.core.errors import RightfulError
from rightful.core.section import Section

ONE = """
from rightful.core.section import Section
class {name}(Section):
    name = title = "{name}"
    order = 1
    needs = ()
    def render(self, answer):
        return ()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    package = tmp_path / "made_up_plugins"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "one.py").write_text(ONE.format(name="One"), encoding="utf-8")
    (package / "two.py").write_text(ONE.format(name="A") + ONE.format(name="B"), encoding="utf-8")
    (package / "_hidden.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.names.cache_clear()
    yield "made_up_plugins"
    for name in [name for name in sys.modules if name.startswith("made_up_plugins")]:
        del sys.modules[name]
    registry.names.cache_clear()


def test_files_are_names(folder: str) -> None:
    assert registry.names(folder) == ("one", "two")


def test_one_class_is_loaded(folder: str) -> None:
    assert registry.load(folder, "one", Section).title == "One"  # type: ignore[type-abstract]


def test_two_classes_are_refused(folder: str) -> None:
    with pytest.raises(RightfulError, match="exactly one"):
        registry.load(folder, "two", Section)  # type: ignore[type-abstract]

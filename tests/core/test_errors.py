"""An error says what, where, what was allowed, what next."""

from __future__ import annotations

import pytest

from rightful.core import errors


def _tree(root: type[Exception]) -> list[type[Exception]]:
    return [root, *(found for child in root.__subclasses__() for found in _tree(child))]


def test_a_message_has_its_four_parts() -> None:
    error = errors.DataError("no rows", where="here", allowed="one row", next_step="add a row")
    assert str(error).splitlines() == [
        "no rows",
        "  where:   here",
        "  allowed: one row",
        "  next:    add a row",
    ]


def test_an_unknown_name_suggests() -> None:
    error = errors.UnknownName("state", "Camboda", ("Cambodia",))
    assert "did you mean Cambodia?" in str(error)
    assert error.exit_code == 2


def test_bad_rows_are_listed_up_to_twenty() -> None:
    error = errors.BadRows("rows break", tuple((n, "why") for n in range(1, 25)))
    assert "row 20: why" in str(error)
    assert "row 21" not in str(error)
    assert "and 4 more" in str(error)


def test_the_tree_at_the_top_of_the_file_is_the_tree() -> None:
    drawn = errors.__doc__ or ""
    names = [error.__name__ for error in _tree(errors.RightfulError)]
    assert [name for name in names if name not in drawn] == []


@pytest.mark.parametrize("error", _tree(errors.RightfulError))
def test_every_error_has_an_exit_code_that_is_not_success(
    error: type[errors.RightfulError],
) -> None:
    assert error.exit_code in {1, 2, 3}

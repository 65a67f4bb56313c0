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


def test_what_is_allowed_is_listed_and_the_name_shortened() -> None:
    error = errors.UnknownName("source", "x" * 100_000, options=("pts", "lhrs"))
    assert "  allowed: pts, lhrs" in str(error)
    assert len(str(error)) < 200
    many = tuple(str(number) for number in range(100))
    assert "59 and 40 more" in str(errors.UnknownName("source", "x", options=many))


def test_nothing_in_a_message_moves_the_cursor() -> None:
    nasty = "a\x1b[2J\u202eb\x00\udcff\rc\nd"
    error = errors.SourceError(nasty, where=nasty, allowed=nasty, next_step=nasty)
    assert len(str(error).splitlines()) == 4
    assert all(line.isprintable() for line in str(error).splitlines())
    rows = errors.BadRows("rows break", ((1, nasty), (2, "x" * 9999)))
    assert len(str(rows).splitlines()) == 3
    assert len(str(rows)) < 600


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

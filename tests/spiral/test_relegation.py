import numpy as np
import pytest

from rightful.spiral.relegation import bits_of, names_of, relegated


def _one(orthodox: tuple[str, ...], revised: tuple[str, ...], markers: tuple[int, int, int]) -> int:
    return int(
        relegated(
            "as_reported",
            np.array([bits_of("as_reported", orthodox)], dtype=np.uint16),
            np.array([bits_of("revised", revised)], dtype=np.uint16),
            [np.array([value], dtype=np.int8) for value in markers],
        )[0]
    )


@pytest.mark.parametrize(
    ("orthodox", "revised", "markers", "told"),
    [
        (("4",), ("3b", "3c"), (-1, -1, 0), 1),
        (("4",), ("3b", "3c", "3d"), (-1, -1, -1), -1),  # only nulls
        (("4",), ("2L", "3b"), (0, 0, 0), -1),  # perhaps no longer in 3
        (("4", "3"), ("3b",), (0, 0, 0), -1),
        (("3",), ("3b",), (0, 0, 0), 0),
        (("5",), ("5",), (1, 1, 1), 0),
        (("4",), ("2L",), (0, 0, 0), 0),
    ],
)
def test_relegation_needs_both_phases_and_a_marker_seen_false(
    orthodox: tuple[str, ...], revised: tuple[str, ...], markers: tuple[int, int, int], told: int
) -> None:
    assert _one(orthodox, revised, markers) == told


def test_bits_and_names_go_both_ways() -> None:
    assert names_of("revised", bits_of("revised", ("3c", "1"))) == ["1", "3c"]

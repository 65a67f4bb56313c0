"""What is kept stays evenly spaced and in order, however often it is halved."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightful.measures import _draw_store
from rightful.measures._draw_store import DrawStore
from rightful.measures._irt_posterior import Reported


def _part(numbers: np.ndarray) -> Reported:
    """Two chains whose every parameter is the number of the transition."""
    x = np.stack((numbers, numbers + 1000)).astype(float)
    wide = np.repeat(x[:, :, None], 3, axis=2)
    return Reported(wide.astype(np.float32), wide, wide, x, wide)


@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_draws_stay_a_stride_apart(sizes: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_draw_store, "FEWEST", 10)
        patch.setattr(_draw_store, "MOST", 10)
        store = DrawStore(2, 3)
    transition = 0
    for size in sizes:
        if not store.room():
            store.halve()
        n = min(size, store.room())
        store.add(_part(transition + store.stride * np.arange(1, n + 1)))
        transition += n * store.stride
        held = store.draws()
        expected = np.arange(store.stride, transition + 1, store.stride)
        np.testing.assert_array_equal(held.sigma[0], expected)
        np.testing.assert_array_equal(held.theta[1, :, 2], expected + 1000)


def test_capacity_bounds_memory_and_is_even() -> None:
    small, large = DrawStore(8, 100), DrawStore(8, 100_000)
    assert small.capacity == _draw_store.MOST
    assert large.capacity == _draw_store.FEWEST
    between = DrawStore(8, 8000).capacity
    assert between % 2 == 0
    assert 4 * 8 * 8000 * between <= _draw_store.MOST_BYTES

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.spiral.made import one_state

from rightful.spiral.panel import Panel
from rightful.spiral.relegation import bits_of, names_of
from rightful.spiral.two_years import settled


def _settled(*sets: tuple[str, ...]) -> list[list[str]]:
    panel = one_state(len(sets))
    bits = np.array([bits_of("revised", one) for one in sets], dtype=np.uint16)
    return [names_of("revised", int(one)) for one in settled(panel, bits)]


def test_a_move_up_needs_two_years_and_a_move_down_none() -> None:
    assert _settled(("3b",), ("4",), ("4",), ("2L",)) == [["3b"], ["3b"], ["4"], ["2L"]]


def test_one_good_year_does_not_count() -> None:
    assert _settled(("3b",), ("4",), ("3b",)) == [["3b"], ["3b"], ["3b"]]


def test_leaving_the_outside_is_immediate() -> None:
    assert _settled(("0",), ("1",)) == [["0"], ["1"]]


def test_a_gap_starts_anew() -> None:
    panel = Panel(np.array([1, 1], dtype=np.int32), np.array([1990, 1995], dtype=np.int32), {})
    bits = np.array([bits_of("revised", ("1",)), bits_of("revised", ("4",))], dtype=np.uint16)
    assert names_of("revised", int(settled(panel, bits)[1])) == ["4"]


@given(st.lists(st.integers(1, 2**10 - 1), min_size=2, max_size=6))
def test_it_is_every_lower_phase_of_a_pair(sets: list[int]) -> None:
    panel = one_state(len(sets))
    found = settled(panel, np.array(sets, dtype=np.uint16))
    for i in range(1, len(sets)):
        now = [bit for bit in range(10) if sets[i] >> bit & 1]
        last = [bit for bit in range(10) if sets[i - 1] >> bit & 1]
        pairs = {min(a, b) for a in now for b in last}
        assert int(found[i]) == sum(1 << bit for bit in pairs)

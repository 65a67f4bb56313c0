import pytest

from rightful.core.errors import DataError
from rightful.spiral.language import Leaf, implied, leaf_node, leaves_of


def _leaves(text: str) -> list[str]:
    node = leaf_node(text, "here")
    assert node is not None
    return [str(leaf) for leaf in leaves_of(node)]


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("S1 >= 1", ["S1 >= 1"]),
        ("S1 = 2", ["S1 >= 2"]),
        ("S1 = 0", ["S1 >= 1"]),
        ("S1 = 1", ["S1 >= 1", "S1 >= 2"]),
        ("V = 0 for 5 years", ["V = 0 for 5 years"]),
        ("never IA >= 1", ["never IA >= 1"]),
        ("D1 = 0 whenever criticised", ["D1 = 0 whenever criticised"]),
    ],
)
def test_a_comparison_asks_what_it_says(text: str, leaves: list[str]) -> None:
    assert _leaves(text) == leaves


@pytest.mark.parametrize("text", ["prescriptive", "S1 > 1", "S1 >= 3", "S1>=1", "", "not S1 >= 1"])
def test_what_is_no_comparison_is_none(text: str) -> None:
    assert leaf_node(text, "here") is None


def test_an_unknown_item_is_named_with_the_known_ones() -> None:
    with pytest.raises(DataError, match="no item is called Q7") as caught:
        leaf_node("Q7 >= 1", "rules of revised")
    assert "D1" in str(caught.value)


def test_what_a_leaf_says_of_another() -> None:
    two, one = Leaf("S1", 2), Leaf("S1", 1)
    assert implied(two, one) is True
    assert implied(one, two) is None
    assert implied(Leaf("IA", 1, True, "never"), Leaf("IA", 1)) is False
    assert implied(Leaf("V", 0, False, "for", 5), Leaf("V", 1)) is False
    assert implied(Leaf("V", 2, True, "for", 5), Leaf("V", 2)) is True
    assert implied(two, Leaf("D1", 1)) is None

"""Questions of the theory that wait for data which are not shipped, with what they need."""

from __future__ import annotations

from typing import Final

from rightful.spiral.compare.answer import Answer, Question, answered, needs

_WAITS: Final = (
    (
        "concession_then_mobilization",
        "90",
        "Does mobilization rise in the three years after a concession?",
        "above zero",
        "protests by state and year, in a pulled store (rightful measure strand protest); the "
        "shipped mobilization_expected has law built in and cannot be used",
    ),
    (
        "only_route",
        "107",
        "Is there no way out of 3b without a change in what society accepts?",
        "every exit from 3b is preceded by a rise of acceptance",
        "acceptance by state and year, from surveys of your own (rightful measure strand "
        "acceptance --wvs FILE); none is shipped",
    ),
    (
        "without_conflict_years",
        "147",
        "Do the answers stay the same without years of armed conflict?",
        "the same verdicts",
        "armed conflict by state and year; none is shipped",
    ),
    (
        "pressed_concession_then_belief",
        "148",
        "Does a concession under pressure lead to recognition five to ten years later, though "
        "pressure stays the same?",
        "above zero",
        "material pressure (item P) of most state-years; it is coded in the process cases alone",
    ),
)


def waiting_answers() -> tuple[Answer, ...]:
    """Return the questions that cannot be answered yet, each with what it needs."""
    return tuple(
        answered(Question(key, item, question, expected, 1, "", "", "", ""), needs(what))
        for key, item, question, expected, what in _WAITS
    )

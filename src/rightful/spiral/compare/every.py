"""All questions in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rightful.spiral.compare.answer import Answer, Floats, several
from rightful.spiral.compare.autocracies import autocracy_answers
from rightful.spiral.compare.conditions import condition_answers
from rightful.spiral.compare.crackdowns import crackdown_answers
from rightful.spiral.compare.denials import denial_answers
from rightful.spiral.compare.foretell import foretelling
from rightful.spiral.compare.material import Material
from rightful.spiral.compare.pressure import pressure_answers
from rightful.spiral.compare.readings import reading_answers
from rightful.spiral.compare.relegations import relegation_answers
from rightful.spiral.compare.routes import route_answers
from rightful.spiral.compare.trap import trap_answers
from rightful.spiral.compare.waiting import waiting_answers

_PARTS: Final[tuple[Callable[[Material, int], tuple[Answer, ...]], ...]] = (
    relegation_answers,
    foretelling,
    trap_answers,
    crackdown_answers,
    denial_answers,
    route_answers,
    pressure_answers,
    autocracy_answers,
    condition_answers,
)


def all_answers(
    material: Material, seed: int = 1, latent: dict[str, Floats] | None = None
) -> tuple[Answer, ...]:
    """Return every answer, with whether its verdict outlives the count of all tests.

    ``latent`` is reading -> chances of phases (N, K), as ``reading_answers`` asks for them; without
    it readings are not compared.
    """
    told = [one for part in _PARTS for one in part(material, seed)]
    between = reading_answers(material, latent, seed) if latent else ()
    return several([*told, *between, *waiting_answers()])

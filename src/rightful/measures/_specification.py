"""Priors and switches of the dynamic ordinal IRT model, with the published settings by name.

The model: theta starts at N(0, 1) and walks with innovations of scale sigma within a chain,
normal or Student t;
P(y <= k) = logistic(cut_k - sign * beta * theta). Cutpoints of a yearly item walk from year to
year, N(0, walk_sd^2) a year, inside the ordered region.
"""

from dataclasses import dataclass, replace
from typing import Literal

from rightful.core.errors import DataError


@dataclass(frozen=True)
class GammaPrior:
    """beta ~ Gamma(shape, rate)."""

    shape: float
    rate: float


@dataclass(frozen=True)
class LogNormalPrior:
    """log beta ~ N(mean, sd^2)."""

    mean: float
    sd: float


@dataclass(frozen=True)
class InnovationPrior:
    """p(sigma) proportional to sigma^power * exp(-sigma^2 / (2 scale^2)) on (0, upper)."""

    power: float = 0.0
    scale: float = float("inf")
    upper: float = 1.0


@dataclass(frozen=True)
class Specification:
    """One measurement model.

    standard: "changing" lets yearly items move their cutpoints, "constant" holds all fixed.
    innovation_df: degrees of freedom of a year's innovation; infinite is normal, and sigma its SD.
    cut_first_sd, cut_walk_sd: prior SD of a first cutpoint and of one year's change.
    cut_walk_log_sd: above 0, each yearly item's walk SD is estimated, log-normal with median
        cut_walk_sd and this SD of its log; 0 holds it at cut_walk_sd.
    yearly_items: names that override the items' own standard; None leaves the items' choice.
    reference_years: first and last year whose state-years get mean 0 and SD 1 in every draw;
        None leaves theta on the scale of its prior.
    """

    name: str
    standard: Literal["changing", "constant"]
    discrimination: GammaPrior | LogNormalPrior
    innovation: InnovationPrior
    cut_first_sd: float
    cut_walk_sd: float
    innovation_df: float = float("inf")
    cut_walk_log_sd: float = 0.0
    yearly_items: frozenset[str] | None = None
    reference_years: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.standard not in ("changing", "constant"):
            raise DataError(
                f"standard is {self.standard!r}",
                where=f"specification {self.name}",
                allowed="changing or constant",
            )
        if min(self.cut_first_sd, self.cut_walk_sd, self.innovation.upper, self.innovation_df) <= 0:
            raise DataError(
                "prior SDs, bounds and degrees of freedom must be positive", where=self.name
            )


Standard = Literal["changing", "constant"]


def own(
    standard: Standard = "changing", reference_years: tuple[int, int] = (1981, 1990)
) -> Specification:
    """Our model: weak priors, slow standards, sudden breaks, scale fixed by a reference set.

    The scale is a convention, not an estimate: in every draw the state-years of the reference
    years have mean 0 and SD 1. A standard moves by about .3 a year, the middle of the paces
    (.17 to .48) found on the published items when each was estimated (`own_learned`).
    See docs/decisions/scale-of-practice.md.
    """
    return Specification(
        name="own",
        standard=standard,
        discrimination=LogNormalPrior(mean=0.7, sd=1.0),
        innovation=InnovationPrior(power=0.0, scale=0.5, upper=2.0),
        cut_first_sd=5.0,
        cut_walk_sd=0.3,
        innovation_df=8.0,
        reference_years=reference_years,
    )


def own_equal(
    standard: Standard = "changing", reference_years: tuple[int, int] = (1981, 1990)
) -> Specification:
    """Our model with the same discrimination for every item, for families of few items.

    With two or three items the posterior has a mode in which the series follows each; the data
    cannot choose between them. See docs/decisions/families.md.
    """
    held = LogNormalPrior(mean=0.7, sd=0.01)
    return replace(own(standard, reference_years), name="own_equal", discrimination=held)


def own_learned(
    standard: Standard = "changing", reference_years: tuple[int, int] = (1981, 1990)
) -> Specification:
    """Our model with each standard's pace estimated; slower, for checking the fixed pace."""
    return replace(own(standard, reference_years), name="own_learned", cut_walk_log_sd=0.5)


def lhrs2014(standard: Standard = "changing") -> Specification:
    """Fariss 2014 (JAGS): all eight standards-based items yearly [fariss2014].

    The published sigma is an innovation variance ~ U(0, 1), hence power 1 on the SD; JAGS
    precision .25 is an SD of 2. The published sort after an unordered walk is taken as a walk
    inside the ordered region.
    """
    return Specification(
        name="lhrs2014",
        standard=standard,
        discrimination=GammaPrior(4.0, 3.0),
        innovation=InnovationPrior(power=1.0, upper=1.0),
        cut_first_sd=2.0,
        cut_walk_sd=2.0,
        yearly_items=frozenset(
            ("disap", "kill", "polpris", "tort", "amnesty", "state", "hathaway", "itt")
        ),
    )


def lhrs2019(standard: Standard = "changing") -> Specification:
    """Fariss 2019 (Stan, M_Standards): seven yearly items, sigma an SD ~ U(0, 1) [fariss2019]."""
    return Specification(
        name="lhrs2019",
        standard=standard,
        discrimination=GammaPrior(4.0, 3.0),
        innovation=InnovationPrior(power=0.0, upper=1.0),
        cut_first_sd=4.0,
        cut_walk_sd=4.0,
        yearly_items=frozenset(("disap", "kill", "tort", "amnesty", "state", "hrw", "hathaway")),
    )


def without_reference(spec: Specification) -> Specification:
    """The same model left on the scale of its prior."""
    return replace(spec, reference_years=None)

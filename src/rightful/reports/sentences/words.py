"""Words for numbers, dates, names and degrees of belief; the grammar every sentence shares."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rightful.core.answer import StateRecord

# A verdict is worded by its posterior probability; between the bounds it is "cannot tell".
ALMOST_CERTAINLY: Final = 0.95
PROBABLY: Final = 0.80
MORE_LIKELY_THAN_NOT: Final = 0.50
# A share this close to an end, in percent, is not told apart from it.
_EDGE: Final = 0.5
_ENDS: Final = ("under 1%", "over 99%")

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMBERS: Final = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)
FAMILY_WORDS: Final = {
    "physical_integrity": "physical integrity",
    "empowerment": "empowerment rights",
    "womens_rights": "women's rights",
    "workers_rights": "workers' rights",
    "justice": "justice rights",
    "economic_social": "economic and social rights",
}
STANDARD_WORDS: Final = {"changing": "changing standard", "constant": "constant standard"}


@dataclass(frozen=True)
class RightWords:
    """How a right is spoken of: as a subject, in a label, and what an article does about it."""

    subject: str
    label: str
    protects: bool = True

    @property
    def article(self) -> str:
        """What a binding article does: it forbids torture, it protects freedom of speech."""
        return f"{'protects' if self.protects else 'forbids'} {self.subject}"


RIGHT_WORDS: Final = {
    "torture": RightWords("torture", "Torture", False),
    "killing": RightWords("killing by the state", "Killing", False),
    "disappearance": RightWords("enforced disappearance", "Disappearance", False),
    "imprisonment": RightWords("political imprisonment", "Political imprisonment", False),
    "speech": RightWords("freedom of speech", "Speech"),
    "assembly_association": RightWords(
        "freedom of assembly and association", "Assembly and association"
    ),
    "movement": RightWords("freedom of movement", "Movement"),
    "religion": RightWords("freedom of religion", "Religion"),
    "self_determination": RightWords("electoral self-determination", "Self-determination"),
    "women_political": RightWords("women's political rights", "Women, political"),
    "women_economic": RightWords("women's economic rights", "Women, economic"),
    "women_social": RightWords("women's social rights", "Women, social"),
    "workers": RightWords("workers' rights", "Workers"),
    "fair_trial": RightWords("fair trial", "Fair trial"),
    "independent_judiciary": RightWords("an independent judiciary", "Independent judiciary"),
}
INSTRUMENT_WORDS: Final = {
    "GENOCIDE": "Genocide Convention",
    "REFUGEE": "Refugee Convention",
    "REFUGEE-P1967": "Refugee Protocol",
    "ROME": "Rome Statute",
}
# Names that take an article in English, beside those that hold one of the nouns below.
_ARTICLED: Final = (
    *("Netherlands", "Philippines", "Gambia", "Bahamas", "Maldives", "Comoros", "Congo"),
    *("Holy See", "West Bank"),
)
_NOUNS: Final = frozenset(
    (
        *("Republic", "Kingdom", "Union", "Federation", "State", "States", "Islands", "Emirates"),
        *("Reich", "SSR"),
    )
)


def words_of(name: str) -> RightWords:
    """Return the words for a right or a family of rights, its own name where none are set."""
    if name in FAMILY_WORDS:
        subject = FAMILY_WORDS[name]
        return RightWords(subject, capital(subject))
    plain = name.replace("_", " ")
    return RIGHT_WORDS.get(name, RightWords(plain, capital(plain)))


def instrument(name: str) -> str:
    """Return how an instrument is called on the page: its short name, spelled out where plain."""
    return INSTRUMENT_WORDS.get(name, name)


def capital(text: str) -> str:
    """Return the text with its first letter upper-case, the rest untouched."""
    return text[:1].upper() + text[1:]


def short_name(state: StateRecord) -> str:
    """Return the name as it runs in a sentence, with an article where English wants one."""
    head = state.name.split("(")[0].split(",")[0].strip()
    articled = head in _ARTICLED or bool(_NOUNS & set(head.split()))
    return f"the {state.name}" if articled and not head.startswith("The ") else state.name


def tense(state: StateRecord, present: str, past: str) -> str:
    """Return the verb's form: the past for a state that is no more."""
    return past if state.died else present


def possessive(state: StateRecord) -> str:
    """Return the name's possessive: Cambodia's, the United States'."""
    name = short_name(state)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def counted(number: int) -> str:
    """Return a small whole number in words, a large one in digits."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def many(number: int, singular: str, plural: str | None = None) -> str:
    """Return "one year", "three years", "no years"."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{'no' if number == 0 else counted(number)} {noun}"


def dated(day: date | None, precision: str = "day") -> str:
    """Return "26 May 1992", with "at the latest" where only the year is known, or that none is."""
    if day is None:
        return "date not known"
    latest = " at the latest" if precision == "year" else ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}{latest}"


def in_year(year: int, precision: str = "day") -> str:
    """Return "1992", or "by 1992" where the day given is only the latest it can have been."""
    return f"by {year}" if precision == "year" else str(year)


def span(first: int, last: int) -> str:
    """Return "1992" or "1992–1998"."""
    return str(first) if first == last else f"{first}–{last}"


def plain_dates(text: str) -> str:
    """Return the text with dates written 1953-11-09 spelled out."""
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda found: dated(_day(found.group())), text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def signed(value: float, digits: int = 2) -> str:
    """Return a number with a real minus sign; never "-0.00"."""
    if not math.isfinite(value):
        return "not known"
    text = f"{abs(value):.{digits}f}"
    return f"−{text}" if value < 0 and float(text) else text


def moved(value: float) -> str:
    """Return a change with its sign, plus as well as minus."""
    text = signed(value)
    return f"+{text}" if value > 0 and text != "0.00" else text


def percent(value: float) -> str:
    """Return a share given in 0-100; the ends are reserved for what is exactly so."""
    if not math.isfinite(value):
        return "not known"
    if 0 < value < _EDGE:
        return _ENDS[0]
    return _ENDS[1] if 100 - _EDGE < value < 100 else f"{value:.0f}%"


def chance(probability: float) -> str:
    """Return a probability as a percentage; draws can show none of a kind, never that none is."""
    if probability < _EDGE / 100:
        return _ENDS[0]
    return _ENDS[1] if probability > 1 - _EDGE / 100 else percent(100 * probability)


def level_interval(low: float, high: float) -> str:
    """Return "−0.80 to −0.02"."""
    return f"{signed(low)} to {signed(high)}"


def share_interval(low: float, high: float) -> str:
    """Return "24% to 41%" from shares in 0-100; one word where the whole lies at an end."""
    if high < _EDGE:
        return _ENDS[0]
    return _ENDS[1] if low > 100 - _EDGE else f"{percent(low)} to {percent(high)}"


def share_told(value: float, low: float, high: float) -> str:
    """Return "33% (24% to 41%)" from shares in 0-100."""
    return _told(percent(value), share_interval(low, high))


def chance_interval(low: float, high: float) -> str:
    """Return "24% to 41%" from probabilities."""
    ends = chance(low), chance(high)
    return ends[0] if ends[0] == ends[1] and ends[0] in _ENDS else " to ".join(ends)


def chance_told(p: float, low: float, high: float) -> str:
    """Return "33% (24% to 41%)" from probabilities."""
    return _told(chance(p), chance_interval(low, high))


def _told(value: str, interval: str) -> str:
    return f"{value}, with its whole interval" if interval in _ENDS else f"{value} ({interval})"


@dataclass(frozen=True)
class Verdict:
    """What a probability licenses: ``side`` is 1, -1 or 0 (cannot tell), ``word`` its degree."""

    side: int
    word: str


def verdict(probability: float) -> Verdict:
    """Word the probability that something is so; a low one speaks for the contrary."""
    if not math.isfinite(probability):
        return Verdict(0, "")
    for side, belief in ((1, probability), (-1, 1 - probability)):
        # The bounds are inclusive in decimal, so 1 - 0.05 must not fall short by rounding.
        if round(belief, 9) >= ALMOST_CERTAINLY:
            return Verdict(side, "almost certainly")
        if round(belief, 9) >= PROBABLY:
            return Verdict(side, "probably")
    return Verdict(0, "")

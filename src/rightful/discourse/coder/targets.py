"""Names of states in a text: marked once, so that rules see who is meant and never which name.

A marked text holds ``xself`` for the speaker's state and ``xst<code>`` for any other; masked texts
(``[SELF]``, ``[STATE-1]``, ``[PERSON]``) come out the same way, so masking changes no coding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import polars as pl

from rightful.discourse.coder.sentences import folded

_MASKS: Final = (
    (r"\[\s*(?i:self)\s*\]", "xself"),
    (r"\[\s*(?i:state)[- ]?(\d+)\s*\]", "xstm$1"),
    (r"\[\s*(?i:person)(?:-\d+)?\s*\]", "xperson"),
)
# An adjective in a region or a treaty is no state; in small letters no name is found in it.
_NO_STATE: Final = (
    (r"\b(Inter|Latin|Central|South|North|Pan|Ibero|Afro)([- ])America", "$1${2}america"),
    (r"\bAmerican (States|Convention|Declaration|Commission|Court)", "american $1"),
    (r"\bCentral African (States|region|subregion|countries)", "central african $1"),
    (r"\bIndian (Ocean)", "indian $1"),
    (r"\b(Persian|South|East) (Gulf|China Sea)", "$1 gulf"),
)
# Words that follow a name and change nothing about who is meant.
_TIDY: Final = (
    (r"\b(xself|xst\w+)(?:'s|s'|')?\s+(?:and )?(?:delegations?)\b", "the $1 delegation"),
    (r"\s+", " "),
)


# What a capital or a leader's name must stand beside to mean a government ("the Hanoi regime").
_GOVERNS: Final = (
    "regimes?|governments?|authorities|administration|cliques?|juntas?|rulers?|racists?|leaders|"
    "leadership|aggressors?|militarists?|expansionists?|imperialists|entity|enemy|dictatorship|"
    "forces|troops|occupiers?|army"
)
_BETWEEN: Final = "racist|illegal|minority|puppet|apartheid|military|fascist|colonial|rebel|white"
Life = tuple[int | None, int | None]  # first and last year, both included; None is open


@dataclass(frozen=True, slots=True)
class Names:
    """Names of states as they stand in a text, and the Correlates of War code each means.

    Attributes
    ----------
    codes
        Name or adjective ("Atlantis", "Atlantean"), case as written, to code.
    shared
        Names that several states bore ("Germany"), to their codes: the speaker's own where it is
        among them, else the addressee's, else the one that bore it in the year, else some other
        state that is not told apart.
    seats
        Capitals and leaders, to the codes of those they govern: they mean a state only beside a
        government ("the Saigon regime").
    borne
        ``(name, code)`` to the years in which the name meant that state.
    first
        Code to the first year of the state: before it a name is that of a territory.
    """

    codes: Mapping[str, int]
    shared: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    seats: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    borne: Mapping[tuple[str, int], tuple[Life, ...]] = field(default_factory=dict)
    first: Mapping[int, int] = field(default_factory=dict)

    def marks(self, year: int | None = None) -> dict[str, str]:
        """Return what each name, folded as texts are, is replaced by in a year."""
        bearers = dict(self.shared) | {name: (code,) for name, code in self.codes.items()}
        return self._marks(bearers, year)

    def seat_marks(self, year: int | None = None) -> dict[str, str]:
        """Return what each capital and leader is replaced by beside a government."""
        return self._marks(self.seats, year)

    def _marks(self, bearers: Mapping[str, tuple[int, ...]], year: int | None) -> dict[str, str]:
        spelt = [
            (spelling, self._mark(name, codes, year))
            for name, codes in bearers.items()
            for spelling in _spellings(name)
        ]
        plain = folded(pl.Series("text", [one for one, _ in spelt], dtype=pl.String))
        # A name as the tables have it goes before another one's other spelling.
        marks: dict[str, str] = {}
        for name, (_, mark) in zip(plain, spelt, strict=True):
            if name:
                marks.setdefault(name, mark)
        return marks

    def _mark(self, name: str, codes: tuple[int, ...], year: int | None) -> str:
        known = tuple(code for code in codes if self._bore(name, code, year))
        if len(known) == 1 and (year is None or self.first.get(known[0], year) <= year):
            return f"xst{known[0]}"
        if len(known) < 2 and len(codes) == 1:
            return f"xsto{codes[0]}"
        return "xst" + "o".join(map(str, known if len(known) > 1 else codes))

    def _bore(self, name: str, code: int, year: int | None) -> bool:
        lives = self.borne.get((name, code))
        if lives is None or year is None:
            return True
        return any((low or year) <= year <= (high or year) for low, high in lives)


def _spellings(name: str) -> list[str]:
    """Return a name as it stands, then with its hyphens and "Viet Nam" as others write them."""
    parts = re.split(r"(Viet[ -]?[Nn]am)", name)
    ways = [
        ("Viet-Nam", "Viet Nam", "Vietnam") if place % 2 else (part,)
        for place, part in enumerate(parts)
    ]
    return list(dict.fromkeys([name, *("".join(way) for way in product(*ways))]))


NOBODY: Final = Names({})
# A state that is not told apart, or a territory that is no state in the year.
_UNTOLD: Final = re.compile(r"xst(?:\d+(?:o\d+)+|o\d+)")


def marked(
    texts: pl.Series,
    own: pl.Series,
    names: Names,
    addressee: pl.Series | None = None,
    year: pl.Series | None = None,
) -> pl.Series:
    """Return folded texts with states marked.

    ``own``, ``addressee`` and ``year`` hold each row's codes and year, or null.
    """
    column = pl.col("text")
    for mask, mark in _MASKS:
        column = column.str.replace_all(mask, mark)
    for before, after in _NO_STATE:
        column = column.str.replace_all(before, after)
    when = year if year is not None else pl.repeat(None, len(texts), dtype=pl.Int32, eager=True)
    frame = pl.DataFrame({"text": texts, "year": when.cast(pl.Int32)}).with_row_index("row")
    frame = frame.with_columns(column)
    if names.codes or names.shared:
        frame = _named(frame, names)
    others = addressee if addressee is not None else pl.repeat(None, len(texts), eager=True)
    spoken = [
        _spoken(text, code, other)
        for text, code, other in zip(frame["text"], own, others, strict=True)
    ]
    tidy = pl.col("text")
    for before, after in _TIDY:
        tidy = tidy.str.replace_all(before, after)
    return pl.Series("text", spoken, dtype=pl.String).to_frame().select(tidy)["text"]


def _named(frame: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Return ``row, text, year`` with names marked, each year by who bore them then."""
    pattern = rf"\b({_any_of(names.marks())})(?:\b|$)"
    column = pl.col("text").str.replace_all(pattern, "~$1~")
    found = frame.with_columns(column)
    parts = []
    for (year,), rows in found.group_by("year", maintain_order=True):
        then = None if year is None else int(str(year))
        marks = {f"~{name}~": mark for name, mark in names.marks(then).items()}
        parts.append(rows.with_columns(pl.col("text").str.replace_many(marks, leftmost=True)))
    return pl.concat([found.clear(), *parts]).sort("row")


def governed(said: pl.Series, own: pl.Series, year: pl.Series, names: Names) -> pl.Series:
    """Return sentences in lower case with governments called by a capital or a leader marked.

    Rules never see these marks: "the Saigon regime" is a state to whom it matters who is meant.
    """
    if not names.seats:
        return said
    spelt = {name.lower() for name in names.seat_marks()}
    any_seat = rf"(?P<seat>{_any_of(dict.fromkeys(spelt, ''))})"
    seat = re.compile(
        rf"\b(?:{any_seat}(?=(?:'s)? (?:(?:{_BETWEEN}) )*(?:{_GOVERNS})\b)"
        rf"|(?P<of>(?:{_GOVERNS}) (?:in|of|at) ){any_seat.replace('<seat>', '<last>')}\b)"
    )
    marks = {
        then: {name.lower(): mark for name, mark in names.seat_marks(then).items()}
        for then in year.unique().to_list()
    }
    told = []
    for text, code, then in zip(said, own, year, strict=True):

        def one(found: re.Match[str], then: int | None = then) -> str:
            return (found["of"] or "") + marks[then][found["seat"] or found["last"]]

        told.append(_spoken(seat.sub(one, text or ""), code, None))
    return pl.Series(said.name, told, dtype=pl.String)


def _any_of(marks: Mapping[str, str]) -> str:
    # Longest first: "Guinea-Bissau" before "Guinea".
    return "|".join(map(re.escape, sorted(marks, key=lambda name: (-len(name), name))))


def _spoken(text: str, own: int | None, other: int | None) -> str:
    def one(found: re.Match[str]) -> str:
        codes = found.group()[3:].strip("o").split("o")
        known = [str(code) for code in (own, other) if str(code) in codes]
        return f"xst{known[0]}" if known else found.group()

    if "xst" not in text:
        return text
    told = _UNTOLD.sub(one, text)
    return told if own is None else re.sub(rf"xst{own}\b", "xself", told)


def first_target(said: pl.Series) -> pl.Series:
    """Return the code of the first other state that each sentence names, null where none."""
    return said.str.extract(r"\bxst(\d+)\b").cast(pl.Int32, strict=False)


_LIST: Final = re.compile(
    r"(?<![-\w])xst\w+(?:'s|')?"
    r"(?:(?:,|,? and|,? or| as well as)(?: the| of| by| of the| by the)? xst\w+(?:'s|')?)*"
)
_ACTORS: Final = (
    r"(?:regimes?|governments?|authorit(?:y|ies)|juntas?|cliques?|rulers?|leaders?|leadership|"
    r"arm(?:y|ies)|forces?|troops|soldiers|military|police|racists?|imperialis\w+|coloni[sz]ers?|"
    r"colonialis\w+|fascis\w+|zionis\w+|militaris\w+|dictator(?:ship)?s?|administration|"
    r"aggressors?|occupiers?|invaders?|expansionis\w+|hegemon\w+|settlers|mercenaries|entity|enemy)"
)
_GOVERNMENTS: Final = (
    r"(?:regimes?|governments?|authorit(?:y|ies)|juntas?|cliques?|rulers?|racists|leadership|"
    r"dictator(?:ship)?s?)"
)
_DEEDS: Final = (
    r"(?:occupation|aggressi\w+|invasions?|polic(?:y|ies)|practices?|crimes?|atrocit\w+|attacks?|"
    r"bomb(?:ing|ardment)s?|raids?|oppression|domination|interference|intervention|settlements?|"
    r"annexation|refusal|intransigence|obstinacy|arrogance|defiance|threats?|blockade|embargo|"
    r"repression|persecution|violations?|provocations?|terror\w*|brutalit\w+|acts?|actions?|rule|"
    r"rejection|racism|apartheid|siege|assaults?|strikes?|hostility|yoke|prisons?|jails?|jackboot|"
    r"persistence|failure|behaviour|conduct|attitude|complicity)"
)
_QUALITY: Final = (
    r"(?:racist|minority|white|illegal|fascist|colonial\w*|imperialist|expansionist|aggressive|"
    r"military|so-called|present|current|brutal|despotic|tyrannical|criminal|zionist|puppet|"
    r"apartheid|authoritarian|totalitarian|communist|central|own|new|old|armed|occupying|invading|"
    r"reactionary|terrorist|ruling|ongoing|continued|repeated|unacceptable|inhuman|repressive|"
    r"barbaric|savage|blatant|flagrant|air|security)"
)
_QUALITIES: Final = rf"(?:{_QUALITY},? (?:and )?){{0,3}}"
_THE: Final = rf"(?:the )?{_QUALITIES}"
_PEOPLE: Final = (
    r"(?:peoples?|populations?|nations?|citizens?|refugees?|civilians?|women|children|patriots?|"
    r"victims?|prisoners|majority|minority|muslims?|serbs|sovereignty|territor\w+|independence|"
    r"integrity|rights|liberation|freedom|lands?|soil|waters|borders?|villages?|towns|cit(?:y|ies)|"
    r"capital|brothers|affairs|cause|question|problem|conflict|crisis|situation|case|struggle|"
    r"resistance|delegation|representative|part|parts|workers|students|political prisoners)"
)
_HARM: Final = (
    r"(?:aggression|attacks?|plots?|wars?|threats?|hostilities|subversion|campaigns?|coups?|acts|"
    r"raids?|crimes|intervention|interference|slander|violence)"
)
_SPEAKS: Final = (
    r"(?:condemn|support|believe|welcome|propos|recogni|endors|appeal|deserve|suffer|struggl|hop|"
    r"urg|denounc|deplor|express|reiterat|consider|shar|associat|joins?\b|stand|sympathi|appreciat|"
    r"regret|note[sd]?\b|commend|thank|affirm|reaffirm|fought|resist|demand|calls? (?:up)?on)"
)
_HARMED: Final = (
    r"(?:invaded|attacked|occupied|subjected|bombed|victims?|deprived|denied|oppressed|coloni[sz]ed|"
    r"battered|engulfed|ravaged|bleeding|annexed|dominated|threatened|plundered|destroyed|martyred|suffering|torn|enslaved|invited|"
    r"an? (?:victim|colony|target))"
)
_NOT_DOING: Final = (
    r"(?:condemned|deplored|denounced|supported|proposed|adopted|submitted|presented|made|stated|"
    r"said|expressed|faced|suffered|endured|won|recogni[sz]ed|introduced|sponsored|delivered|"
    r"given|signed|ratified|welcomed|shared|achieved|initiative|speech|statement|proposal)"
)
# What stands before a state and says that it is blamed, and how surely.
_BLAMED_BEFORE: Final = (
    (3.0, rf"\b(?<!rebel )(?<!opposition ){_ACTORS} (?:of|from) {_THE}$"),
    # Troops in a state are as often another one's.
    (3.0, rf"\b{_GOVERNMENTS} (?:in|at) {_THE}$"),
    (3.0, rf"\b(?:by|at the hands of|on the part of) (?:its neighbour, )?{_THE}$"),
    (
        2.5,
        r"\b(?:condemn|denounc|accus|blam|censur|compel|oblig|pressur|isolat|impos)\w*"
        rf"(?: (?:up)?on| again| also| strongly)? {_THE}$",
    ),
    (2.5, rf"\b(?:condemnations?|denunciations?|accusations?) (?:of|against) {_THE}$"),
    (2.5, rf"\b(?:forc(?:e|es|ing|ed)|prevail(?:ed)? (?:up)?on|demand(?:s|ed)? that) {_THE}$"),
    (
        2.0,
        r"\b(?:sanctions|embargo(?:es)?|pressures?|boycott|measures)(?: \w+){0,2} "
        rf"(?:against|on|upon) {_THE}$",
    ),
    (
        2.0,
        r"\b(?:polic(?:y|ies)|practices?|crimes?|aggression|acts|actions|attitude|refusal|"
        r"intransigence|expansionism|imperialism|colonialism|racism|apartheid|atrocities|"
        r"brutality|obstinacy|defiance|arrogance|yoke|terrorism|complicity|hands|responsibility)"
        rf"(?: of \w+)?(?: and \w+)? (?:of|by|from|pursued by|practi[sc]ed by) {_THE}$",
    ),
    (2.0, rf"\b(?:apartheid|racial segregation|minority rule)(?:,? \w+)? in {_THE}$"),
    (1.2, rf"\b(?:calls?|called|calling|urg\w+) (?:(?:up)?on )?{_THE}$"),
)
_SUBJECT: Final = (
    r"(?:^|[,;:.(\"] ?|\b(?:that|which|when|while|where|because|and|but|as|if|since|for|what|whom|"
    rf"until|unless|why|how|whether|although|though|could|should|must|today|yet|so) ){_THE}$"
)
_BLAMED_AFTER: Final = (
    (3.0, rf"^,? {_QUALITIES}{_ACTORS}\b"),
    (2.8, rf"^,? (?:and [a-z]+ )?{_QUALITIES}{_DEEDS}\b"),
)
_DOES: Final = (
    r"^(?: republic)?(?:, [^,]{1,60},| and (?:its|her|their) [\w ]{1,30}?)? "
    r"(?:has|have|had|is|are|was|were|must|should|can|could|would|will|may|cannot|still|also|not|"
    r"itself|alone|continues?|\w{3,}(?:ed|es|[bdgklmnprtvwy]s)|sent|began|"
    r"\w{4,}ly|commit|perpetrate|persist|refuse)\b"
)
_HARMED_BEFORE: Final = (
    rf"\b{_PEOPLE}(?: and \w+)? (?:of|in|from) {_THE}(?:\w+ )?$",
    r"\b(?:invasion|occupation|coloni[sz]ation|annexation|bombing|bombardment|destruction|"
    r"dismemberment|partition|siege|blockade|representatives?|liberation|support|embargo) "
    rf"(?:of|against) {_THE}$",
    rf"\b{_HARM} (?:\w+ ){{0,2}}(?:against|on|upon|in|into|to) {_THE}(?:{_ACTORS} of (?:the )?)?$",
    rf"\b(?:against|invad\w+|attack(?:ed|ing)|occupy\w*|occupied|annex(?:ed|ing)|bomb(?:ed|ing)|"
    rf"liberat\w+|threaten\w*|overthrow\w*) {_THE}(?:{_ACTORS} of (?:the )?)?$",
    rf"\b(?:legitimate|legal|lawful) {_ACTORS} of (?:the )?$",
    rf"\b{_NOT_DOING} by (?:\w+ )?(?:the )?$",
    r"\b(?:in|inside|within|into|throughout|over|across|to|between|with|near|like) "
    r"(?:\w+ ){0,2}$",
)
_HARMED_AFTER: Final = (
    rf"^(?:'s)? (?:[\w-]+ ){{0,2}}{_PEOPLE}\b",
    rf"^,? (?:has|have|had|is|are|was|were|which is|which was)(?: \w+){{0,2}} {_HARMED}",
)


@dataclass(frozen=True, slots=True)
class _Cues:
    before: tuple[tuple[float, re.Pattern[str]], ...]
    after: tuple[tuple[float, re.Pattern[str]], ...]
    harmed_before: re.Pattern[str]
    harmed_after: re.Pattern[str]
    subject: re.Pattern[str]
    does: re.Pattern[str]
    speaks: re.Pattern[str]


_CUES: Final = _Cues(
    tuple((weight, re.compile(one)) for weight, one in _BLAMED_BEFORE),
    tuple((weight, re.compile(one)) for weight, one in _BLAMED_AFTER),
    re.compile("|".join(_HARMED_BEFORE)),
    re.compile("|".join(_HARMED_AFTER)),
    re.compile(_SUBJECT),
    re.compile(_DOES),
    re.compile(rf"^(?:, [^,]{{1,60}},)? (?:\w+ly |also |and its allies )?{_SPEAKS}"),
)
_NEAR: Final = 120  # characters either side that are read
_UNNAMED: Final = re.compile(
    rf"\b(?:the|its|that|this) {_QUALITIES}(?:regime|government|junta|authorities|dictatorship)\b"
    r"(?! (?:of|in) )|\b(?:apartheid|white minority)\b"
)
# Beside a place, its government by no name of its own, or the system that is its government's.
_PLACE: Final = re.compile(r"\b(?:in|throughout|inside) (?:\w+ )?$")


def blamed(said: pl.Series) -> pl.Series:
    """Return the code of the state that each sentence blames, null where that is not plain.

    A state that stands as the object of a harm, as a people or as a place is not blamed for it;
    one that does the deed, owns it or is condemned is. Names that are not told apart give null.
    """
    return pl.Series("blamed", [_blamed(one or "") for one in said], dtype=pl.Int32)


def _blamed(sentence: str) -> int | None:
    best, chosen = 0.0, None
    for found in _LIST.finditer(sentence):
        weight = _blame(sentence, found)
        if weight > best:
            best, chosen = weight, found.group()
    # Of a list, the first that is a state in the year.
    told = None if chosen is None else re.search(r"\bxst(?!o)(\w+)", chosen)
    return int(told.group(1)) if told and told.group(1).isdigit() else None


def _blame(sentence: str, found: re.Match[str]) -> float:
    """Return how surely the states of a list are blamed, 0 where nothing says so."""
    before = sentence[max(0, found.start() - _NEAR) : found.start()]
    after = sentence[found.end() : found.end() + _NEAR]
    owns = found.group().endswith("'s")
    # Of two names in a row ("Portuguese Guinea") one is a part of the other.
    if after.startswith(" xst") or re.search(r"\bxst\w+ $", before):
        return 0.0
    if _CUES.harmed_after.search(after):
        return 0.0
    does = [weight for weight, cue in _CUES.after if cue.search(after)]
    if does:
        return max(does)
    weights = [weight for weight, cue in _CUES.before if cue.search(before)]
    if _CUES.harmed_before.search(before):
        if not _PLACE.search(before):
            return 0.0
        # A place is blamed where the sentence names its government by no other name.
        near = sentence[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        return max([*weights, 1.0 if _UNNAMED.search(near) else 0.0])
    if _CUES.subject.search(before) and _CUES.does.search(after):
        weights.append(0.0 if _CUES.speaks.search(after) else 2.0)
    if owns:
        weights.append(1.5)
    return max(weights, default=0.0)

"""What all sources of statements share: their columns, the text as kept, who speaks for a group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Tidied
from rightful.core.statement import STATEMENT_VARIABLES, STATEMENTS
from rightful.core.variable import Variable
from rightful.record.checks import KEY_VARIABLES, Sifted
from rightful.record.sources._flag import flag
from rightful.record.sources._keyed import keyed

FOR_GROUP: Final = flag(
    "for_group",
    "The passage says that the speaker speaks for a group of states",
    "Found by our own rule in the passage itself; a speech that says so elsewhere is not marked.",
)
STATEMENT_KEY: Final = ("statement",)
ENGLISH: Final = "en"

# Control characters would move a terminal's cursor; lines and tabs stay.
_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}]"
_ESCAPED: Final = re.compile(r"%u([0-9a-fA-F]{4})")
_BODIES: Final = (
    r"european (?:union|communit(?:y|ies))|eu|group of (?:77|[a-z]+)|g[- ]?77|\w+ group|"
    r"african union|(?:arab|islamic) (?:league|states|countries|conference)|league of arab states|"
    r"non-aligned (?:movement|countries)|nam|movement|asean|"
    r"association of south-?east asian nations|"
    r"caricom|caribbean community|oic|organi[sz]ation of (?:the )?islamic \w+|nordic countries|"
    r"(?:small )?island (?:developing )?(?:states|countries)|pacific islands forum|grulac|mercosur|"
    r"southern african development community|sadc|ecowas|central american \w+|benelux|"
    r"commonwealth of independent states|cplp|community of portuguese-speaking countries|"
    r"council of europe|alliance of small island states|least developed countries|"
    r"(?:member states|countries|members) (?:of|for which i speak)|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve) (?:countries|(?:member )?states)"
)
_BEHALF: Final = re.compile(
    r"\b(?:on|in) behalf of (?:the |all |our |its )*(?:\w+ ){0,3}?"
    rf"(?:{_BODIES})\b(?!,? (?:mr|mrs|ms|dr|sir|his|her)\b)",
    re.IGNORECASE,
)
# The speaker opens a sentence with it, or says "I" or "we" before it and names no one else.
_BY_SPEAKER: Final = re.compile(
    r"(?:(?:\A|[.!?:]\s+|\d\.\s+)(?:speaking |[^.,;]{1,50}, (?:speaking )?)?|"
    r"\b(?:i|we)\b(?:(?!\bby\b)[^.;]){0,100})\Z",
    re.IGNORECASE,
)
# Letters read before the words.
_BEFORE: Final = 160


def statement_variables(*own: Variable) -> tuple[Variable, ...]:
    """Return the columns of a source of statements, its own last."""
    return (*KEY_VARIABLES, *STATEMENT_VARIABLES, FOR_GROUP, *own)


def plain(column: str) -> pl.Expr:
    """Return a text without control and direction marks; nothing else of it is changed."""
    return pl.col(column).str.replace_all(_CONTROL, " ").str.strip_chars()


def unescaped(column: str) -> pl.Expr:
    """Return a text with its ``%u2022`` read as the character that they stand for."""
    return pl.col(column).map_elements(
        lambda text: _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text),
        return_dtype=pl.String,
    )


def speaks_for_group(text: str | None) -> bool:
    """Say whether a passage says that its speaker speaks for a group of states.

    It does where a sentence opens with "on behalf of" a known body or a number of countries, or
    where "I" or "we" come before it; not where another did ("the statement made by Italy on behalf
    of the European Union"), nor for the speaker's own people or the world at large.
    """
    said = text or ""
    return any(_BY_SPEAKER.search(_before(said, found)) for found in _BEHALF.finditer(said))


def _before(text: str, found: re.Match[str]) -> str:
    """Return what comes before; cut off, it does not look like the start of the passage."""
    start = found.start() - _BEFORE
    return text[: found.start()] if start <= 0 else f",{text[start : found.start()]}"


def statements_table(
    sifted: Sifted, variables: Sequence[Variable], source: str, edition: Edition
) -> Tidied:
    """Return a sifted frame as a table of statements, one row each, sorted by ``statement``.

    Columns of ``STATEMENTS`` that the frame lacks are null, ``language`` is English unless the
    frame says otherwise, and ``for_group`` is read from the text.
    """
    frame = sifted.frame
    if "language" not in frame.columns:
        frame = frame.with_columns(pl.lit(ENGLISH).alias("language"))
    absent = [name for name in STATEMENTS if name not in frame.columns]
    frame = frame.with_columns(pl.lit(None).alias(name) for name in absent)
    # Most passages hold no "behalf": only the others are read.
    likely = frame["text"].str.contains(r"(?i)\bbehalf of\b").fill_null(value=False)
    marks = [
        int(said and speaks_for_group(text))
        for said, text in zip(likely, frame["text"], strict=True)
    ]
    frame = frame.with_columns(
        plain("text"),
        pl.Series(FOR_GROUP.name, marks, dtype=pl.Int32),
    ).with_columns(pl.col(name).cast(kind) for name, kind in STATEMENTS.items())
    ready = Sifted(frame, sifted.dropped, sifted.recoded)
    return keyed(ready, STATEMENT_KEY, tuple(variables), source, edition)

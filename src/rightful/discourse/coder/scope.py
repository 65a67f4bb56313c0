"""Whose act it is: the speaker's part in the exchange, and what of a sentence is its own.

Roles: ``reviewed`` (a state answers for itself: the delegation, it, the Government), ``reviewer``
(a state speaks to the one under review) and ``speaker`` (direct voice: we, my Government).
"""

from __future__ import annotations

from typing import Final

import polars as pl

ROLES: Final[tuple[str, ...]] = ("reviewed", "reviewer", "speaker")
_REVIEWED: Final = ("upr_pledge", "upr_document", "treaty_body")
_REVIEWER: Final = ("upr_recommendation", "country_report")

# What a reviewing state does with the state under review; three such openings are no accident.
_REVIEWS: Final = (
    r"(?i)^(?:the )?(?:xself|xst\w+|xperson)(?: [\w'-]+){0,3}? (?:commended|thanked|welcomed|"
    r"recommended|congratulated|asked|enquired|inquired|noted with|appreciated|urged|encouraged|"
    r"expressed (?:its )?(?:concern|appreciation)|wished to know|praised|applauded|raised|"
    r"was concerned|remained concerned|took note|acknowledged the|highlighted the efforts)\b"
)
_RECOMMENDS: Final = (
    r"(?i)\b(?:made (?:\w+ )?recommendations?|recommended (?:that|the Government|to|xst\w+|xself)|"
    r"wished (?:xst\w+|xself|the country|the people) (?:every )?success|"
    r"asked (?:whether|what|how|about)|"
    r"(?:thanked|welcomed|congratulated) (?:the )?(?:delegation of )?(?:xst\w+|xself))\b"
)
# What no state under review says of itself: it alone makes the speaker a reviewing state.
_TO_ANOTHER: Final = (
    r"(?i)^(?:the )?xself(?: \w+ly)? (?:recommended|suggested|asked (?:about|how|what|whether|why)|"
    r"enquired|inquired|wished to know|commended|applauded|deplored|made (?:\w+ )?recommendations?|"
    r"expressed (?:its |\w+ )?concern (?:at|about|over))\b"
    r"|^(?:the )?xself (?:[\w-]+ ){0,3}?(?:welcomed|noted|appreciated|congratulated|thanked|asked|"
    r"praised|concerned|alarmed|urged|encouraged|called (?:up)?on)(?: [\w-]+){0,8}? "
    r"(?:xst\w+|the (?:government|authorities|delegation) of xst\w+)\b"
    r"|^xself (?:welcomed|applauded|appreciated|noted with (?:satisfaction|appreciation)) the "
    r"(?:new |recent )?(?:laws?|adoption|ratification|progress)\b"
)
# A summary of what a delegation said, whatever the forum is called.
_SUMMARY: Final = (
    r"(?i)^the (?:xself )?(?:head of (?:the )?delegation|delegation|state party) (?:\w+ ){0,2}?"
    r"(?:\w+ed|said|had|was|held|gave|took|spoke|undertook)\b"
)

_PEOPLE: Final = (
    r"(?:some|many|others|certain|critics|opponents|enemies|those who [a-z ]{1,30}|people|"
    r"(?:the )?(?:press|media|newspapers)|(?:some |several |many )?(?:ngos|organi[sz]ations|states|"
    r"countries|delegations|governments|reports)|detractors|"
    r"(?:the (?:[a-z]+ ){0,3}of )?xst\w+(?: [a-z]+){0,2})"
)
_SAY: Final = (
    r"(?:sa(?:y|ys|id)|claim(?:s|ed)?|alleg(?:e|es|ed)|assert(?:s|ed)?|pretend(?:s|ed)?|"
    r"maintain(?:s|ed)?|argu(?:e|es|ed)|stat(?:es|ed)|declar(?:e|es|ed)|insist(?:s|ed)?|"
    r"contend(?:s|ed)?|suggest(?:s|ed)?)"
)
# "X says that ..." up to the next full halt is X's; so is "according to X, ...".
_SAID_BY_OTHERS: Final = (
    rf"\b{_PEOPLE} (?:[a-z]+ ){{0,2}}?{_SAY} (?:that|there|how)\b[ -:<-~]*",
    rf"\baccording to {_PEOPLE},[^;]*",
)
# What a reviewing state only asks asserts nothing.
_ASKED: Final = (
    r"\b(?:asked|inquired|enquired|wondered|asks|wish(?:ed|es) to (?:know|learn)|"
    r"request(?:ed|s) (?:further |more |additional |some )?(?:information|details|clarifications?)|"
    r"sought (?:further |more |additional )?(?:information|details|clarifications?)|"
    r"would (?:like|welcome|appreciate)(?: to (?:know|hear|learn|receive))?|requested xst\w+|"
    r"requested the delegation|was interested)"
    r"(?: (?:xst\w+|xself|the (?:delegation|government|country)|it|for|if it))?"
    r"(?: (?:about|whether|how|what|which|if|for|when|why|regarding|on|in|as|to (?:elaborate|"
    r"provide|comment|explain|share|know|describe|clarify|indicate|inform|give|hear|receive|learn|"
    r"expand|specify|outline)|details?|information|clarifications?))"
    r"(?:[ -:<-~]*?\b(?:and|it) (?P<kept>recommended|urged|encouraged|commended|welcomed|"
    r"congratulated|expressed|noted with|called|made)\b|[ -:<-~]*)"
)
# Courtesy is not an act.
_COURTESY: Final = (
    r"\b(?:welcom|thank|congratulat|commend|appreciat|prais|noted with (?:appreciation|"
    r"satisfaction)|expressed (?:its )?(?:appreciation|gratitude))[a-z]*"
    r"(?: (?:for|to|on|of|with|the|its|his|her|their|that|and|in|a|"
    r"very|high-level|comprehensive|detailed|frank|open|excellent|clear|national|full|"
    r"quality|xst\w+|xself|opening|distinguished|head|large|important|participatory)(?:'s?)?){0,9} "
    r"(?:delegations?|reports?|presentations?|participation|statements?|introduction|repl(?:y|ies)|"
    r"answers?|responses?|information (?:provided|given|presented)|dialogue|preparation|review|"
    r"interventions?|troika|secretariat|comments|questions|president)\b"
)


def roles(frame: pl.DataFrame, marked: pl.Series) -> pl.DataFrame:
    """Return ``role`` and ``speaker_doubt`` per row of a frame of statements.

    Where a paragraph filed under the state under review reads as a reviewing state's, the role is
    ``reviewer`` and ``speaker_doubt`` is true.
    """
    forum = pl.col("forum")
    to_another = pl.col("addressee").is_not_null() & (
        pl.col("addressee") != pl.col("ccode").fill_null(-1)
    )
    marks = pl.col("marked")
    reads = (marks.str.contains(_REVIEWS) & marks.str.contains(_RECOMMENDS)) | marks.str.contains(
        _TO_ANOTHER
    )
    in_review = forum == "upr_dialogue"
    filed = (
        pl.when(forum.is_in(_REVIEWED) | (in_review & ~to_another))
        .then(pl.lit("reviewed"))
        .when(forum.is_in(_REVIEWER) | (in_review & to_another))
        .then(pl.lit("reviewer"))
        .when((pl.col("voice") == "reported") | marks.str.contains(_SUMMARY))
        .then(pl.lit("reviewed"))
        .otherwise(pl.lit("speaker"))
    )
    doubt = in_review & ~to_another & reads
    return frame.with_columns(marked=marked).select(
        role=pl.when(doubt).then(pl.lit("reviewer")).otherwise(filed),
        speaker_doubt=doubt.fill_null(False),
    )


def own_words(said: pl.DataFrame) -> pl.DataFrame:
    """Add ``own``: the sentence without what others say, what is only asked, and courtesy.

    Needs ``said`` and ``role``; the whole sentence stays in ``said``.
    """
    own = pl.col("said")
    for pattern in _SAID_BY_OTHERS:
        own = own.str.replace_all(pattern, " ~ ")
    asked = pl.col("own").str.replace_all(_ASKED, " ~ ${kept}")
    polite = pl.col("own").str.replace_all(_COURTESY, " ~ ")
    return (
        said.with_columns(own=own)
        .with_columns(
            own=pl.when(pl.col("role") == "reviewer").then(asked).otherwise(pl.col("own"))
        )
        .with_columns(own=polite)
    )

"""What theory says of words, put to the record: entrapment, contestation, labels, echoes.

`rightful discourse test`. Each question is answered with an estimate, an interval, a plain
sentence, or with "cannot tell" and why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import polars as pl

from rightful.core.errors import UsageError
from rightful.core.statement import STATEMENTS
from rightful.discourse.diffusion import contestation as contested
from rightful.discourse.diffusion import entrapment as entrapped
from rightful.discourse.diffusion import terms
from rightful.discourse.diffusion.echoes import echoes
from rightful.discourse.diffusion.intervals import Finding
from rightful.discourse.diffusion.labels import at_label
from rightful.discourse.diffusion.phrases import plain_column
from rightful.discourse.diffusion.shamers import dyads
from rightful.discourse.diffusion.texts_lead import texts_lead
from rightful.measures.strands._coded_talk import own_answers
from rightful.record.regions import with_region
from rightful.record.reviews import reviews
from rightful.record.statements import rights_of_tags, statements
from rightful.record.store import Store
from rightful.study.coded import code_all
from rightful.study.diffusions import name_of, texts
from rightful.study.shamings import SPOKEN, frames, ties_findings
from rightful.study.strands import table_of

RATINGS: Final = ("freedom_house", "2025")
AID: Final = {
    "aid received (log)": ("aid_received", "total", "aid_total"),
    "aid of the USA (log)": ("us_aid", "2018", "current_amount"),
}
# Status by the mean of both ratings; so since the ratings of 2003, before that a step higher.
CUTS: Final = {"partly free": 2.75, "not free": 5.25}
FIRST_RATING: Final = 2003
UNSEEN: Final = ("upr_recommendation", "upr_dialogue")
MOST_SHOWN: Final = 10
Section = dict[str, Any]


def discourse_tests(store: Store | None = None, seed: int = 1) -> dict[str, Any]:
    """Return every question with its answer, section by section; None for what is missing.

    Returns
    -------
    dict
        ``sections``: name -> ``findings`` and, where there are any, ``rows``; ``missing``: what was
        not at hand, with the next step.
    """
    shelf = store or Store()
    coded = frames(shelf)
    sections: dict[str, Section] = {}
    missing: list[str] = []
    parts: tuple[tuple[str, Callable[[], Section]], ...] = (
        ("entrapment", lambda: _entrapment(coded, shelf, seed)),
        ("contestation", lambda: _contestation(shelf, seed)),
        ("labels", lambda: _labels(coded, shelf)),
        ("echoes", lambda: _echoes(shelf, seed)),
        ("shaming", lambda: _shaming(coded, shelf)),
    )
    for name, make in parts:
        try:
            sections[name] = make()
        except UsageError as error:
            missing.append(f"{name}: {error.what}; next: {error.next_step}")
    return {"sections": sections, "missing": missing}


def discourse_tests_text(told: dict[str, Any]) -> str:
    """Return the answers in plain words, one section after the other."""
    lines: list[str] = []
    for name, section in told["sections"].items():
        lines += [name.upper()]
        for one in section["findings"]:
            lines += [f"  {one['said']}", f"    {_numbers(one)}"]
        lines += [f"  {row}" for row in section.get("lines", [])]
        lines += [f"  note: {row}" for row in section.get("missing", [])] + [""]
    return "\n".join([*lines, *(f"note: {one}" for one in told["missing"])])


def _numbers(one: dict[str, Any]) -> str:
    told = "no estimate" if one["estimate"] is None else f"{one['estimate']:.3g}"
    if one["low"] is not None and one["high"] is not None:
        told += f" ({one['low']:.3g} to {one['high']:.3g})"
    why = f"; {one['why']}" if one["why"] else ""
    return f"{told} {one['unit']}; n {one['n']}, {one['clusters']} states{why}"


def _entrapment(coded: dict[str, pl.DataFrame], store: Store, seed: int) -> Section:
    said = coded["probabilities"]
    met = dyads(coded["acts"]).group_by("target", "year").agg(criticisms=pl.col("expected").sum())
    own = said.filter(~pl.col("forum").is_in(UNSEEN))
    answers = pl.concat([own, own_answers(said)], how="diagonal")
    rows = entrapped.answering(answers, met.rename({"target": "ccode"}))
    findings = [*entrapped.entrapment(rows, seed)]
    findings.append(entrapped.denial_then_concession(rights_of_reviews(coded, store), seed))
    return {"findings": [one.as_dict() for one in findings]}


def rights_of_reviews(coded: dict[str, pl.DataFrame], store: Store) -> pl.DataFrame:
    """Return rights that a state was criticized on in both of its reviews (theory item 88).

    Columns as ``entrapment.denial_then_concession`` takes them; empty without recommendations.
    """
    asked = _recommended(store)
    shares = asked.group_by("ccode", "right", "cycle").agg(accepted=pl.col("accepted").mean())
    first = shares.filter(pl.col("cycle") == 1).select("ccode", "right", accepted_before="accepted")
    second = shares.filter(pl.col("cycle") == 2).select("ccode", "right", "accepted")
    own = own_answers(coded["probabilities"]).select("statement", "ccode", "year")
    spoken = own.join(_cycles(), on="ccode").filter(
        pl.col("cycle") == 1, (pl.col("year") - pl.col("reviewed")).is_between(0, 1)
    )
    acts = (
        coded["acts"]
        .join(spoken.select("statement"), on="statement", how="semi")
        .select("ccode", "act", "probability", right="rights")
        .explode("right")
        .drop_nulls()
    )
    none = 1 - pl.col("probability")
    denies = pl.col("act").is_in(entrapped.DENIES)
    other = ~denies & (pl.col("act") != "none")
    answered = acts.group_by("ccode", "right").agg(
        denied=1 - none.filter(denies).product(), answered=1 - none.filter(other).product()
    )
    both = first.join(second, on=["ccode", "right"])
    silent = both.join(answered, on=["ccode", "right"], how="left")
    # A review whose report is not at hand is no silence.
    at_hand = silent.join(spoken.select("ccode").unique(), on="ccode", how="semi")
    return at_hand.with_columns(pl.col("denied", "answered").fill_null(0.0)).sort("ccode", "right")


def _recommended(store: Store) -> pl.DataFrame:
    said = statements(store).filter(
        pl.col("forum") == "upr_recommendation", pl.col("response").is_in(["accepted", "noted"])
    )
    tags = said["tags"].unique().to_list()
    rights = pl.DataFrame(
        {"tags": tags, "right": [list(rights_of_tags(one)) for one in tags]},
        schema={"tags": pl.String, "right": pl.List(pl.String)},
    )
    return (
        said.join(rights, on="tags")
        .explode("right")
        .drop_nulls(["right", "addressee"])
        .select(
            "right",
            "year",
            ccode="addressee",
            accepted=(pl.col("response") == "accepted").cast(pl.Float64),
        )
        .join(_cycles(), on="ccode")
        .filter(pl.col("year") == pl.col("reviewed"))
    )


def _cycles() -> pl.DataFrame:
    """Return ``ccode, cycle, reviewed`` (year) of every review."""
    year = pl.col("month").str.slice(0, 4).cast(pl.Int32)
    return reviews().select("ccode", "cycle", reviewed=year)


def _contestation(store: Store, seed: int) -> Section:
    said = statements(store).drop_nulls(["text", "ccode"])
    said = said.filter(pl.col("forum") != "upr_recommendation")
    cut = contested.sentences_of(said)
    # The coder reads a sentence by itself: what stands around it is not known to it.
    named = contested.naming(cut).with_columns(
        statement=pl.format("{}#{}#{}", "statement", "body", pl.int_range(pl.len()))
    )
    acts = code_all(named.select(list(STATEMENTS)))["probabilities"]
    sentences = named.select("statement", "body").join(acts, on="statement")
    trust = contested.legitimacy(sentences, seed)
    by_year = contested.contestation(sentences)
    made = (
        statements(store)
        .filter(pl.col("forum") == "upr_recommendation")
        .group_by(pl.col("addressee").alias("ccode"), "year")
        .agg(made=pl.len(), accepted=(pl.col("response") == "accepted").sum())
    )
    # Where nothing at all is accepted in the first cycle, no answer was recorded.
    answered = (pl.col("cycle") > 1) | (pl.col("accepted") > 0)
    held = made.join(_cycles(), on="ccode").filter(pl.col("year") == pl.col("reviewed"), answered)
    finding = contested.influence(by_year, held, seed)
    return {
        "findings": [finding.as_dict()],
        "rows": by_year.to_dicts(),
        "bodies": trust,
        "lines": [_body_line(row) for row in trust],
        "missing": [
            "in the first cycle Noted also stands for silence: reviews without any acceptance "
            "in it are left out, and shares of others are low"
        ],
    }


def _body_line(row: dict[str, Any]) -> str:
    if row["balance"] is None:
        return f"{row['name']}: {row['sentences']} sentences, too few to tell"
    return (
        f"{row['name']}: support less contest {row['balance']:+.2f} of {row['sentences']} "
        f"sentences ({row['low']:+.2f} to {row['high']:+.2f}), {row['states']} states"
    )


def _labels(coded: dict[str, pl.DataFrame], store: Store) -> Section:
    ratings = table_of(store, *RATINGS)
    if ratings is None:
        raise UsageError(
            "the ratings of Freedom House are not in the store",
            next_step="rightful pull freedom_house --from DIR",
        )
    label = ratings.filter(pl.col("year") >= FIRST_RATING).select(
        "ccode", "year", running=(pl.col("pr") + pl.col("cl")) / 2
    )
    outcomes, missing = _outcomes(coded, store, label)
    found: list[Finding] = []
    for name, outcome in outcomes.items():
        after = outcome.with_columns(year=pl.col("year") - 1).rename({"value": "after"})
        before = outcome.with_columns(year=pl.col("year") + 1).rename({"value": "before"})
        rows = label.join(after, on=["ccode", "year"]).join(
            before, on=["ccode", "year"], how="left"
        ).sort("ccode", "year")  # fmt: skip
        running, later, earlier = (
            rows[one].cast(pl.Float64).fill_null(np.nan).to_numpy()
            for one in ("running", "after", "before")
        )
        state = rows["ccode"].to_numpy().astype(np.int64)
        for label_name, cut in CUTS.items():
            rest = tuple(one for one in CUTS.values() if one != cut)
            found.append(
                at_label(name, f"the label {label_name}", running, later, earlier, state, cut, rest)
            )
    return {"findings": [one.as_dict() for one in found], "missing": missing}


def _outcomes(
    coded: dict[str, pl.DataFrame], store: Store, label: pl.DataFrame
) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """Return ``ccode, year, value`` per outcome; a state that nobody shames has 0."""
    key = ["ccode", "year"]
    pairs = dyads(coded["acts"]).group_by(pl.col("target").alias("ccode"), "year")
    blamed = pairs.agg(value=pl.col("chance").sum())
    years = blamed["year"].unique().to_list()
    grid = (
        label.select("ccode")
        .unique()
        .join(pl.DataFrame({"year": years}, schema={"year": pl.Int32}), how="cross")
    )
    shamed = grid.join(blamed, on=key, how="left").with_columns(pl.col("value").fill_null(0.0))
    told = {"shaming received (log)": shamed.with_columns(pl.col("value").log1p())}
    noted = _recommendations_noted(store)
    if noted.height:
        told["recommendations received (log)"] = noted
    missing = []
    for name, (of, edition, column) in AID.items():
        table = table_of(store, of, edition)
        if table is None:
            missing.append(f"{name}: {of} is not in the store: rightful pull {of} --from DIR")
            continue
        total = table.group_by(key).agg(value=pl.col(column).sum())
        # Net aid can be negative: no logarithm there, and no row.
        told[name] = total.filter(pl.col("value") > 0).with_columns(pl.col("value").log())
    return told, missing


def _recommendations_noted(store: Store) -> pl.DataFrame:
    said = statements(store).filter(pl.col("forum") == "upr_recommendation")
    made = said.drop_nulls("addressee").group_by(pl.col("addressee").alias("ccode"), "year").len()
    return made.select("ccode", "year", value=pl.col("len").log1p())


def _echoes(store: Store, seed: int) -> Section:
    said, _ = texts(store)
    ready = terms.prepared(with_region(said))
    articles = table_of(store, "treaty_texts", "21-instruments")
    laws = None if articles is None else articles.select(
        name="instrument", year="adopted", plain=plain_column(pl.col("text"))
    )  # fmt: skip
    found = echoes(ready, None if laws is None else laws["plain"], seed=seed)
    findings = [*found.findings, *([] if laws is None else texts_lead(ready, laws, seed=seed))]
    pairs = found.pairs.filter(pl.col("p") <= 0.05)
    return {
        "findings": [one.as_dict() for one in findings],
        "origins": found.origins.to_dicts(),
        "pairs": found.pairs.to_dicts(),
        "lines": [
            f"{name_of(row['follower'])} echoes {name_of(row['origin'])}: {row['echoes']} times, "
            f"chance gives {row['expected']:.1f} (p {row['p']:.3f} over all pairs)"
            for row in pairs.head(MOST_SHOWN).to_dicts()
        ],
        "missing": [] if articles is not None else ["treaty_texts: quotations are not left out"],
    }


def _shaming(coded: dict[str, pl.DataFrame], store: Store) -> Section:
    findings, missing = ties_findings(dyads(coded["acts"].filter(SPOKEN)), store)
    return {"findings": [one.as_dict() for one in findings], "missing": missing}

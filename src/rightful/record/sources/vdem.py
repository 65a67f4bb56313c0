"""Varieties of Democracy: the extracts in hand, each an edition of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rightful.core.provenance import Edition
from rightful.core.source import Source, StateKey, Tidied
from rightful.core.variable import Variable
from rightful.record.checks import CODE, KEY_VARIABLES, YEAR, Recode, Sifted, numbers, tidied
from rightful.record.read import read_csv, read_rda, read_rds, read_xlsx

MODEL = "Measurement-model scale, roughly -4 to 4."
TURNED = "One minus the published index, so that higher is better."


def _index(name: str, label: str, note: str = "") -> Variable:
    return Variable(name, label, "number", low=0, high=1, note=note)


def _model(name: str, label: str, note: str = MODEL) -> Variable:
    return Variable(name, label, "number", low=-10, high=10, note=note)


def _ordinal(name: str, label: str, values: dict[int, str]) -> Variable:
    return Variable(name, label, "flag" if len(values) == 2 else "ordinal", values=values)


def _with_doubt(name: str, label: str) -> tuple[Variable, ...]:
    return (
        _index(name, label),
        Variable(f"{name}_codelow", f"{label}, lower bound", "number", low=0, high=1),
        Variable(f"{name}_codehigh", f"{label}, upper bound", "number", low=0, high=1),
        Variable(f"{name}_sd", f"{label}, standard deviation", "number", low=0, high=1),
    )


REGIMES = {
    0: "Closed autocracy",
    1: "Electoral autocracy",
    2: "Electoral democracy",
    3: "Liberal democracy",
}
NO_YES = {0: "No", 1: "Yes"}
DEMOCRATIZATION = {
    0: "No episode",
    1: "Became a democracy",
    2: "Transition begun, not completed",
    3: "Settled as an electoral autocracy",
    4: "Liberalization turned back",
    5: "A democracy deepened",
    6: "Not over at the end of the data",
}
AUTOCRATIZATION = {
    0: "No episode",
    1: "Democracy broke down",
    2: "Breakdown begun, then averted",
    3: "A democracy was diminished, not broken",
    4: "Regression of an autocracy averted",
    5: "An autocracy regressed",
    6: "Not over at the end of the data",
}

DEMOCRACY = (
    *_with_doubt("v2x_polyarchy", "Electoral democracy"),
    *_with_doubt("v2x_libdem", "Liberal democracy"),
    *_with_doubt("v2x_partipdem", "Participatory democracy"),
    *_with_doubt("v2x_delibdem", "Deliberative democracy"),
    *_with_doubt("v2x_egaldem", "Egalitarian democracy"),
)
INDICES = (
    _index("v2x_liberal", "Liberal component"),
    _index("v2x_jucon", "Judicial constraints on the executive"),
    _index("v2xlg_legcon", "Legislative constraints on the executive"),
    _index("v2x_execorr_rev", "Absence of corruption in the executive", TURNED),
    _index("v2x_pubcorr_rev", "Absence of corruption in the public sector", TURNED),
    _index("v2x_corr_rev", "Absence of political corruption", TURNED),
    _index("v2x_rule", "Rule of law"),
    _index("v2x_civlib", "Civil liberties"),
    _index("v2x_clphy", "Physical violence index: freedom from killing and torture"),
    _index("v2x_clpol", "Political civil liberties"),
    _index("v2x_clpriv", "Private civil liberties"),
    _index("v2xcl_rol", "Equality before the law and personal liberty"),
    _index("v2xcl_acjst", "Access to justice"),
    _index("v2x_freexp", "Freedom of expression"),
    _index("v2x_freexp_altinf", "Freedom of expression and other sources of information"),
    _index("v2x_frassoc_thick", "Freedom of association, thick"),
    _index("v2x_cspart", "Civil society participation"),
    _index("v2xcs_ccsi", "Core civil society"),
    _index("v2xeg_eqprotec", "Equal protection"),
    _index("v2xeg_eqaccess", "Equal access to power"),
    _index("v2xeg_eqdr", "Equal distribution of resources"),
    _index("v2x_gender", "Women's political empowerment"),
    _index("v2x_gencl", "Women's civil liberties"),
    _index("v2xpe_exlgender_rev", "Absence of exclusion by gender", TURNED),
    _index("v2x_veracc_osp", "Vertical accountability, original scale"),
    _index("v2x_horacc_osp", "Horizontal accountability, original scale"),
    _model("v2x_accountability", "Accountability"),
    _model("v2x_veracc", "Vertical accountability"),
    _model("v2x_horacc", "Horizontal accountability"),
    _model("v2x_diagacc", "Diagonal accountability"),
)
INDICATORS = (
    _model("v2clkill", "Freedom from political killings"),
    _model("v2cltort", "Freedom from torture"),
    _model("v2clacfree", "Freedom of academic and cultural expression"),
    _model("v2juhcind", "Independence of the high court"),
    _model("v2juncind", "Independence of lower courts"),
    _model("v2juhccomp", "Compliance with the high court"),
    _model("v2jucomp", "Compliance with the judiciary"),
    _model("v2jupoatck", "Freedom of the judiciary from attacks by the government"),
    _model("v2cseeorgs", "Freedom of civil society to enter and exit"),
    _model("v2csreprss", "Freedom of civil society from repression"),
    _model("v2cscnsult", "Consultation of civil society"),
    _model("v2csprtcpt", "Participatory environment of civil society"),
    _model("v2csantimv", "Anti-system movements", "Higher is more movement: no direction."),
    _model("v2mecenefm", "Freedom of the media from censorship"),
    _model("v2psparban", "Freedom of parties from bans"),
    _model("v2psoppaut", "Autonomy of opposition parties"),
    _model("v2exrescon", "Executive respects the constitution"),
    _model("v2elirreg", "Absence of voting irregularities", MODEL + " Filled between elections."),
    _model("v2elintim", "Absence of intimidation by the government", MODEL + " Filled likewise."),
    _model("v2elfrfair", "Elections free and fair", MODEL + " Filled between elections."),
    _model("v2caviol", "Political violence by others than the state", "Higher is more violence."),
)
EPISODES = (
    _ordinal("v2x_regime", "Regimes of the World", REGIMES),
    _ordinal("reg_type", "Regime of the episode data", {0: "Autocracy", 1: "Democracy"}),
    _ordinal("dem_ep", "Episode of democratization under way", NO_YES),
    Variable("dem_ep_id", "Identifier of the democratization episode", "text"),
    _ordinal("dem_ep_outcome", "Outcome of the democratization episode", DEMOCRATIZATION),
    _ordinal("aut_ep", "Episode of autocratization under way", NO_YES),
    Variable("aut_ep_id", "Identifier of the autocratization episode", "text"),
    _ordinal("aut_ep_outcome", "Outcome of the autocratization episode", AUTOCRATIZATION),
)
BACKGROUND = (
    Variable("e_gdppc", "GDP per person", "number", unit="1000 dollars", low=0),
    Variable("e_pop", "Population", "number", unit="as published", low=0),
)
VARIABLES = (*KEY_VARIABLES, *DEMOCRACY, *INDICES, *INDICATORS, *EPISODES, *BACKGROUND)
# Published higher-is-worse indices; each is turned round and renamed.
HIGHER_IS_WORSE = ("v2x_execorr", "v2x_pubcorr", "v2x_corr", "v2xpe_exlgender")
# The states table begins in 1945; V-Dem codes countries long before.
FIRST_YEAR = 1945


@dataclass(frozen=True)
class Layout:
    """How an edition is laid out: reader, state code, prefix and lag of its columns."""

    reader: str
    code: str
    key: StateKey
    columns: tuple[str, ...]
    frame: str = ""
    prefix: str = ""
    lag: int = 0
    turned: bool = False

    def published(self) -> tuple[str, ...]:
        """Return the columns to ask the file for."""
        return (self.code, "year", *(self.prefix + column for column in self.columns))


_FIVE = ("v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem")
LAYOUTS = {
    "15-trimmed": Layout(
        reader="csv",
        code="COWcode",
        key="cow",
        columns=(
            *_FIVE,
            *("v2x_jucon", "v2xlg_legcon", "v2x_execorr", "v2x_pubcorr", "v2x_corr", "v2x_rule"),
            *("v2x_civlib", "v2x_clphy", "v2x_freexp", "v2xcl_acjst", "v2x_cspart"),
            *("v2x_accountability", "v2x_veracc", "v2x_horacc", "v2x_diagacc"),
            *("e_gdppc", "e_pop"),
        ),
    ),
    "15-doubt": Layout(
        reader="rda",
        frame="vdem_simple",
        code="country_id",
        key="vdem",
        columns=tuple(
            name + part for name in _FIVE for part in ("", "_codelow", "_codehigh", "_sd")
        ),
    ),
    "15-ert": Layout(
        reader="csv",
        code="country_id",
        key="vdem",
        columns=(
            *("v2x_polyarchy", "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh", "v2x_regime"),
            *("reg_type", "dem_ep", "dem_ep_id", "dem_ep_outcome"),
            *("aut_ep", "aut_ep_id", "aut_ep_outcome"),
        ),
    ),
    "14-physical": Layout(
        reader="rda",
        frame="preproc_data",
        code="cowcode",
        key="cow",
        columns=(
            *_FIVE,
            *("v2clkill", "v2cltort", "v2x_clphy", "v2xcl_rol", "v2x_civlib", "v2caviol"),
            *("v2x_freexp_altinf", "v2x_frassoc_thick", "v2x_liberal", "v2x_jucon"),
            *("v2xlg_legcon", "v2x_cspart", "v2xeg_eqprotec", "v2xeg_eqaccess", "v2xeg_eqdr"),
        ),
    ),
    "14-demspaces": Layout(
        reader="csv",
        code="country_id",
        key="vdem",
        columns=(
            *("v2x_veracc_osp", "v2xcs_ccsi", "v2xcl_rol", "v2x_freexp_altinf"),
            *("v2x_horacc_osp", "v2x_pubcorr"),
        ),
        turned=True,
    ),
    "12-part": Layout(
        reader="rds",
        code="country_id",
        key="vdem",
        prefix="lagged_",
        lag=1,
        columns=(
            *("v2x_polyarchy", "v2x_liberal", "v2x_jucon", "v2xlg_legcon", "v2x_rule"),
            *("v2x_civlib", "v2x_clphy", "v2x_clpol", "v2x_clpriv", "v2xcl_rol", "v2xcl_acjst"),
            *("v2x_freexp", "v2x_freexp_altinf", "v2x_frassoc_thick", "v2x_cspart", "v2xcs_ccsi"),
            *("v2xeg_eqprotec", "v2xeg_eqaccess", "v2xeg_eqdr", "v2x_gencl"),
            *("v2x_execorr", "v2x_pubcorr", "v2x_corr"),
            *("v2x_accountability", "v2x_veracc", "v2x_horacc", "v2x_diagacc"),
            *("v2clkill", "v2cltort", "v2clacfree", "v2juhcind", "v2juncind", "v2juhccomp"),
            *("v2jucomp", "v2jupoatck", "v2cseeorgs", "v2csreprss", "v2cscnsult", "v2csprtcpt"),
            *("v2csantimv", "v2mecenefm", "v2psparban", "v2psoppaut", "v2exrescon"),
            *("v2elirreg", "v2elintim", "v2elfrfair"),
        ),
    ),
    "12-selected": Layout(
        reader="xlsx",
        code="COWcode",
        key="cow",
        columns=(
            *("v2x_polyarchy", "v2juhcind", "v2juncind", "v2x_clphy", "v2cltort", "v2csprtcpt"),
            *("v2x_gender", "v2x_gencl", "v2xpe_exlgender", "e_gdppc", "e_pop"),
        ),
    ),
}
RECODES = (
    Recode("code", 316, 1946, 1992, 315, "the extract files Czechoslovakia under 316"),
    Recode("code", 260, 1990, 1990, 255, "Germany counts under 255 in the year of unification"),
)
_GITHUB = "https://raw.githubusercontent.com/"


class VarietiesOfDemocracy(Source):
    """Coppedge and others (key ``coppedge2025vdem`` and earlier versions)."""

    name = "vdem"
    title = "Varieties of Democracy, extracts of versions 12, 14 and 15"
    reference = "coppedge2025vdem"
    licence = (
        "No licence stated in the repositories that carry the extracts; V-Dem's own terms apply"
    )
    address = "https://v-dem.net/data/the-v-dem-dataset/"
    exportable = False
    editions = (
        Edition(
            name="15-trimmed",
            filename="vdem_trimmed.csv",
            sha256="e16d7ba0f8a90a7ef54fa108c15b9cd84cc8d2766895fd066273d942c9a40402",
            size=3100819,
            first_year=1900,
            last_year=2024,
            extract=True,
            download=_GITHUB + "stevenbrandon88/LSR-NCC-Replication/e4fa0e7087fb/vdem_trimmed.csv",
            note="Point estimates of version 15; equal to the other extracts of that version.",
        ),
        Edition(
            name="15-doubt",
            filename="vdem_simple.rda",
            sha256="845ce0573dab21baa8781f90b88614fcd87a3c62d7652782667c959e1e93864d",
            size=414861,
            first_year=1789,
            last_year=2024,
            extract=True,
            download=_GITHUB + "xmarquez/democracyData/29ea0a242c29/data/vdem_simple.rda",
            note="Version 15 with bounds and standard deviations.",
        ),
        Edition(
            name="15-ert",
            filename="ert.csv",
            sha256="39c6ca13363765ec4acf2d4c51052ed531bb49c91937924e0250d5384ad7fa4d",
            size=3137229,
            first_year=1900,
            last_year=2024,
            address="https://www.v-dem.net/data/ert-dataset/",
            download=_GITHUB + "vdeminstitute/ERT/fa95b8bb8d55/inst/ert.csv",
            note="Episodes of Regime Transformation 15 (key edgell2025ert).",
        ),
        Edition(
            name="14-physical",
            filename="preproc_data.rda",
            sha256="e05796174c2e4842e28e15ab5fcc0a60f819dab8a8a1a5767d46428e9850ff94",
            size=604867,
            first_year=1946,
            last_year=2019,
            extract=True,
            address="https://v-dem.net/data/dataset-archive/",
            download=_GITHUB
            + "stat301-2-2024-winter/final-project-2-bkey15/133c129716e6/"
            + "data/preprocessed/preproc_data.rda",
            note="Version 14 (key coppedge2024); Czechoslovakia was recoded from 315 to 316.",
        ),
        Edition(
            name="14-demspaces",
            filename="dv_data_1968_on.csv",
            sha256="d6c75baffce5486b5de414255bc56b1c97ab86d20175338dfad4b8fd28116374",
            size=587601,
            first_year=1968,
            last_year=2023,
            extract=True,
            address="https://v-dem.net/data/dataset-archive/",
            download=_GITHUB
            + "vdeminstitute/demspaces/1012a66d590d/create-data/output/dv_data_1968_on.csv",
            note="Version 14 (key coppedge2024); v2x_pubcorr comes already turned round.",
        ),
        Edition(
            name="12-part",
            filename="vdem-augmented.rds",
            sha256="25563fc53c28e82463f04beb36afcde207c0cde022494491a72aa7182a9ebac6",
            size=2365217,
            first_year=1969,
            last_year=2021,
            extract=True,
            address="https://v-dem.net/data/dataset-archive/",
            download=_GITHUB
            + "vdeminstitute/part/5ebf179c1fe1/create-data/output/vdem-augmented.rds",
            note="Version 12 (key coppedge2022); a row holds the values of the year before.",
        ),
        Edition(
            name="12-selected",
            filename="Selected VDEM Data.xlsx",
            sha256="659983983aa991d99f5f22ac25f432183d2452ac70fc6f53bbb898935e5efd0d",
            size=2310345,
            first_year=1789,
            last_year=2021,
            extract=True,
            address="https://v-dem.net/data/dataset-archive/",
            download=_GITHUB
            + "Brian-Lookabaugh/Human-Rights-Treaties-Project/348c05b099f1/"
            + "Data/Selected%20VDEM%20Data.xlsx",
            note="Version 12 (key coppedge2022), whole span.",
        ),
    )
    variables = VARIABLES

    def read(self, path: Path, edition: Edition) -> pl.DataFrame:
        """Return the columns that the edition's layout names."""
        layout = LAYOUTS[edition.name]
        if layout.reader == "rda":
            return read_rda(path, layout.frame, layout.published())
        if layout.reader == "rds":
            return read_rds(path, layout.published())
        if layout.reader == "xlsx":
            return read_xlsx(path, layout.published())
        return read_csv(path, layout.published())

    def tidy(self, raw: pl.DataFrame, edition: Edition) -> Tidied:
        """Return indices by state and year; higher is more respect and more openness."""
        layout = LAYOUTS[edition.name]
        renamed = raw.rename(
            {
                layout.code: "code",
                **{layout.prefix + name: name for name in layout.columns},
            }
        )
        published = (CODE, YEAR, *self.variables[3:], *_as_published(layout))
        frame = numbers(renamed, published, f"vdem, edition {edition.name}")
        frame = _turned(frame.with_columns(pl.col("year") - layout.lag), layout)
        sifted = Sifted(frame).without(_empty(frame), "holds no value")
        sifted = sifted.without(pl.col("year") < FIRST_YEAR, "before 1945, where states begin")
        if layout.key == "cow":
            sifted = sifted.without(pl.col("code").is_null(), "is no state: no code in the file")
            sifted = sifted.corrected(RECODES)
        return tidied(sifted.with_states(layout.key), self.variables, self.name, edition)

    def example(self) -> pl.DataFrame:
        """Return three made-up rows in the layout of the newest edition."""
        columns = LAYOUTS["15-trimmed"].columns
        values = dict.fromkeys(columns, "0.5")
        rows = [
            {"country_text_id": "KHM", "year": "1999", "COWcode": "811", **values},
            {"country_text_id": "NOR", "year": "1999", "COWcode": "385", **values},
            {"country_text_id": "HKG", "year": "1999", "COWcode": "NA", **values},
        ]
        return pl.DataFrame(rows).with_row_index("row", offset=1).cast({"row": pl.Int32})


def _as_published(layout: Layout) -> tuple[Variable, ...]:
    return tuple(_index(name, "as published") for name in HIGHER_IS_WORSE if name in layout.columns)


def _turned(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    for name in HIGHER_IS_WORSE:
        if name in frame.columns:
            better = pl.col(name) if layout.turned else 1 - pl.col(name)
            frame = frame.with_columns(better.alias(f"{name}_rev")).drop(name)
    return frame


def _empty(frame: pl.DataFrame) -> pl.Expr:
    values = [name for name in frame.columns if name not in ("row", "code", "year")]
    texts = [variable.name for variable in VARIABLES if variable.kind in ("text", "key")]
    return pl.all_horizontal(pl.col(name).is_null() for name in values if name not in texts)

"""Four formats: well formed, self-contained, strict, escaped, and quick."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from tests.reports import made_up

from rightful.core.errors import UsageError
from rightful.reports import render
from rightful.reports.document import assemble
from rightful.reports.markup import VOID, Markup, tag
from rightful.reports.render import plain

CASES = tuple(made_up.CASES)


class _Balance(HTMLParser):
    """Collects the stack of open elements, the attributes met, and what was unbalanced."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.loads += [f"{tag} {key}={found[key]}" for key in ("src", "srcset", "action", "poster")
                       if key in found]  # fmt: skip
        if tag in {"link", "script", "iframe", "object", "embed", "base", "form", "image", "use"}:
            self.loads.append(tag)
        if any(key.startswith("on") for key in found):
            self.wrong.append(f"handler on {tag}")
        if tag == "a":
            self.links.append(found.get("href") or "")
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


def _read(text: str) -> _Balance:
    parser = _Balance()
    parser.feed(text)
    parser.close()
    return parser


# ---- page


@pytest.mark.parametrize("case", CASES)
def test_the_page_is_balanced_and_loads_nothing(case: str) -> None:
    page = render.render(made_up.CASES[case](), "html")
    found = _read(page)
    assert found.open == []
    assert found.wrong == []
    assert found.loads == []
    assert "@import" not in page
    assert "@font-face" not in page
    assert not re.search(r"url\((?!#)", page)


@pytest.mark.parametrize("case", CASES)
def test_links_go_to_an_anchor_of_the_page_a_file_in_it_or_a_publisher(case: str) -> None:
    found = _read(render.render(made_up.CASES[case](), "html"))
    assert len(found.ids) == len(set(found.ids))
    for link in found.links:
        inside = link.startswith("#") and link[1:] in found.ids
        assert inside or link.startswith(("data:text/csv", "data:image/svg+xml", "https://"))


@pytest.mark.parametrize("case", CASES)
def test_headings_go_down_one_level_at_a_time(case: str) -> None:
    levels = _read(render.render(made_up.CASES[case](), "html")).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_no_text_breaks_out_of_the_page() -> None:
    page = render.render(made_up.hostile(), "html")
    assert "<script" not in page.lower()
    assert 'href="javascript' not in page.lower()
    assert html.escape("<script>alert(1)</script>", quote=False) in page


def test_the_page_says_its_language_and_direction() -> None:
    whole = made_up.answer()
    assert '<html lang="en" dir="ltr">' in render.render(whole, "html")
    assert '<html lang="ar" dir="rtl">' in render.render(whole, "html", language="ar")


def test_every_table_has_a_caption_and_scoped_heads() -> None:
    page = render.render(made_up.answer(), "html")
    tables = re.findall(r"<table.*?</table>", page, flags=re.S)
    assert tables
    for table in tables:
        assert "<caption" in table
        assert "<th>" not in table


def test_the_page_is_light() -> None:
    assert len(render.render(made_up.answer(), "html").encode()) < 600_000


@pytest.mark.parametrize("case", CASES)
def test_the_page_never_speaks_of_compliance_or_shadow(case: str) -> None:
    for form in render.FORMATS:
        text = render.render(made_up.CASES[case](), form).lower()
        assert "complian" not in text
        assert "shadow report" not in text


def test_nothing_is_said_after_the_last_year_and_that_is_said() -> None:
    page = render.render(made_up.answer(), "text")
    assert "After 2021 nothing is known here" in " ".join(page.split())
    assert not re.search(r"\b(202[2-9]|20[3-9]\d)\b", page)


def test_a_number_leads_to_its_row() -> None:
    page = render.render(made_up.answer(), "html")
    assert 'href="#source-made-up-scale-first"' in page
    assert 'id="trace-made-up-scale-first"' in page
    row = '<tr><th scope="row">1976</th><td>2076</td><td>made_up_item, made_up_other</td></tr>'
    assert row in page


# ---- markdown


@pytest.mark.parametrize("case", CASES)
def test_markdown_tables_have_one_width(case: str) -> None:
    text = render.render(made_up.CASES[case](), "md")
    tables: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            tables[-1].append(line)
        elif tables[-1]:
            tables.append([])
    for table in filter(None, tables):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
        assert len(widths) == 1
        assert re.fullmatch(r"\|( -+:? \|)+", table[1])


def test_markdown_holds_no_live_markup_from_a_name() -> None:
    text = render.render(made_up.hostile(), "md")
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"(?<!\\)\]\(javascript", text)


# ---- text


@pytest.mark.parametrize("case", CASES)
def test_text_is_at_most_100_columns_wide_and_plain(case: str) -> None:
    text = render.render(made_up.CASES[case](), "text")
    assert max(map(len, text.splitlines())) <= 100
    assert "\x1b" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [60, 72, 96])
def test_text_fits_the_width_it_is_given(case: str, width: int) -> None:
    text = plain.render(assemble(made_up.CASES[case]()), width)
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("first", range(1952, 2012, 6))
def test_a_line_of_any_length_fits(first: int) -> None:
    deeds = {"physical_integrity": {"changing": made_up.practice(1, first)}}
    text = plain.render(assemble(replace(made_up.long_name(), deeds=deeds)), 60)
    assert max(map(len, text.splitlines())) <= 60


@pytest.mark.parametrize(("columns", "width"), [("40", 60), ("70", 70), ("200", 96)])
def test_text_takes_the_width_of_a_terminal(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    answer = made_up.answer()
    assert plain.render(assemble(answer)) == plain.render(assemble(answer), 96)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", columns)
    assert plain.render(assemble(answer)) == plain.render(assemble(answer), width)


@pytest.mark.parametrize("case", CASES)
def test_text_points_at_nothing_that_it_does_not_hold(case: str) -> None:
    text = " ".join(render.render(made_up.CASES[case](), "text").split())
    for words in ("the table names", "hin line", "tables add", "tables below", "chart", "Dashed"):
        assert words not in text
    assert "From a number to its row" not in text


@pytest.mark.parametrize("case", CASES)
def test_markdown_points_at_no_drawing(case: str) -> None:
    text = render.render(made_up.CASES[case](), "md")
    for words in ("hin line", "Dashed", "dashed", "Orange", "Line chart"):
        assert words not in text


def test_print_leaves_out_what_it_does_not_hold() -> None:
    page = render.render(made_up.answer(), "html")
    sheet = page[page.index("@media print") : page.index("</style>")]
    hidden = next(rule for rule in sheet.split("}") if rule.strip().startswith("nav,"))
    for what in ("details", ".rows", ".beside-tables"):
        assert what in hidden
    assert 'id="trace" class="beside-tables"' in page
    assert page.count('class="beside-tables"') + page.count(' beside-tables"') >= 3
    assert page.count('class="rows"') == page.count("The rows</a>")
    assert "break-before:page" not in sheet


def test_a_date_in_a_cell_is_not_broken() -> None:
    page = render.render(made_up.answer(), "html")
    assert "binds since 28\u00a0December\u00a01983" in page
    assert "overflow-wrap:anywhere;min-width" not in page


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_one_instrument_has_one_name(form: str) -> None:
    answer = made_up.answer()
    genocide = made_up.promise("GENOCIDE", date(1951, 1, 12), kind="treaty")
    text = render.render(replace(answer, promises=(genocide,)), form)
    assert "Genocide Convention" in text
    assert not re.search(r"(?<!of )GENOCIDE", text)


# ---- json


def _strict(text: str) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("case", CASES)
def test_json_is_strict_and_has_its_keys(case: str) -> None:
    found = _strict(render.render(made_up.CASES[case](), "json"))
    assert set(found) == {"state", "promises", "deeds", "gap", "sources"}
    for act in found["promises"]:
        assert {"instrument", "act", "date", "bound_from", "bound_until", "authority"} <= set(act)


def test_json_keeps_families_rights_and_gaps_where_they_are_looked_for() -> None:
    answer = made_up.answer()
    found = _strict(render.render(answer, "json"))
    family = found["deeds"]["physical_integrity"]
    assert set(family) == {"changing", "constant"}
    assert {"years", "mean", "low", "high", "percentile", "percentile_low", "percentile_high"} <= (
        set(family["changing"])
    )
    assert {"years", "p_worst", "constant"} <= set(found["deeds"]["torture"])
    assert {"years", "below_anchor", "promise_unmet", "mean", "low", "high", "constant"} <= (
        set(found["gap"]["torture"])
    )
    one = answer.gap["torture"]["changing"]
    unmet = found["gap"]["torture"]["promise_unmet"]
    assert len(unmet) == one.years.size
    assert [value is None for value in unmet] == np.isnan(one.promise_unmet).tolist()
    assert found["promises"][0]["bound_from"] == "1983-12-28"


# ---- all


def test_an_unknown_format_says_which_there_are() -> None:
    with pytest.raises(UsageError, match="html"):
        render.render(made_up.answer(), "docx")


@pytest.mark.parametrize("form", render.FORMATS)
def test_the_same_answer_gives_the_same_text(form: str) -> None:
    assert render.render(made_up.answer(), form) == render.render(made_up.answer(), form)


@pytest.mark.parametrize("form", render.FORMATS)
def test_a_name_in_any_script_is_kept(form: str) -> None:
    answer = made_up.answer()
    named = replace(answer, state=made_up.state("កម្ពុជា · كمبوديا · 柬埔寨"))
    assert "កម្ពុជា" in render.render(named, form)


def test_markup_escapes_what_is_not_markup() -> None:
    shown = tag("p", "<b>", Markup("<i></i>"), None, ["&", 1], title='"', hidden=True, cls="a")
    assert shown == '<p title="&quot;" hidden class="a">&lt;b&gt;<i></i>&amp;1</p>'


def test_only_web_addresses_become_links() -> None:
    source = replace(
        made_up.source(),
        citation="See https://example.org/a_b. And javascript:alert(1), ftp://example.org",
        address="javascript:alert(2)",
    )
    page = render.render(replace(made_up.answer(), sources=(source,)), "html")
    links = [link for link in _read(page).links if not link.startswith(("#", "data:"))]
    assert links == ["https://example.org/a_b"]

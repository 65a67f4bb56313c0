"""The only wiring: a request in, an answer out. Parts are loaded when a function needs them."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rightful.study.argues import argue, argue_text, read_given
    from rightful.study.boomerangs import paths, paths_text
    from rightful.study.build import build_baseline
    from rightful.study.claims_pages import claim_text, claims_text
    from rightful.study.claims_readers import series_change
    from rightful.study.claims_register import claim, claims, refresh_claims
    from rightful.study.claims_tests_text import decomposition_text, paper_text, placebos_text
    from rightful.study.claims_weigh import weighed, weighed_html, weighed_latex, weighed_text
    from rightful.study.codings import code_file, coded_text
    from rightful.study.contradiction_search import (
        contradictions,
        contradictions_found,
        contradictions_text,
        judge,
    )
    from rightful.study.coverages import coverage, coverage_text
    from rightful.study.decouplings import decoupling, decoupling_text
    from rightful.study.diffusions import diffusion, diffusion_text
    from rightful.study.dossiers import Dossier, dossier, write_text
    from rightful.study.evidences import evidence_items, evidence_text
    from rightful.study.fits import bench_practice, measure_practice
    from rightful.study.latent_pages import latent_model, latent_model_text
    from rightful.study.listings import (
        cite,
        codebook,
        codebook_text,
        facts_text,
        pull,
        pull_text,
        recipe,
        recipe_text,
        sources,
        sources_text,
        states,
        states_text,
    )
    from rightful.study.outputs import write_out, write_page
    from rightful.study.own_evidence import (
        add_evidence,
        added_evidence_text,
        agreement_text,
        evidence_agreement,
        evidence_list_text,
        evidence_template,
        list_evidence,
        remove_evidence,
        template_text,
    )
    from rightful.study.own_statements import (
        add_statements,
        added_text,
        list_statements,
        list_text,
        read_corpus,
        read_text,
        remove_statements,
    )
    from rightful.study.panels import panel, write_panel
    from rightful.study.paper_tests import paper_answers, paper_decomposition, paper_placebos
    from rightful.study.phases import named, phase_map, state_phases, why
    from rightful.study.phases_text import map_text, phases_text, why_text
    from rightful.study.regimes import regime, regime_text, write_regime
    from rightful.study.replicate_pages import replications_text
    from rightful.study.replicate_studies import replicate
    from rightful.study.schemes import scheme, scheme_text
    from rightful.study.searches import (
        remove_saved,
        run_saved,
        saved_searches,
        saved_text,
        search,
        search_text,
    )
    from rightful.study.shamings import shamers, shamers_text
    from rightful.study.spiral_tests import spiral_answers, spiral_answers_text
    from rightful.study.strand_fits import measure_strand, strand_text
    from rightful.study.talk_tests import discourse_tests, discourse_tests_text

Progress = Callable[[float, float, str], None]

_HOME = {
    "paper_answers": "paper_tests",
    "paper_decomposition": "paper_tests",
    "paper_placebos": "paper_tests",
    "paper_text": "claims_tests_text",
    "decomposition_text": "claims_tests_text",
    "placebos_text": "claims_tests_text",
    "weighed": "claims_weigh",
    "weighed_text": "claims_weigh",
    "weighed_html": "claims_weigh",
    "weighed_latex": "claims_weigh",
    "add_evidence": "own_evidence",
    "added_evidence_text": "own_evidence",
    "agreement_text": "own_evidence",
    "evidence_agreement": "own_evidence",
    "evidence_list_text": "own_evidence",
    "evidence_template": "own_evidence",
    "list_evidence": "own_evidence",
    "remove_evidence": "own_evidence",
    "template_text": "own_evidence",
    "evidence_items": "evidences",
    "evidence_text": "evidences",
    "diffusion": "diffusions",
    "diffusion_text": "diffusions",
    "discourse_tests": "talk_tests",
    "discourse_tests_text": "talk_tests",
    "spiral_answers": "spiral_tests",
    "spiral_answers_text": "spiral_tests",
    "shamers": "shamings",
    "shamers_text": "shamings",
    "argue": "argues",
    "argue_text": "argues",
    "read_given": "argues",
    "claim": "claims_register",
    "claim_text": "claims_pages",
    "claims": "claims_register",
    "claims_text": "claims_pages",
    "refresh_claims": "claims_register",
    "series_change": "claims_readers",
    "code_file": "codings",
    "coded_text": "codings",
    "contradictions": "contradiction_search",
    "contradictions_found": "contradiction_search",
    "judge": "contradiction_search",
    "contradictions_text": "contradiction_search",
    "add_statements": "own_statements",
    "added_text": "own_statements",
    "list_statements": "own_statements",
    "list_text": "own_statements",
    "remove_statements": "own_statements",
    "read_corpus": "own_statements",
    "read_text": "own_statements",
    "scheme": "schemes",
    "scheme_text": "schemes",
    "search": "searches",
    "search_text": "searches",
    "run_saved": "searches",
    "saved_searches": "searches",
    "saved_text": "searches",
    "remove_saved": "searches",
    "build_baseline": "build",
    "coverage": "coverages",
    "coverage_text": "coverages",
    "decoupling": "decouplings",
    "decoupling_text": "decouplings",
    "Dossier": "dossiers",
    "dossier": "dossiers",
    "bench_practice": "fits",
    "measure_practice": "fits",
    "cite": "listings",
    "codebook": "listings",
    "pull": "listings",
    "recipe": "listings",
    "sources": "listings",
    "states": "listings",
    "codebook_text": "listings",
    "pull_text": "listings",
    "recipe_text": "listings",
    "sources_text": "listings",
    "states_text": "listings",
    "facts_text": "listings",
    "write_text": "dossiers",
    "write_out": "outputs",
    "write_page": "outputs",
    "panel": "panels",
    "named": "phases",
    "latent_model": "latent_pages",
    "latent_model_text": "latent_pages",
    "state_phases": "phases",
    "phase_map": "phases",
    "why": "phases",
    "phases_text": "phases_text",
    "map_text": "phases_text",
    "why_text": "phases_text",
    "paths": "boomerangs",
    "paths_text": "boomerangs",
    "replicate": "replicate_studies",
    "replications_text": "replicate_pages",
    "regime": "regimes",
    "regime_text": "regimes",
    "write_regime": "regimes",
    "measure_strand": "strand_fits",
    "strand_text": "strand_fits",
    "write_panel": "panels",
}

__all__ = [
    "Dossier",
    "Progress",
    "add_evidence",
    "add_statements",
    "added_evidence_text",
    "added_text",
    "agreement_text",
    "argue",
    "argue_text",
    "bench_practice",
    "build_baseline",
    "cite",
    "claim",
    "claim_text",
    "claims",
    "claims_text",
    "code_file",
    "codebook",
    "codebook_text",
    "coded_text",
    "contradictions",
    "contradictions_found",
    "contradictions_text",
    "coverage",
    "coverage_text",
    "decomposition_text",
    "decoupling",
    "decoupling_text",
    "diffusion",
    "diffusion_text",
    "discourse_tests",
    "discourse_tests_text",
    "dossier",
    "evidence_agreement",
    "evidence_items",
    "evidence_list_text",
    "evidence_template",
    "evidence_text",
    "facts_text",
    "judge",
    "latent_model",
    "latent_model_text",
    "list_evidence",
    "list_statements",
    "list_text",
    "map_text",
    "measure_practice",
    "measure_strand",
    "named",
    "panel",
    "paper_answers",
    "paper_decomposition",
    "paper_placebos",
    "paper_text",
    "paths",
    "paths_text",
    "phase_map",
    "phases_text",
    "placebos_text",
    "pull",
    "pull_text",
    "read_corpus",
    "read_given",
    "read_text",
    "recipe",
    "recipe_text",
    "refresh_claims",
    "regime",
    "regime_text",
    "remove_evidence",
    "remove_saved",
    "remove_statements",
    "replicate",
    "replications_text",
    "run_saved",
    "saved_searches",
    "saved_text",
    "scheme",
    "scheme_text",
    "search",
    "search_text",
    "series_change",
    "shamers",
    "shamers_text",
    "sources",
    "sources_text",
    "spiral_answers",
    "spiral_answers_text",
    "state_phases",
    "states",
    "states_text",
    "strand_text",
    "template_text",
    "weighed",
    "weighed_html",
    "weighed_latex",
    "weighed_text",
    "why",
    "why_text",
    "write_out",
    "write_page",
    "write_panel",
    "write_regime",
    "write_text",
]


def __getattr__(name: str) -> Any:
    """Load the module a function lives in, the first time it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"rightful.study.{_HOME[name]}"), name)

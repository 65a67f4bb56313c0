"""A case in the Argument Interchange Format, as the JSON of AIFdb: nodes I, RA, CA and edges.

Premises and claims are information (I) nodes; the step from premises to a claim is an RA node; an
attack is a CA node, on a claim where it rebuts and on the step where it undercuts. A support runs
through an RA node of its own.
"""

from __future__ import annotations

import json
from typing import Any

from rightful.discourse.arguments.told import Told

HOLDS = {True: "holds", False: "does not hold", None: "not known"}


def aif(told: Told) -> dict[str, Any]:
    """Return the case as plain values: nodes, edges, locutions."""
    return _Graph(told).whole()


def aif_text(told: Told) -> str:
    """Return the case as AIF-JSON text."""
    return json.dumps(aif(told), indent=1, ensure_ascii=False) + "\n"


class _Graph:
    def __init__(self, told: Told) -> None:
        self.told = told
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self.premises: dict[str, str] = {}

    def whole(self) -> dict[str, Any]:
        claims: dict[str, str] = {}
        steps: dict[str, str] = {}
        for name in self.told.shown:
            claims[name], steps[name] = self._argument(name)
        for link in self.told.links:
            kind, scheme = ("CA", "Default Conflict") if link.attacks else ("RA", "Support")
            node = self._node(kind, link.why or link.mode, scheme=scheme, mode=link.mode)
            self._edge(claims[link.source], node)
            # An undercut meets the step, where there is one.
            aim = steps[link.target] if link.mode == "undercut" else claims[link.target]
            self._edge(node, aim)
        return {"nodes": self.nodes, "edges": self.edges, "locutions": []}

    def _argument(self, name: str) -> tuple[str, str]:
        """Add a claim with its step and premises; return claim and step (the claim if none)."""
        argument = self.told.argument(name)
        claim = self._node(
            "I",
            self.told.claim(name),
            argument=name,
            side=argument.side,
            kind=argument.kind,
            authority=argument.authority,
            mark=self.told.mark(name),
        )
        if not argument.needs:
            return claim, claim
        step = self._node(
            "RA", argument.authority or "Default Inference", scheme="Default Inference"
        )
        for need, premise in self.told.premises(name):
            if need not in self.premises:
                asked = "not " if need.startswith("!") else ""
                self.premises[need] = self._node(
                    "I",
                    f"{asked}{premise.key} ({HOLDS[self.told.case.holds(need)]})",
                    premise=need,
                    holds=self.told.case.holds(need),
                    strength=premise.strength,
                    sources=list(premise.sources),
                )
            self._edge(self.premises[need], step)
        self._edge(step, claim)
        return claim, step

    def _node(self, of: str, text: str, **more: Any) -> str:
        name = str(len(self.nodes) + 1)
        self.nodes.append({"nodeID": name, "text": text, "type": of, "timestamp": "", **more})
        return name

    def _edge(self, source: str, target: str) -> None:
        number = str(len(self.edges) + 1)
        self.edges.append({"edgeID": number, "fromID": source, "toID": target, "formEdgeID": None})

"""A case as Argdown (argdown.org): one argument a block, below it what attacks or supports it."""

from __future__ import annotations

import json
import re

from rightful.discourse.arguments.told import Told

# Signs by which Argdown marks up text; a backslash takes their meaning away.
_MARKED = re.compile(r"([\\\[\]<>#@*_{}/:|`~^()])")
_UNPRINTABLE = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SIGN = {"rebut": "<-", "undercut": "<_", "necessary": "<+", "deductive": "<+"}


def argdown(told: Told) -> str:
    """Return the case as Argdown text; nothing in it can be read as markup but our own."""
    parts = [
        f"===\ntitle: {json.dumps(_plain(told.title))}\nauthor: rightful\n===",
        f"# {_text(told.title)}",
    ]
    for name in told.shown:
        argument = told.argument(name)
        tags = [argument.side, argument.kind, told.mark(name).replace(" ", "-")]
        data = {
            "needs": [need for need, _ in told.premises(name)],
            "authority": _plain(argument.authority),
        }
        lines = [
            f"<{name}>: {_text(told.claim(name))} {' '.join(f'#{tag}' for tag in tags)}"
            f" {json.dumps(data, ensure_ascii=False)}"
        ]
        lines += [
            f"  {_SIGN[link.mode]} <{link.source}>" for link in told.links if link.target == name
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    # Three equals signs would open or end the head of the file, and no backslash stops them.
    return _UNPRINTABLE.sub(" ", text).replace("===", "= = =")


def _text(text: str) -> str:
    return _MARKED.sub(r"\\\1", _plain(text))

"""Cases as YAML text, in the way people write them: a line a member, an entry, an expectation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_PLAIN = re.compile(r"[^\W_](?:[\w .%/+（）()《》、，。；-]*[\w%）)》])?|-?[0-9]+(?:\.[0-9]+)?")
_READ_OTHERWISE = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null)|0[0-9_]+|[0-9]+[eE][0-9]+|0[xob][0-9a-fA-F]+", re.IGNORECASE
)


def scalar(text: str) -> str:
    """The text as a value that every reader of YAML takes for the same, also inside brackets."""
    if _PLAIN.fullmatch(text) and not _READ_OTHERWISE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(str(value))


def case_text(content: Mapping[str, Any]) -> str:
    """One case of a file. Members stand on lines of their own, and so do their entries where there are several."""
    lines: list[str] = []
    for key, value in content.items():
        mark = "  " if lines else "- "
        if key in ("roster", "history", "expect") and value:
            lines += [f"{mark}{key}:", *(_member(name, inner, key) for name, inner in value.items())]
        elif key == "entries" and value:
            lines.append(f"{mark}{key}:")
            for member, rows in value.items():
                lines += [f"    {scalar(member)}:", *(f"      - {flow(row)}" for row in rows)]
        else:
            lines.append(f"{mark}{key}: {flow(value)}")
    return "\n".join(lines) + "\n"


def _member(name: str, value: Any, key: str) -> str:
    if key == "expect" and isinstance(value, Mapping) and value.get("postings"):
        inner = {part: given for part, given in value.items() if part != "postings"}
        postings = "\n".join(f"        - {flow(posting)}" for posting in value["postings"])
        told = "\n".join(f"      {scalar(part)}: {flow(given)}" for part, given in inner.items())
        return f"    {scalar(name)}:\n{told}\n      postings:\n{postings}"
    return f"    {scalar(name)}: {flow(value)}"

"""Books in which an added negative entry cannot raise a total, and a negative entry to be added (section 10).

The law excludes `keep: last`, `order`, `repairs` and cohort methods. These break it as well, for reasons that lie in
their meaning, and are left out too:
- `keep: first`: an earlier small deduction takes the place of a large one;
- `starting` by date: one more occurrence lets the next one count;
- `duplicate_of`: the added row can be the one of two that stays;
- `split` by the number of authors: one more author makes the others' deductions smaller;
- amounts that follow from a measure: one more entry may raise a count;
- a limit whose window is not a part of the windows above it: which entry bears a cut then matters.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.oracle.draw import ENTRY

CALM = ("windows", "valid", "exempt", "held")
"""Features of a book that leave the law alone; of the plain ones `tamed` takes out what does not."""
NEGATIVE = "扣分项"
"""Name of the item of the added entry, worth less than nothing."""


def tamed(book: dict[str, Any]) -> dict[str, Any]:
    """The book without these constructs, with one item that only deducts in its first category."""
    book = deepcopy(book)
    book["entries"].pop("duplicate_of", None)
    for category in book["categories"].values():
        _tame(category)
    first = next(iter(book["categories"].values()))
    first.setdefault("items", {})["minus"] = {"name": NEGATIVE, "score": {"each": "-3"}}
    for key in ("requirements", "vetoes", "rankings", "grades", "bands", "lists"):
        book.pop(key, None)
    return book


def _tame(node: dict[str, Any]) -> None:
    for key in ("min", "max"):
        if isinstance(node.get(key), dict):
            node[key] = {window: bound for window, bound in node[key].items() if window == "period"} or "none"
            if key == "min" and node[key] == "none":
                del node[key]
    floors = node.get("min", {})
    raises = any(floor > "0" for floor in (floors.values() if isinstance(floors, dict) else [floors]))
    if "score" in node and ("of" in node["score"] or node["score"].keys().isdisjoint(ENTRY)):
        node["score"] = {"fixed": "1"}
    elif not raises:
        node.pop("as_held", None)
    links = node.get("pick", [])
    node["pick"] = [link for link in links if (isinstance(link["keep"], dict) and "best" in link["keep"])
                    or link["keep"] in ("highest", "largest_deduction")]  # fmt: skip
    if node.get("starting", {}).get("by", "date") == "date":
        node.pop("starting", None)
    node.pop("split", None)
    for kind in ("groups", "items"):
        for child in node.get(kind, {}).values():
            _tame(child)

"""The order of operations: the same for every rulebook, and at each step what one rulebook says for it.

What is written stands in the rulebook's own words, so that nothing is lost on the way; a test holds the keys named here
against the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dutyscore.model.frozen import dataclass
from dutyscore.model.tableau import Block, Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.wording import Wording
from dutyscore.rulebook.load import Loaded

SCHEMA: Final = "dutyscore.pipeline/1"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: keys of the rulebook as a whole, of items and of groups that speak of it. `inner` nodes come first
    where parts are done before the whole."""

    letter: str
    book: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    inner: bool = False


_WHO: Final = ("when", "for", "as_held", "others")
_CHOICE: Final = ("pick", "starting")
_BOUNDS: Final = ("min", "max", "need")
STEPS: Final = (
    Step("A", ("period", "effective", "windows", "entries.confirmed", "entries.excluded", "entries.duplicate_of",
               "entries.booked_by", "entries.order_by", "entries.claimed", "exempt"),
         ("booked_by", "window", "credit_to", "repairs"), ("booked_by", "window")),
    Step("B", ("measures",), ("aliases", "takes", *_WHO), ("stages", *_WHO)),
    Step("C", ("points",), ("score", "times", "repeat", "split", "per_entry", "valid")),
    Step("D", (), _CHOICE, ("pick",), inner=True),
    Step("E", (), _BOUNDS, (*_BOUNDS, "score"), inner=True),
    Step("F", ("totals",)),
    Step("G", ("requirements", "vetoes", "rankings", "standings", "grades", "bands", "lists")),
)  # fmt: skip
SAID_ONLY: Final = (
    "rulebook", "version", "title", "source", "semantics", "subject", "public", "fields", "roster", "categories",
    "entries.columns", "entries.fill_down", "name", "ref", "groups", "items",
)  # fmt: skip
"""Keys that name and describe; no step speaks of them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something a rulebook says for a step: at which node or part, under which clause, key and value as written."""

    where: str
    id: str
    ref: tuple[str, ...]
    key: str
    value: Any


def pipeline_view(wording: Wording, loaded: Loaded | None = None) -> Tableau:
    """The steps; with a rulebook its values at each."""
    content = loaded.text.root.data() if loaded and loaded.text.root else {}
    title = wording("explain.pipeline.title")
    blocks: list[Block] = [Paragraph((title,), "title")]
    margin = ("", "")
    if loaded and loaded.rulebook:
        book = loaded.rulebook
        blocks.append(Paragraph(("  ".join((book.title, book.version, loaded.text.file, loaded.short)),), "stamp"))
        margin = (book.title, wording("report.margin.right", version=book.version, digest=loaded.short))
    if not content:
        blocks.append(Paragraph(tuple(_told(step, wording) for step in STEPS)))
    for step in STEPS if content else ():
        rules = tuple(rules_of(step, content))
        blocks.append(Paragraph((_told(step, wording),), "heading" if rules else "text"))
        blocks += [_table(rules, wording)] if rules else []
    return Tableau(title, tuple(blocks), lambda: _form(content, loaded), margin)


def _told(step: Step, wording: Wording) -> str:
    return f"{step.letter}. {wording(f'explain.pipeline.steps.{step.letter}')}"


def _table(rules: tuple[Rule, ...], wording: Wording) -> Table:
    columns = (
        Column("where", wording("explain.pipeline.column.where"), label=True),
        Column("clause", wording("column.clause")),
        Column("rule", wording("explain.pipeline.column.rule"), wrapped=True),
    )
    rows = tuple(
        (Cell(rule.where), Cell(wording.series(rule.ref)), Cell(f"{rule.key}: " * bool(rule.key) + written(rule.value)))
        for rule in rules
    )
    return Table(wording("explain.pipeline.title"), columns, rows)


def rules_of(step: Step, content: Mapping[str, Any]) -> Iterator[Rule]:
    """What a rulebook says for one step, first as a whole, then node by node."""
    for key in step.book:
        yield from _book_rules(key, content)
    for node_id, node, kind in _nodes(content.get("categories") or {}, step.inner):
        for key in step.items if kind == "item" else step.groups:
            if key in node:
                yield Rule(str(node.get("name", node_id)), node_id, _ref(node), key, node[key])


def _book_rules(key: str, content: Mapping[str, Any]) -> Iterator[Rule]:
    """A key of the rulebook; of a list or of named parts each on its own."""
    value: Any = content
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return
    named = key in ("measures", "requirements", "vetoes", "rankings", "standings", "lists", "totals", "windows")
    if isinstance(value, list):
        for part in value:
            if isinstance(part, Mapping):
                yield Rule(f"{key} {part.get('name', '')}".strip(), key, _ref(part), "", _rest(part))
            else:
                yield Rule(key, key, (), "", part)
    elif named and isinstance(value, Mapping):
        for name, part in value.items():
            inner = part if isinstance(part, Mapping) else {}
            yield Rule(f"{key} {inner.get('name', name)}", key, _ref(inner), "", _rest(part))
    else:
        yield Rule(key, key, _ref(value) if isinstance(value, Mapping) else (), "", _rest(value))


def _nodes(
    nodes: Mapping[str, Any], inner: bool, kind: str = "category"
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Every node with its id; with `inner` a group comes behind what is in it."""
    for node_id, node in nodes.items():
        if not inner:
            yield node_id, node, kind
        if kind != "item":
            yield from _nodes(node.get("groups") or {}, inner, "group")
            yield from _nodes(node.get("items") or {}, inner, "item")
        if inner:
            yield node_id, node, kind


def _ref(part: Mapping[str, Any]) -> tuple[str, ...]:
    ref = part.get("ref", ())
    return (ref,) if isinstance(ref, str) else tuple(map(str, ref))


def _rest(part: Any) -> Any:
    """Without what stands in columns of its own."""
    if not isinstance(part, Mapping):
        return part
    return {key: value for key, value in part.items() if key not in ("name", "ref")}


def written(value: Any) -> str:
    """A part of a rulebook on one line, as YAML writes it between brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    return str(value)


def _form(content: Mapping[str, Any], loaded: Loaded | None) -> dict[str, Any]:
    book = loaded.rulebook if loaded else None
    return {
        "schema": SCHEMA,
        "rulebook": book
        and loaded
        and {"id": book.rulebook, "version": book.version, "digest": loaded.digest, "file": loaded.text.file},
        "steps": [
            {
                "step": step.letter,
                "rules": [
                    {
                        "at": rule.id,
                        "name": rule.where,
                        "ref": list(rule.ref),
                        "key": rule.key or None,
                        "value": rule.value,
                    }
                    for rule in rules_of(step, content)
                ],
            }
            for step in STEPS
        ],
    }

"""The rules as they were applied: every item with its clause, its points in words, how often it was used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.model.tableau import Block, Cell, Column, Paragraph, Table
from dutyscore.output.views.report_summary import number
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Amounts
from dutyscore.output.views.template_points import limits_text, points_text
from dutyscore.rulebook.nodes import Group, Item, NodeBase
from dutyscore.scoring.uncounted import counting

if TYPE_CHECKING:
    from dutyscore.model.columns import Int64


def rules(told: Told) -> Iterator[Block]:
    result, wording = told.result, told.wording
    uses = _uses(result)
    amounts = Amounts(result.scale)
    nodes = dict(_nodes(told.book.categories))
    columns = (
        Column("category", wording("report.column.category"), label=True),
        Column("item", wording("column.item"), label=True),
        Column("clause", wording("column.clause")),
        Column("points", wording("report.column.points")),
        Column("limits", wording("report.column.limits")),
        Column("used", wording("report.column.used"), "right", people=uses is not None),
        Column("takers", wording("report.column.takers"), "right"),
        Column("given", wording("report.column.given"), "right", decimals=result.scale.decimals),
    )
    rows = []
    roots = _roots(result)
    for index, info in enumerate(result.nodes):
        node = nodes.get(info.id)
        if node is None:
            continue
        item = isinstance(node, Item)
        given = amounts(int(result.values[:, index].sum()))
        rows.append(
            (
                Cell(result.nodes[roots[index]].name),
                Cell(info.name if item else wording("report.rules.whole", node=info.name)),
                Cell(wording.series(info.ref)),
                Cell(points_text(node, wording) if isinstance(node, Item) else ""),
                Cell(limits_text(node, wording)),
                number("" if uses is None or not item else str(int(uses[index]))),
                number(str(int((result.values[:, index] != 0).sum()))),
                Cell(given, given),
            )
        )
    yield Paragraph((wording("report.rules.note"),), "note")
    yield Table(wording("report.rules.title"), columns, tuple(rows))


def _nodes(nodes: Mapping[str, NodeBase]) -> Iterator[tuple[str, NodeBase]]:
    """Every category, group and item by its id."""
    for node_id, node in nodes.items():
        yield node_id, node
        if isinstance(node, Group):
            yield from _nodes(node.groups)
            yield from _nodes(node.items)


def _roots(result: Result) -> list[int]:
    found: list[int] = []
    for index, node in enumerate(result.nodes):
        found.append(index if node.parent < 0 else found[node.parent])
    return found


def _uses(result: Result) -> Int64 | None:
    """How often each node was used (int64): entries that counted there, and amounts per member without an entry."""
    import numpy as np

    if not result.ledgers:
        return None
    found = np.zeros(len(result.nodes), np.int64)
    for ledger in result.ledgers:
        used = counting(ledger) | (ledger.kind == Kind.member_award)
        found += np.bincount(ledger.node[used & (ledger.node >= 0)], minlength=len(result.nodes))
    return found

"""The report: everything that a body decides and publishes on, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from dutyscore.model.tableau import Block, Chart, Paragraph, Section, Table, Tableau
from dutyscore.output.views.report_dates import by_half, by_month, by_quarter
from dutyscore.output.views.report_groups import groups
from dutyscore.output.views.report_ledger import ROOM, ledger, refused
from dutyscore.output.views.report_lists import board, lists
from dutyscore.output.views.report_manifest import manifest
from dutyscore.output.views.report_rankings import further_rankings
from dutyscore.output.views.report_review import review
from dutyscore.output.views.report_rules import rules
from dutyscore.output.views.report_summary import summary
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import margin_of, properties_of, ranked, rulebook_line, states
from dutyscore.output.views.standings import standings

Part = Callable[[Told, str], Iterator[Block]]
"""Makes a section for a format; without blocks the section is left out."""


def _ranking(told: Told) -> Iterator[Block]:
    yield standings(told.result, ranked(told.result, told.run), told.wording, told.run.rows.refused)
    yield from further_rankings(told)


def _plain(part: Callable[[Told], Iterator[Block]]) -> Part:
    """A section that is the same in every format."""
    return lambda told, format_: part(told)


SECTIONS: Final[dict[str, Part]] = {
    "summary": _plain(summary),
    "ranking": _plain(_ranking),
    "groups": _plain(groups),
    "board": _plain(board),
    "lists": _plain(lists),
    "month": _plain(by_month),
    "quarter": _plain(by_quarter),
    "half": _plain(by_half),
    "review": _plain(review),
    "ledger": lambda told, format_: ledger(told, ROOM[format_]),
    "refused": _plain(refused),
    "rules": _plain(rules),
    "manifest": _plain(manifest),
}
"""Every section in its order, by its key; the title stands in the messages, `report.section.<key>`."""
PRIVATE: Final = ("review", "ledger", "refused")
"""Sections that are no matter of the public: who reviewed what, and cells as they stood in the log."""


def report_view(told: Told, format_: str) -> Tableau:
    """The report for a format: what people scroll through keeps its ledger short, and says so."""
    result, wording = told.result, told.wording
    title = wording("report.title", title=result.rulebook.title, period=result.selection.label)
    blocks: list[Block] = [
        Paragraph((title,), "title"),
        Paragraph((rulebook_line(result), *states(result, told.run, wording)), "stamp"),
    ]
    for key, part in SECTIONS.items():
        found = [] if told.public and key in PRIVATE else _headed(list(part(told, format_)))
        if found:
            blocks += [Section(key, wording(f"report.section.{key}")), *found]
    words = tuple((key, wording(f"report.page.{key}")) for key in ("contents", "filter", "numbers", "closed"))
    margin, properties = margin_of(result, wording), properties_of(result)
    return Tableau(title, tuple(blocks), margin=margin, words=words, properties=properties)


def _headed(blocks: Sequence[Block]) -> list[Block]:
    """Where a section has several tables, each gets its name as a heading, unless one stands there."""
    if sum(isinstance(block, (Table, Chart)) for block in blocks) < 2:
        return list(blocks)
    found: list[Block] = []
    headed = False
    for block in blocks:
        if isinstance(block, Table) and not headed:
            found.append(Paragraph((block.name,), "heading"))
        headed = isinstance(block, Paragraph) and (block.role == "heading" or headed)
        found.append(block)
    return found

"""Reports of the Jintai example, and pieces of them by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dutyscore.model.history import History
from dutyscore.model.tableau import Block, Chart, Paragraph, Section, Table, Tableau
from dutyscore.output.views.report import report_view
from dutyscore.output.views.report_told import Told
from dutyscore.output.views.run import Run
from dutyscore.output.wording import load
from dutyscore.pipeline import Outcome, Request, reviews_of, score
from dutyscore.rulebook.load import load_rulebook
from dutyscore.tables import Input

TOP = Path(__file__).parents[2]
JINTAI = TOP / "examples" / "jintai"


def scored(rules: bytes, log: bytes, roster: bytes | None = None, request: Request | None = None) -> Outcome:
    members = Input("roster.csv", roster) if roster else None
    return score(Input("rulebook.yaml", rules), [Input("logs.csv", log)], members, History(), request or Request())


def told_of(rules: bytes, outcome: Outcome, language: str = "zh", shown: tuple[int, ...] | None = None) -> Told:
    """What a report of an outcome is made of."""
    loaded = load_rulebook(rules, "rulebook.yaml")
    assert loaded.rulebook
    assert outcome.result
    run = Run(outcome.rows, outcome.inputs, ("logs.csv",), outcome.findings, shown=shown)
    return Told(outcome.result, run, loaded.rulebook, load(language), {}, reviews_of(loaded, outcome.result))


@cache
def jintai() -> tuple[bytes, bytes, bytes]:
    """Rulebook, log and roster."""
    rules = (TOP / "rules" / "jintai" / "rulebook.yaml").read_bytes()
    return rules, (JINTAI / "logs.csv").read_bytes(), (JINTAI / "roster.csv").read_bytes()


@cache
def jintai_told(language: str = "zh") -> Told:
    rules, log, roster = jintai()
    return told_of(rules, scored(rules, log, roster), language)


@cache
def jintai_report(format_: str = "html", language: str = "zh") -> Tableau:
    return report_view(jintai_told(language), format_)


def sections(report: Tableau) -> dict[str, list[Block]]:
    """The blocks of each section by its key."""
    found: dict[str, list[Block]] = {}
    for block in report.blocks:
        if isinstance(block, Section):
            found[block.key] = []
        elif found:
            found[next(reversed(found))].append(block)
    return found


def tables(blocks: list[Block]) -> Mapping[str, Table]:
    return {block.name: block for block in blocks if isinstance(block, Table)}


def charts(report: Tableau) -> dict[str, Chart]:
    return {block.key: block for block in report.blocks if isinstance(block, Chart)}


def rows(table: Table) -> list[dict[str, str]]:
    """Each row as texts by the key of the column; numbers as they are for machines."""
    keys = [column.key for column in table.columns]
    return [{key: cell.number or cell.text for key, cell in zip(keys, row, strict=True)} for row in table.rows]


def lines(blocks: list[Block]) -> list[str]:
    return [line for block in blocks if isinstance(block, Paragraph) for line in block.lines]

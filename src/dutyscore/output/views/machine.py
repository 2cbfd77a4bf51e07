"""The JSON form of results: stable machine words, points as decimal text, counts and places as whole numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from dutyscore.compare.history import SCHEMA
from dutyscore.model.days import Stretch, iso
from dutyscore.model.exact import decimal_text
from dutyscore.model.result import RankInfo, Result, RowInfo
from dutyscore.model.version import __version__
from dutyscore.output.finding_form import finding_form
from dutyscore.output.views.counts import by_row
from dutyscore.output.views.ledger_form import ledger_form
from dutyscore.output.views.run import Amounts, Run, categories, ranked
from dutyscore.tables import InputStamp

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int64

EXPLANATION_SCHEMA: Final = "dutyscore.explanation/1"
SEMANTICS: Final = "1"

Json = dict[str, Any]


def result_form(result: Result, run: Run) -> Json:
    """The whole result; `compare.history` reads it back."""
    return {
        "schema": SCHEMA,
        **stamps(result, run),
        "members": members_form(result, ranked(result, run)),
        "ledger": ledger_form(result, ranked(result, run), run.recorded),
        "counts": _counts(result, run),
        "findings": [finding_form(finding) for finding in run.findings],
        "manifest": _manifest(result, run),
    }


def stamps(result: Result, run: Run) -> Json:
    book = result.rulebook
    return {
        "rulebook": {
            "id": book.id,
            "version": book.version,
            "digest": book.digest,
            "title": book.title,
            "file": book.file,
            "source": book.source,
        },
        "inputs": [
            {
                "name": stamp.name,
                "role": role_of(stamp, run),
                "kind": stamp.kind,
                "digest": stamp.digest,
                "sheets": [{"name": sheet.name, "rows": sheet.rows} for sheet in stamp.sheets],
            }
            for stamp in run.inputs
        ],
        "period": _stretch(result.period),
        "selection": _stretch(result.selection),
        "as_of": iso(result.as_of),
        "provisional": result.provisional,
        "partial": result.partial,
        "roster_declared": result.roster.declared,
    }


def _stretch(stretch: Stretch) -> Json:
    return {"label": stretch.label, "first": iso(stretch.first), "last": iso(stretch.last)}


def members_form(result: Result, members: list[int]) -> list[Json]:
    """One mapping a member, in the order given; made column by column."""
    import numpy as np

    order = np.array(members, np.int64)
    standing = _standing_columns(result, order, members)
    columns = {**standing, **_detail_columns(result, order, members, standing["total"])}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _standing_columns(result: Result, order: Int64, members: list[int]) -> dict[str, list[Any]]:
    """Who it is, and where he stands."""
    amounts = Amounts(result.scale)
    scored = result.scored[order].tolist()
    total = amounts.column(result.totals[order].tolist())
    main = result.rank
    band = {index: {"name": row.name, "tone": row.tone} for index, row in enumerate(result.bands)}
    return {
        "id": [result.roster.ids[member] for member in members],
        "name": [result.roster.names[member] for member in members],
        "group": [result.group[member] if result.group else None for member in members],
        "scored": scored,
        "total": [
            text if counts and not result.pointless else None for text, counts in zip(total, scored, strict=True)
        ],
        "claimed": amounts.column(result.claimed[order].tolist()),
        "rank": [place or None for place in main.places[order].tolist()],
        "rank_from_end": [place or None for place in main.from_end[order].tolist()],
        "grade": _names(result.grades, result.grade[order].tolist()),
        "points_grade": _names(result.grades, result.points_grade[order].tolist()),
        "band": [band.get(index) for index in result.band[order].tolist()],
    }


def _detail_columns(result: Result, order: Int64, members: list[int], total: list[str | None]) -> dict[str, list[Any]]:
    """How it came about: values of nodes and totals, what decisions looked at, what was cut."""
    amounts = Amounts(result.scale)
    nodes, size = result.nodes, len(members)
    roots = categories(result)
    inner = [index for index, node in enumerate(nodes) if node.parent >= 0]

    def node_values(chosen: list[int]) -> list[Json]:
        columns = [amounts.column(result.values[order, index].tolist()) for index in chosen]
        return _mappings([nodes[index].id for index in chosen], columns, size)

    named = [amounts.column(info.values[order].tolist()) for info in result.named_totals]
    measures = [[_exact(measure.values[member]) for member in members] for measure in result.measures]
    requirements = [gate.members[order].tolist() for gate in result.requirements]
    others = [_places(ranking, order) for ranking in result.rankings[1:]]
    lists = [(row.name, set(row.members)) for row in result.lists]
    gap = [(reason, column[order].tolist()) for reason, column in result.gap.items()]
    return {
        "categories": node_values(roots),
        "nodes": node_values(inner),
        "totals": _mappings(["total", *(info.id for info in result.named_totals)], [total, *named], size),
        "measures": _mappings([measure.id for measure in result.measures], measures, size),
        "requirements": _mappings([gate.id for gate in result.requirements], requirements, size),
        "vetoes": _held([gate.id for gate in result.vetoes], [gate.members[order] for gate in result.vetoes], size),
        "rankings": _mappings([ranking.name for ranking in result.rankings[1:]], others, size),
        "standings": _sets(result, order),
        "shown": [{key: texts[member] for key, texts in result.shown.items() if texts[member]} for member in members],
        "lists": [[name for name, listed in lists if member in listed] for member in members],
        "capped": _held([node.id for node in nodes], list(result.capped[order].T), size),
        "gap": [{reason: amounts(column[row]) for reason, column in gap if column[row]} for row in range(size)],
    }


def _sets(result: Result, order: Int64) -> list[Json]:
    """For each member his row and place in every further set of grades or bands, by set and thing."""
    found: list[Json] = [{} for _ in order]
    for one in result.standings:
        columns = (one.row, one.slice, one.rank.places, one.rank.from_end)
        for form, values in zip(found, zip(*(column[order].tolist() for column in columns), strict=True), strict=True):
            row, number, place, from_end = values
            form.setdefault(one.name, {})[one.of] = {
                "name": one.rows[row].name if row >= 0 else None,
                "tone": one.rows[row].tone if row >= 0 else "",
                "rank": place or None,
                "rank_from_end": from_end or None,
                "slice": number or None,
                "provisional": one.provisional,
            }
    return found


def _mappings(ids: list[str], columns: list[list[Any]], size: int) -> list[Json]:
    """For each row the ids with their values in that row."""
    return [dict(zip(ids, row, strict=True)) for row in zip(*columns, strict=True)] if columns else [{}] * size


def _held(ids: list[str], columns: list[Bool], size: int) -> list[list[str]]:
    """For each row the ids of the columns that hold there."""
    found: list[list[str]] = [[] for _ in range(size)]
    for name, column in zip(ids, columns, strict=True):
        for row in column.nonzero()[0].tolist():
            found[row].append(name)
    return found


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _names(rows: tuple[RowInfo, ...], indices: list[int]) -> list[str | None]:
    return [rows[index].name if index >= 0 else None for index in indices]


def _places(ranking: RankInfo, order: Int64) -> list[Json]:
    pairs = zip(ranking.places[order].tolist(), ranking.from_end[order].tolist(), strict=True)
    return [{"rank": place or None, "rank_from_end": from_end or None} for place, from_end in pairs]


def _counts(result: Result, run: Run) -> Json:
    scored = result.scored.tolist()
    totals = [total for total, counts in zip(result.totals.tolist(), scored, strict=True) if counts]
    amounts = Amounts(result.scale)
    parts = dict(result.uncounted)
    return {
        "members": len(result.roster),
        "scored": sum(scored),
        "ranked": result.rank.ranked,
        "grades": by_row(result.grades, result.grade.tolist()),
        "bands": by_row(result.bands, result.band.tolist()),
        "standings": {one.rank.name: by_row(one.rows, one.row.tolist()) for one in result.standings},
        "mean": amounts.mean(totals) if totals and not result.pointless else None,
        "maximum": amounts(max(totals)) if totals and not result.pointless else None,
        "rows": {
            "read": run.rows.read,
            "scored": run.rows.taken - sum(parts.values()),
            "not_counted": parts,
            "refused": run.rows.refused,
            "skipped": dict(run.rows.skipped),
        },
    }


def _manifest(result: Result, run: Run) -> Json:
    """What it takes to compute this again: every file with its digest, and what was asked."""
    asked = run.asked
    shown = None if run.shown is None else [result.roster.ids[member] for member in run.shown]
    return {
        "program": "dutyscore",
        "version": __version__,
        "semantics": SEMANTICS,
        "rulebook": {"file": result.rulebook.file, "digest": result.rulebook.digest},
        "inputs": [{"name": stamp.name, "role": role_of(stamp, run), "digest": stamp.digest} for stamp in run.inputs],
        "history": [{"name": stamp.name, "digest": stamp.digest} for stamp in run.history],
        "map": asked.map and {"name": asked.map[0], "digest": asked.map[1]},
        "asked": {
            "sheet": asked.sheet,
            "encoding": asked.encoding,
            "year": asked.year,
            "hidden": asked.hidden,
            "as_of": asked.as_of,
            "period": asked.period,
            "from": asked.first,
            "to": asked.last,
            "partial": asked.partial,
        },
        "members": shown,
        "as_of": iso(result.as_of),
        "selection": _stretch(result.selection),
        "partial": result.partial,
    }


def role_of(stamp: InputStamp, run: Run) -> str:
    return "rejects" if stamp.decided else "log" if stamp.name in run.logs else "roster"

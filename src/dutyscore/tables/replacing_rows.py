"""Decided rows put in place of the rows of a log: a corrected row keeps its address, a void one is skipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.tables.cells import BLANK, Broken, Cell, Kind, RawColumn, RawTable, encoded
from dutyscore.tables.reading import Correction
from dutyscore.tables.replacing import CORRECTED, VOID, Corrections, stored, strangers


def replaced(table: RawTable, corrections: Sequence[Correction]) -> RawTable:
    """Put the decided rows of a sheet into its table. A cell that was not changed stays the cell it was."""
    if not corrections:
        return table
    by_row = {each.row: each for each in corrections}
    index = {row: place for place, row in enumerate(table.rows.tolist()) if row in by_row}
    void = {row for row, each in by_row.items() if each.decision == VOID}
    corrected = {row: each for row, each in by_row.items() if each.decision == CORRECTED}
    mended = {row.row: corrected[row.row] for row in table.broken if _fits(row, corrected.get(row.row), table)}
    columns = {
        position: _column(column, position, index, corrected, list(mended.values()))
        for position, column in table.columns.items()
    }
    rows = np.concatenate([table.rows, np.array(list(mended), np.int32)])
    order = np.argsort(rows, kind="stable") if mended else np.arange(len(rows))
    kept = order[~np.isin(rows[order], np.array(sorted(void), np.int32))]
    left = tuple(row for row in table.broken if row.row not in mended and row.row not in void)
    return replace(
        table,
        columns={position: _taken(column, kept) for position, column in columns.items()},
        rows=rows[kept],
        broken=left,
        voided=table.voided + len(table.rows) + len(table.broken) - len(kept) - len(left),
    )


def _taken(column: RawColumn, rows: np.ndarray) -> RawColumn:
    """The rows in a new order, with only the cells that occur in them."""
    codes = column.codes[rows]
    occurring = np.unique(codes)
    return RawColumn(
        np.searchsorted(occurring, codes).astype(np.int32), tuple(column.cells[code] for code in occurring.tolist())
    )


def _fits(row: Broken, each: Correction | None, table: RawTable) -> bool:
    """Whether the correction of a row that could not be cut into cells is one: a csv row no wider than its header."""
    if each is None:
        return False
    wide = [at for at, cell in each.cells.items() if at > table.header.width and cell.kind is not Kind.blank]
    return bool(table.sheet) or not wide


def _column(
    column: RawColumn,
    position: int,
    index: Mapping[int, int],
    corrected: Mapping[int, Correction],
    mended: Iterable[Correction],
) -> RawColumn:
    """The column with the changed cells of rows that it has, and behind them the cells of mended rows."""
    cells, codes = list(column.cells), column.codes.copy()
    added: list[int] = []
    for row, place in index.items():
        each = corrected.get(row)
        if each is None:
            continue
        cell = each.cells.get(position, BLANK)
        if stored(cell) != stored(column.cells[column.codes[place]]):
            codes[place] = len(cells)
            cells.append(_cell(cell))
    for each in mended:
        added.append(len(cells))
        cells.append(_cell(each.cells.get(position, BLANK)))
    return encoded(np.concatenate([codes, np.array(added, np.int32)]), cells)


def _cell(cell: Cell) -> Cell:
    return cell if cell.text else BLANK


def edited_but_undecided(table: RawTable, corrections: Corrections, digest: str) -> list[Diagnostic]:
    """Rows whose cells were changed while nobody said that this is what the row should be."""
    waiting = {
        each.row: each
        for each in corrections.by_address.values()
        if not each.decision and (each.digest, each.sheet) == (digest, table.sheet)
    }
    if not waiting:
        return []
    found = []
    for place, row in enumerate(table.rows.tolist()):
        each = waiting.get(row)
        if each and any(
            stored(each.cells.get(position, BLANK)) != stored(column.cells[column.codes[place]])
            for position, column in table.columns.items()
        ):
            found.append(each.place)
    facts = {"value": ", ".join(place.cell for place in found[:10])}
    return [Diagnostic("DS349", found[0], facts, also=tuple(found[1:]))] if found else []


@dataclass(frozen=True, slots=True)
class Settled:
    """The tables with all decided rows; `faults` are about rows that belong nowhere: nothing may then be scored."""

    tables: list[RawTable]
    faults: list[Diagnostic]
    warnings: list[Diagnostic]


def settle(tables: Sequence[RawTable], corrections: Corrections, digests: Mapping[str, str]) -> Settled:
    """Put every decided row in place. `digests` are those of the logs, by name."""
    files = {digest: name for name, digest in digests.items()}
    faults = [*corrections.findings, *strangers(corrections, files)]
    read = {(digests[table.file], table.sheet) for table in tables}
    faults += [] if faults else [*_unread(corrections, read), *_lost(tables, corrections, digests)]
    warnings: list[Diagnostic] = []
    settled: list[RawTable] = []
    for table in tables:
        digest = digests[table.file]
        warnings += edited_but_undecided(table, corrections, digest)
        settled.append(replaced(table, corrections.of(digest, table.sheet)))
    return Settled(settled, faults, warnings)


def _lost(tables: Sequence[RawTable], corrections: Corrections, digests: Mapping[str, str]) -> list[Diagnostic]:
    """Decided rows that stand in for no row of their sheet, which may hold several tables."""
    there: dict[tuple[str, str], set[int]] = {}
    for table in tables:
        rows = there.setdefault((digests[table.file], table.sheet), set())
        rows.update(table.rows.tolist(), (row.row for row in table.broken))
    return [
        Diagnostic("DS442", each.place, {"reason": "address", "value": str(each.row)})
        for each in corrections.by_address.values()
        if each.decision and each.row not in there.get((each.digest, each.sheet), {each.row})
    ]


def _unread(corrections: Corrections, read: set[tuple[str, str]]) -> list[Diagnostic]:
    """Decided rows of sheets that this run does not read."""
    found: dict[tuple[str, str], Correction] = {}
    for each in corrections.by_address.values():
        if (each.digest, each.sheet) not in read:
            found.setdefault((each.digest, each.sheet), each)
    return [
        Diagnostic("DS441", Place(each.place.file), {"file": _sheet_of(each), "reason": "unread"})
        for each in found.values()
    ]


def _sheet_of(each: Correction) -> str:
    return f"{each.file}!{each.sheet}" if each.sheet else each.file

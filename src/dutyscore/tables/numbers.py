"""Numbers as exact multiples of a field's last decimal, out of text that is checked first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.model.vocabulary import Field
from dutyscore.tables.cells import Cell, Kind
from dutyscore.tables.faults import Fault
from dutyscore.tables.spelling import narrow, trimmed

_NUMBER = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?", re.ASCII)
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::00)?", re.ASCII)
_MINUS = str.maketrans("\u2212", "-")
_LARGEST = 2**63 - 1
_SECONDS = 86_400

NumberReader = Callable[[Cell], int | Fault]


def number_reader(field: Field) -> NumberReader:
    """Reads a cell that is not blank as a number, percent or minutes field: multiples of 10**-decimals."""
    parts = {"percent": _percent, "minutes": _minutes}.get(field.type, _number)
    units = sorted((narrow(word) for word in field.unit), key=len, reverse=True)

    def read(cell: Cell) -> int | Fault:
        text = parts(_bare(cell, units) if units else cell)
        return Fault("DS305", {"value": cell.text}) if text is None else _scaled(text, cell, field)

    return read


def _bare(cell: Cell, units: Sequence[str]) -> Cell:
    """The cell without the unit behind its number; the longest unit that fits is meant."""
    text = trimmed(narrow(cell.text)) if cell.kind is Kind.text else ""
    found = next((unit for unit in units if text.endswith(unit)), "")
    return cell._replace(text=text.removesuffix(found).rstrip()) if found else cell


def _number(cell: Cell) -> str | None:
    """Plain decimal text of the cell's number; a percentage in a number field is the share that it stands for."""
    if cell.kind in (Kind.number, Kind.percent):
        return cell.text
    if cell.kind is not Kind.text:
        return None
    points = _points(cell.text)
    if points is None:
        return _plain(cell.text)
    share = parse_decimal(points)
    return None if share is None else decimal_text(share / 100)


def _points(text: str) -> str | None:
    """The number before a percent sign."""
    text = trimmed(narrow(text))
    return _plain(text[:-1]) if text.endswith("%") else None


def of_one_kind(read: NumberReader, cells: Sequence[Cell]) -> NumberReader:
    """Refuses bare numbers over 1 in a column that has percentages: 85 beside 85% may mean either."""
    if not any(cell.kind is Kind.percent or (cell.kind is Kind.text and _points(cell.text)) for cell in cells):
        return read

    def strict(cell: Cell) -> int | Fault:
        bare = cell.kind is Kind.number or (cell.kind is Kind.text and not _points(cell.text))
        number = parse_decimal(_number(cell) or "0") if bare else None
        return Fault("DS329", {"value": cell.text}) if number is not None and abs(number) > 1 else read(cell)

    return strict


def _percent(cell: Cell) -> str | None:
    """Percentage points: 95%, 95, and a cell 0.95 that is shown as 95% are all 95."""
    if cell.kind is Kind.percent:
        share = parse_decimal(cell.text)
        return None if share is None else decimal_text(share * 100)
    if cell.kind is Kind.text:
        return _plain(cell.text, "%")
    return _number(cell)


def _minutes(cell: Cell) -> str | None:
    """Minutes as a number, as 1:30, or as a cell that is shown as a time."""
    if cell.kind is Kind.time:
        days = parse_decimal(cell.text)
        return None if days is None else decimal_text(Fraction(round(days * _SECONDS), 60)) if days >= 0 else None
    if cell.kind is Kind.text and (clock := _CLOCK.fullmatch(trimmed(narrow(cell.text)))):
        return str(int(clock[1]) * 60 + int(clock[2]))
    return _number(cell)


def _plain(text: str, suffix: str = "") -> str | None:
    """The number of a text without its thousands marks; None if it is none. One `suffix` may follow it."""
    text = trimmed(narrow(text)).translate(_MINUS)
    if suffix:
        text = text.removesuffix(suffix).rstrip()
    return text.replace(",", "") if _NUMBER.fullmatch(text) else None


def _scaled(text: str, cell: Cell, field: Field) -> int | Fault:
    """The number in units of the field's last decimal, within its bounds."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return Fault("DS305", {"value": cell.text})
    whole, decimals = found[2].lstrip("0"), (found[3] or "").rstrip("0")
    if len(decimals) > field.decimals:
        return Fault("DS308", {"value": cell.text, "decimals": str(field.decimals)})
    if len(whole) + field.decimals > 30:
        return Fault("DS315", {"value": cell.text})
    value = int(f"{found[1]}{whole}{decimals.ljust(field.decimals, '0')}" if whole or field.decimals else "0")
    if abs(value) > _LARGEST:
        return Fault("DS315", {"value": cell.text})
    exact = Fraction(value, 10**field.decimals)
    if (field.min is not None and exact < field.min) or (field.max is not None and exact > field.max):
        low, high = ("" if bound is None else decimal_text(bound) for bound in (field.min, field.max))
        return Fault("DS307", {"value": cell.text, "min": low, "max": high})
    return value

"""Columns of facts as texts."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.model.columns import NO_DAY, Column, Days, Words
from dutyscore.model.days import iso
from dutyscore.model.exact import decimal_text


def fact_texts(column: Column) -> list[str]:
    """What stands in each row; empty where it is blank."""
    if isinstance(column, Words):
        return ["" if code < 0 else column.words[code] for code in column.codes.tolist()]
    if isinstance(column, Days):
        return ["" if day == NO_DAY else iso(day) for day in column.values.tolist()]
    return [
        "" if blank else decimal_text(Fraction(value, 10**column.decimals))
        for value, blank in zip(column.values.tolist(), column.blank.tolist(), strict=True)
    ]

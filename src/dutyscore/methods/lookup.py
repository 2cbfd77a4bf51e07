"""`lookup`: a tariff over one or more facts (clause types C06, C18, C22): level, role, state.

`points` is a table, nested once per further field. Words that the table does not list need `otherwise`.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import model_validator

from dutyscore.model.columns import Days, Numbers, Words
from dutyscore.model.exact import decimal_text, parse_decimal
from dutyscore.model.written import (
    UNSTATED,
    Award,
    Path,
    ReadBy,
    Text,
    Texts,
    Unstated,
    Written,
    as_text,
    refuse,
    shape_of,
)

if TYPE_CHECKING:
    from dutyscore.methods.faults import Fault
    from dutyscore.model.columns import Bool, Column, Facts, Int64
    from dutyscore.model.ratio import Ratio

Table = dict[tuple[str, ...], Fraction | Unstated]


def _leaf(value: object, path: Path) -> Fraction | Unstated:
    if value == "unstated":
        return UNSTATED
    points = parse_decimal(as_text(value, path))
    if points is None:
        refuse("DS204", path, value=str(value))
    return points


def _table(value: object) -> Table:
    """The nested mapping flattened to one row per combination of words."""
    if not isinstance(value, dict) or not value:
        refuse("DS203", expected="mapping", found=shape_of(value))
    rows: Table = {}

    def walk(part: dict[str, Any], words: tuple[str, ...]) -> None:
        for word, inner in part.items():
            here = (*words, str(word))
            if isinstance(inner, dict) and inner:
                walk(inner, here)
            else:
                rows[here] = _leaf(inner, here)

    walk(value, ())
    return rows


class Lookup(Written):
    """`field` or `fields` name the facts; the table has as many levels as there are fields."""

    field: Text | None = None
    fields_: Texts | None = None
    points: Annotated[Table, ReadBy(_table)]
    otherwise: Award | None = None
    blank: Award | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        if isinstance(value, dict) and "fields" in value and "fields_" not in value:
            value = {("fields_" if key == "fields" else key): given for key, given in value.items()}
        return value

    @model_validator(mode="after")
    def _levels(self) -> Self:
        if self.field and self.fields_:
            refuse("DS201", ("fields",), key="fields", nearest="field")
        levels = len(self.fields()) or 1
        for words in self.points:
            if len(words) != levels:
                refuse("DS203", ("points", *words[:levels]), expected="mapping" if len(words) < levels else "text",
                       found="text" if len(words) < levels else "mapping")  # fmt: skip
        return self

    def fields(self) -> tuple[str, ...]:
        return self.fields_ or ((self.field,) if self.field else ())

    def faults(self, rows: "Facts") -> "list[Fault]":
        from dutyscore.methods.faults import Fault, blanks, needed

        names = self.fields()
        columns = [rows.column(name) for name in names]
        found: list[Fault] = []
        blank = None
        for name, column in zip(names, columns, strict=True):
            if self.blank is None:
                found += needed(name, column)
            blank = blanks(column) if blank is None else blank | blanks(column)
        values, index = self._values(columns)
        for wanted, code in ((None, "DS319"), (UNSTATED, "DS320")):
            bad = _where(values, index, wanted)
            if wanted is None and blank is not None:
                bad &= ~blank
            if bad.any():
                found.append(Fault(bad, code, names[-1]))
        return found

    def worth(self, rows: "Facts") -> "Ratio":
        from dutyscore.model.ratio import Ratio

        values, index = self._values([rows.column(name) for name in self.fields()])
        return Ratio.table([value if isinstance(value, Fraction) else Fraction(0) for value in values], index)

    def points_for(self, value: Fraction) -> Fraction | Unstated | None:
        """Points of a measure's value; None when the table does not list it."""
        for (word,), points in self.points.items():
            if parse_decimal(word) == value:
                return points
        return self.otherwise

    def _values(self, columns: "list[Column]") -> "tuple[list[Fraction | Unstated | None], Int64]":
        """The points of every distinct combination of facts, and which of them each row has."""
        keys = [_keys(column) for column in columns]
        if len(columns) == 1:
            words, index = keys[0]
            return [self._points((word,)) for word in words], index
        import numpy as np

        combined = keys[0][1].astype(np.int64)
        for words, index in keys[1:]:
            combined = combined * len(words) + index
        distinct, index = np.unique(combined, return_inverse=True)
        values = []
        for number in distinct.tolist():
            combination: tuple[str, ...] = ()
            for words, _ in reversed(keys):
                number, last = divmod(number, len(words))
                combination = (words[last], *combination)
            values.append(self._points(combination))
        return values, index

    def _points(self, words: tuple[str, ...]) -> Fraction | Unstated | None:
        if "" in words:
            return self.blank
        found = self.points.get(words)
        return self.otherwise if found is None else found


def _keys(column: "Column") -> "tuple[list[str], Int64]":
    """The words a column can hold ('' for blank, last) and the index of each row's word."""
    import numpy as np

    if isinstance(column, Words):
        return [*column.words, ""], np.where(column.codes < 0, len(column.words), column.codes)
    if isinstance(column, Numbers):
        distinct, index = np.unique(column.values, return_inverse=True)
        words = [decimal_text(Fraction(value, 10**column.decimals)) for value in distinct.tolist()]
        return [*words, ""], np.where(column.blank, len(words), index)
    assert not isinstance(column, Days), "a tariff over dates is refused when the rulebook is loaded"
    raise AssertionError


def _where(values: list[Fraction | Unstated | None], index: "Int64", wanted: object) -> "Bool":
    import numpy as np

    hit = np.array([value is wanted for value in values], bool)
    return hit[index]

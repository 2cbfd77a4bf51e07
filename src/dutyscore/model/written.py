"""How a rulebook writes values: the pydantic types that turn its text into exact data.

Every scalar of the file arrives as text. A failed value raises `PydanticCustomError` whose type is a finding's code
(`DS204`) and whose context holds its facts; `path` in the context leads from the value to the part at fault.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from fractions import Fraction
from functools import partial
from typing import Annotated, Any, NoReturn, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, PlainValidator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import CoreSchema, no_info_before_validator_function, no_info_plain_validator_function

from dutyscore.model.days import parse_iso
from dutyscore.model.exact import Rounding, parse_decimal, parse_factor

Path = tuple[str | int, ...]
_T = TypeVar("_T")


def refuse(code: str, path: Path = (), **facts: str) -> NoReturn:
    """Raise the finding `code` about the value being validated, or about the part of it at `path`."""
    raise PydanticCustomError(code, "{facts}", {"facts": facts, "path": path})


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """The known word closest to `word`, empty if none is close. A word of two or three characters, as Chinese words
    are, may differ in one of them."""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    if not found and 2 <= len(word) <= 3:
        same_length = [one for one in known if len(one) == len(word)]
        close = [one for one in same_length if sum(a != b for a, b in zip(one, word, strict=True)) == 1]
        found = close if len(close) == 1 else []
    return found[0] if found else ""


def shape_of(value: object) -> str:
    return "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "text"


def as_text(value: object, path: Path = ()) -> str:
    """The scalar as text, or DS203."""
    if not isinstance(value, str):
        refuse("DS203", path, expected="text", found=shape_of(value))
    return value


def _scalar(parse: Callable[[str], _T | None], code: str) -> Callable[[object], _T]:
    def read(value: object) -> _T:
        text = as_text(value)
        found = parse(text)
        if found is None:
            refuse(code, value=text)
        return found

    return read


class Share(Fraction):
    """A number that was written as a percent: only shares are compared with it."""


def _bound(text: str) -> Fraction | None:
    found = parse_factor(text)
    return Share(found) if found is not None and text.endswith("%") else found


def _whole(text: str) -> int | None:
    value = parse_decimal(text)
    return value.numerator if value is not None and value.denominator == 1 else None


def _month_day(text: str) -> tuple[int, int] | None:
    day = parse_iso(f"2000-{text}")  # a leap year: 02-29 may be written
    return None if day is None else (int(text[:2]), int(text[3:]))


def _yes(value: object) -> bool:
    text = as_text(value)
    if text not in ("true", "false"):
        refuse("DS205", value=text, allowed="true, false", nearest=nearest(text, ["true", "false"]))
    return text == "true"


def _listed(value: object) -> object:
    """A single value where several may stand counts as a list of one."""
    return value if isinstance(value, list) else [value]


class ReadBy(PlainValidator):
    """A text is read by a function of ours, and by nothing of pydantic's: what it would need to write values out again,
    which nobody does, takes longer to make than all the rest of a schema."""

    def __get_pydantic_core_schema__(self, source_type: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(cast(Callable[[object], object], self.func))


class ReadFirst(BeforeValidator):
    """A value is put into shape by a function of ours before pydantic reads it; nobody need look how many arguments
    the function takes."""

    def __get_pydantic_core_schema__(self, source_type: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        shape = cast(Callable[[object], object], self.func)
        return no_info_before_validator_function(shape, schema=handler(source_type))


class _ReadApart:
    """A part is read by its own schema."""

    def __get_pydantic_core_schema__(self, source_type: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_plain_validator_function(source_type.model_validate)


Apart = Annotated[_T, _ReadApart()]
"""A part that few rulebooks have: its schema is made when one has it, not together with that of the whole."""

Text = Annotated[str, ReadBy(as_text)]
Points = Annotated[Fraction, ReadBy(_scalar(parse_decimal, "DS204"))]
Factor = Annotated[Fraction, ReadBy(_scalar(parse_factor, "DS204"))]
Bound = Annotated[Fraction, ReadBy(_scalar(_bound, "DS204"))]
Whole = Annotated[int, ReadBy(_scalar(_whole, "DS204"))]
Day = Annotated[int, ReadBy(_scalar(parse_iso, "DS206"))]
MonthDay = Annotated[tuple[int, int], ReadBy(_scalar(_month_day, "DS206"))]
Yes = Annotated[bool, ReadBy(_yes)]
Texts = Annotated[tuple[Text, ...], ReadFirst(_listed)]


class Unstated:
    """`unstated`: the regulation does not say. Whoever lands there is reported, never guessed."""

    def __repr__(self) -> str:
        return "unstated"


UNSTATED = Unstated()


def _points_or_unstated(value: object) -> Fraction | Unstated:
    return UNSTATED if value == "unstated" else _scalar(parse_decimal, "DS204")(value)


Award = Annotated[Fraction | Unstated, ReadBy(_points_or_unstated)]
"""Points, or `unstated`."""


def _one_of(allowed: tuple[str, ...], value: object) -> str:
    text = as_text(value)
    if text not in allowed:
        refuse("DS205", value=text, allowed=", ".join(allowed), nearest=nearest(text, list(allowed)))
    return text


def one_of(*allowed: str) -> ReadBy:
    """Marks a text as one of the named words; anything else is DS205 with the nearest."""
    return ReadBy(partial(_one_of, allowed))


RoundingWord = Annotated[Rounding, one_of("half_up", "half_even", "down", "up")]
PartWord = Annotated[str, one_of("proportional", "full", "started")]


class Written(BaseModel):
    """A mapping of a rulebook: unknown keys refused, frozen once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True, defer_build=True
    )  # built once, inside the rulebook, not class by class

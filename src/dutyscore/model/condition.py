"""The one grammar of conditions: a mapping = all must hold, a list of mappings = any one of them.

Values stay text here; who compiles a condition knows the type of each name and turns text into numbers, days, words.
"""

from typing import Annotated

from dutyscore.model.exact import parse_decimal
from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Path, ReadBy, as_text, nearest, refuse, shape_of

BOUNDS = ("at_least", "above", "at_most", "below")
_SCOPES = ("over", "in", "running")
KEYS = (*BOUNDS, "is", "not", "blank", *_SCOPES)


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a named value.

    `equals`: it is one of these texts (empty = not asked). `bounds`: pairs (at_least | above | at_most | below, text).
    `blank`: it must be blank (True) or filled (False); None = not asked. `negated`: the test under `not`.
    A blank value fails every test but `blank`, also under `not`. `last_period` reads the period before instead of this
    one; `running: n` asks it of this period and the n-1 before; `over` names a window other than the period. `path`
    leads to the test inside its condition.
    """

    name: str
    path: Path
    equals: tuple[str, ...] = ()
    bounds: tuple[tuple[str, str], ...] = ()
    blank: bool | None = None
    negated: bool = False
    last_period: bool = False
    running: int = 1
    over: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """Any of these groups, in each of which all tests must hold."""

    any_of: tuple[tuple[Test, ...], ...]

    def tests(self) -> list[Test]:
        return [test for group in self.any_of for test in group]

    def names(self) -> list[str]:
        return [test.name for test in self.tests()]


def _test(name: str, value: object, path: Path) -> Test:
    if isinstance(value, str):
        return Test(name, path, equals=(value,))
    if isinstance(value, list):
        if not value:
            refuse("DS213", path, value="[]")
        return Test(name, path, equals=tuple(as_text(item, (*path, index)) for index, item in enumerate(value)))
    if not isinstance(value, dict) or not value:
        refuse("DS213", path, value="{}")
    bounds: list[tuple[str, str]] = []
    blank: bool | None = None
    equals: tuple[str, ...] = ()
    inner: Test | None = None
    last_period, running, over = False, 1, ""
    for key, given in value.items():
        here = (*path, key)
        if key in BOUNDS:
            bounds.append((key, as_text(given, here)))
        elif key == "is":
            equals = _test(name, given, here).equals
            if not equals:
                refuse("DS213", here, value="is")
        elif key == "blank":
            if given not in ("true", "false"):
                refuse("DS205", here, value=str(given), allowed="true, false", nearest="")
            blank = given == "true"
        elif key == "not":
            inner = _test(name, given, here)
            if inner.blank is not None or inner.negated or inner.last_period or inner.running != 1 or inner.over:
                refuse("DS213", here, value="not")
        elif key == "in":
            if given != "last_period":
                refuse("DS205", here, value=str(given), allowed="last_period", nearest="last_period")
            last_period = True
        elif key == "over":
            over = as_text(given, here)
        elif key == "running":
            count = parse_decimal(as_text(given, here))
            if count is None or count.denominator != 1 or not 2 <= count <= 20:
                refuse("DS204", here, value=str(given))
            running = count.numerator
        else:
            refuse("DS201", here, key=str(key), nearest=nearest(str(key), KEYS))
    if inner is not None:
        if bounds or equals or blank is not None:
            refuse("DS213", path, value="not")
        return Test(name, path, inner.equals, inner.bounds, None, True, last_period, running, over)
    if not bounds and not equals and blank is None:
        refuse("DS213", path, value=", ".join(value))
    return Test(name, path, equals, tuple(bounds), blank, False, last_period, running, over)


def parse_condition(value: object) -> Condition:
    """The condition written as `value`; errors carry the path to the faulty part."""
    if isinstance(value, dict):
        groups: list[tuple[Path, object]] = [((), value)]
    elif isinstance(value, list) and value:
        groups = [((index,), group) for index, group in enumerate(value)]
    else:
        refuse("DS203", expected="mapping", found=shape_of(value))
    read = []
    for path, group in groups:
        if not isinstance(group, dict) or not group:
            refuse("DS203", path, expected="mapping", found=shape_of(group))
        read.append(tuple(_test(str(name), given, (*path, name)) for name, given in group.items()))
    return Condition(tuple(read))


When = Annotated[Condition, ReadBy(parse_condition)]
"""A condition as it stands in a rulebook."""

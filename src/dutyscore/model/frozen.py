"""`dataclass` for the classes of the program, nearly all of them frozen: the same classes, made in a tenth of the time.

The standard one compiles six functions for every class, which for 190 classes is a sixth of a small run. Here what all
of them do alike is written once, and `__init__` is compiled for classes of which many objects are made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: Any = None, /, **options: bool) -> Any:
        """Like `dataclasses.dataclass`, for `frozen`, `order`, `eq` and `slots`."""
        alike = {**_ALIKE, **(_FIXED if options.get("frozen") else _LOOSE), **(_ORDER if options.get("order") else {})}
        alike = {name: way for name, way in alike.items() if options.get("eq", True) or name not in _EQUALITY}
        slots = options.get("slots", False)
        return _made(cls, alike, slots) if cls else lambda given: _made(given, alike, slots)


def _made(cls: Any, alike: dict[str, Any], slots: bool) -> Any:
    """The class with its fields, and with the shared functions that it does not bring itself."""
    own = {name for name, way in vars(cls).items() if way is not None}
    cls.__doc__ = cls.__doc__ or cls.__name__  # the standard one would look for a signature to write here
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    for name in alike.keys() - own:
        setattr(made, name, alike[name])
    return made


_MANY = 16
"""Objects of a class from which on its own `__init__` pays: compiling one takes as long as making so many without."""
_counts: dict[Any, int] = {}


def _init(self: Any, *values: Any, **named: Any) -> None:
    """Stands in until many objects of a class are made, and where the arguments do not fit."""
    cls = type(self)
    count = _counts.get(cls, 0)
    if count < _MANY and _filled(self, values, named):
        _counts[cls] = count + 1
        return
    cls.__init__ = _compiled(cls)
    cls.__init__(self, *values, **named)


def _filled(self: Any, values: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Give an object its fields; False if the arguments are not those of its class."""
    fields, more = _defaults(self.__class__)
    left = len(named)
    if len(values) > len(fields):
        return False
    for place, (name, default, factory) in enumerate(fields):
        value = default
        if place < len(values):
            value = values[place]
        elif name in named:
            value, left = named[name], left - 1
        elif factory is not dataclasses.MISSING:
            value = factory()
        if value is dataclasses.MISSING:
            return False
        object.__setattr__(self, name, value)
    if left:
        return False
    if more:
        self.__post_init__()
    return True


@cache
def _defaults(cls: Any) -> tuple[tuple[tuple[str, Any, Any], ...], bool]:
    """Name, default and maker of the default of each field; whether something is to be done when all are there."""
    fields = tuple((field.name, field.default, field.default_factory) for field in dataclasses.fields(cls))
    return fields, hasattr(cls, "__post_init__")


def _compiled(cls: Any) -> Any:
    known: dict[str, Any] = {"__put__": object.__setattr__, "__missing__": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for field in dataclasses.fields(cls):
        name, factory = field.name, field.default_factory is not dataclasses.MISSING
        known[f"__default_{name}"] = field.default_factory if factory else field.default
        required = field.default is dataclasses.MISSING and not factory
        parameters.append(name if required else f"{name}={'__missing__' if factory else f'__default_{name}'}")
        value = f"__default_{name}() if {name} is __missing__ else {name}" if factory else name
        slot = getattr(getattr(cls, name, None), "__set__", None)
        if slot is None:
            lines.append(f" __put__(self, {name!r}, {value})\n")
        else:  # a slot that is known need not be looked for: a third of the time
            known[f"__put_{name}"] = slot
            lines.append(f" __put_{name}(self, {value})\n")
    lines += [" self.__post_init__()\n"] if hasattr(cls, "__post_init__") else []
    text = f"def __init__({', '.join(parameters)}):\n{''.join(lines) or ' pass'}"
    exec(text, known)  # noqa: S102 - made of nothing but the names of fields
    return known["__init__"]


@cache
def _values(cls: Any) -> Callable[[Any], Any]:
    """What two objects of a class are compared by."""
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    return attrgetter(*names) if names else type


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _eq(self: Any, other: Any) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    values = _values(self.__class__)
    return values(self) == values(other)


def _compared(way: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    """The fields compared one after the other, as those of tuples are."""

    def compared(self: Any, other: Any) -> Any:
        if type(self) is not type(other):
            return NotImplemented
        values = _values(self.__class__)
        return way(values(self), values(other))

    return compared


def _hash(self: Any) -> int:
    return hash(_values(self.__class__)(self))


def _refused(self: Any, name: str, *value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _reduce(self: Any) -> Any:
    return type(self), tuple([getattr(self, field.name) for field in dataclasses.fields(self)])


_EQUALITY = ("__eq__", "__hash__")
_ALIKE: dict[str, Any] = {"__init__": _init, "__repr__": _repr, "__eq__": _eq, "__reduce__": _reduce}
_FIXED = {"__hash__": _hash, "__setattr__": _refused, "__delattr__": _refused}
_LOOSE = {"__hash__": None}
_ORDER = {"__lt__": _compared(lt), "__le__": _compared(le), "__gt__": _compared(gt), "__ge__": _compared(ge)}

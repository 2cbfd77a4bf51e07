"""What a run never asks of libraries is left out, compiled later or declared plainly: a fifth of its start."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MODULES = (
    "numpy._core._add_newdocs",
    "numpy._core._add_newdocs_scalars",
    "numpy._typing._array_like",
    "numpy._typing._char_codes",
    "numpy._typing._dtype_like",
    "numpy._typing._nbit_base",
    "numpy._typing._nested_sequence",
    "pydantic.plugin._loader",
)
"""Names for type checkers, help texts, the search for plugins: each is a module of a library that does nothing else, in
whose place another one stands before the library is loaded. A version that has no such module does not notice."""


class _Unasked(type(sys)):  # type: ignore[misc]  # `types` is not loaded for the version
    """A module in which every name is `list`: it may stand in brackets as a type does, and called it is empty."""

    def __getattr__(self, name: str) -> type[list[object]]:
        if name.startswith("__"):
            raise AttributeError(name)
        return list


def leave_out() -> None:
    """Only right for a process that ends with the run, and before a library is loaded."""
    for name in _MODULES:
        sys.modules.setdefault(name, _Unasked(name))


def compile_later() -> None:
    """The functions that `dataclasses` writes for classes of libraries are compiled when they are first called, which
    most never are: a twentieth of a start. From Python 3.13 on they are made in another way, and are left alone."""
    import dataclasses

    create = getattr(dataclasses, "_create_fn", None)
    if create is None:
        return

    def later(name: str, *how: Any, **where: Any) -> Any:
        made: list[Any] = []

        def stand_in(*given: Any, **named: Any) -> Any:
            if not made:
                made.append(create(name, *how, **where))
            return made[0](*given, **named)

        stand_in.__name__ = name
        return stand_in

    dataclasses._create_fn = later  # type: ignore[attr-defined]


def declare_plainly() -> None:
    """Some modules of libraries are executed in a way of their own (`_INSTEAD`): a twentieth of a start."""
    sys.meta_path.insert(0, _Plainly())


def _plain_dictionaries() -> list[tuple[Any, str, Any]]:
    """pydantic declares ninety kinds of schemas with the types of all their fields, for type checkers, and never looks
    at these again."""
    import typing

    import typing_extensions

    class Plain(dict):  # type: ignore[type-arg]
        def __init_subclass__(cls, **how: Any) -> None:
            """Takes what a typed dictionary takes."""

    return [(typing, "TypedDict", Plain), (typing_extensions, "TypedDict", Plain)]


def _patterns_later() -> list[tuple[Any, str, Any]]:
    """PyYAML compiles patterns that its parser in C, or a small file, never asks for."""
    import re

    from dutyscore.model.pattern import later

    return [(re, "compile", later)]


_INSTEAD = {
    "pydantic_core.core_schema": _plain_dictionaries,
    "yaml.reader": _patterns_later,
    "yaml.resolver": _patterns_later,
}
"""Modules, and what other modules have to offer while these are executed: where, its name, what it is instead."""


class _Plainly:
    """Finds these modules where they always were, and lets them be executed so."""

    def __init__(self) -> None:
        self._loaders: dict[str, Any] = {}

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name not in _INSTEAD or name in self._loaders:
            return None
        from importlib.util import find_spec

        self._loaders[name] = None  # it is asked once more, by what follows
        spec = find_spec(name)
        if spec is not None:
            self._loaders[name], spec.loader = spec.loader, self  # type: ignore[assignment]
        return spec

    def create_module(self, spec: Any) -> None:
        """As always."""

    def exec_module(self, module: Any) -> None:
        loader, instead = self._loaders[module.__name__], _INSTEAD[module.__name__]()
        before = [(where, name, getattr(where, name)) for where, name, _ in instead]
        try:
            _set(instead)
            loader.exec_module(module)
        except (TypeError, AttributeError):  # a version that does more with them
            _set(before)
            loader.exec_module(module)
        finally:
            _set(before)


def _set(names: list[tuple[Any, str, Any]]) -> None:
    for where, name, value in names:
        setattr(where, name, value)

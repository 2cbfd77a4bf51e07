"""Parts of libraries that a run never asks for and that would be a twelfth of its start: names for type checkers,
help texts, the search for plugins.

Each is a module of a library that does nothing else; another module stands in its place before the library is loaded.
A version of a library that has no such module does not notice.
"""

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
_DECLARED = "pydantic_core.core_schema"


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
    """The kinds of schemas of pydantic as plain dictionaries: it declares ninety of them with the types of all their
    fields, for type checkers, and never looks at these again: a fortieth of a start."""
    sys.meta_path.insert(0, _Plainly())


class _Plainly:
    """Finds one module where it always was, and lets it be executed in its own way."""

    _loader: Any

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name != _DECLARED:
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        if spec is not None:
            self._loader, spec.loader = spec.loader, self  # type: ignore[assignment]
        return spec

    def create_module(self, spec: Any) -> None:
        """As always."""

    def exec_module(self, module: Any) -> None:
        import typing

        import typing_extensions

        class Plain(dict):  # type: ignore[type-arg]
            def __init_subclass__(cls, **how: Any) -> None:
                """Takes what a typed dictionary takes."""

        before = [(where, where.TypedDict) for where in (typing, typing_extensions)]
        try:
            for where, _ in before:
                where.TypedDict = Plain  # type: ignore[attr-defined]
            self._loader.exec_module(module)
        except (TypeError, AttributeError):  # a version that does more with them
            for where, typed in before:
                where.TypedDict = typed  # type: ignore[attr-defined]
            self._loader.exec_module(module)
        finally:
            for where, typed in before:
                where.TypedDict = typed  # type: ignore[attr-defined]

"""Parts of libraries that a run never asks for and that would be a twelfth of its start: names for type checkers,
help texts, the search for plugins.

Each is a module of a library that does nothing else; another module stands in its place before the library is loaded.
A version of a library that has no such module does not notice.
"""

from __future__ import annotations

import sys

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

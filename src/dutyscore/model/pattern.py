"""`later` for regular expressions that few runs need: compiled when they are first asked, as each takes half a
millisecond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as later
else:
    import re

    class later:  # noqa: N801 - called like the function it stands for
        """What `re.compile` would give."""

        def __init__(self, pattern: str, flags: int = 0) -> None:
            self._wanted = pattern, flags

        def __getattr__(self, name: str) -> Any:
            found = self.__dict__[name] = getattr(re.compile(*self._wanted), name)
            return found


__all__ = ["later"]

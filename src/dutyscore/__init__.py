"""dutyscore: published duty-scoring regulations as YAML rulebooks, applied to the logs that offices keep."""

from __future__ import annotations

from dutyscore.model.version import __version__ as __version__

TYPE_CHECKING = False  # `typing` alone takes half the time that the version may take
if TYPE_CHECKING:
    from typing import Any

    from dutyscore.api import ScoreError as ScoreError
    from dutyscore.api import Scores as Scores
    from dutyscore.api import score as score


def __getattr__(name: str) -> Any:
    """The Python interface, loaded when it is first asked for: the command line does without pandas."""
    if name == "cluster":
        from importlib import import_module

        return import_module("dutyscore.cluster")
    if name in ("ScoreError", "Scores", "score"):
        from dutyscore import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

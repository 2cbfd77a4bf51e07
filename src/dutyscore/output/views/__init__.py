"""Reports: a result, seen by somebody. Each view turns a Result into a Tableau; one file each, one explicit list."""

from __future__ import annotations

from typing import Final

from dutyscore.output.views.explain import explain_view
from dutyscore.output.views.pipeline import pipeline_view
from dutyscore.output.views.score import score_view

__all__ = ["VIEWS", "explain_view", "pipeline_view", "score_view"]

VIEWS: Final = {"score": score_view, "explain": explain_view, "pipeline": pipeline_view}
"""Every view, by the word under which its messages stand."""

"""Charts as inline SVG: shapes and words only, looks come from the style sheet of the page."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from dutyscore.model.tableau import Chart, ChartKind
from dutyscore.output.formats.svg_canvas import WIDTH, Canvas
from dutyscore.output.formats.svg_lying import bars, profile
from dutyscore.output.formats.svg_trend import trend
from dutyscore.output.formats.svg_upright import columns, distribution

_KINDS: Final[dict[ChartKind, Callable[[Chart], Canvas]]] = {
    "distribution": distribution,
    "columns": columns,
    "bars": bars,
    "trend": trend,
    "profile": profile,
}


def picture(chart: Chart, name: str) -> str:
    """The chart as an element; `name` is unique on the page. Who cannot see it hears the title and the summary."""
    canvas = _KINDS[chart.kind](chart)
    head = (
        f'<svg viewBox="0 0 {WIDTH} {canvas.height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(chart.title)}</title><desc id="{name}-d">{escape(chart.summary)}</desc>'
    )
    return "\n".join([head, *canvas.shapes, "</svg>"])

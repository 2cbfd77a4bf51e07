"""Lying bars: one label a line; and panels of them side by side, one for each series."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.model.tableau import Chart
from dutyscore.output.formats.svg_canvas import SERIES, WIDTH, Axis, Canvas, exact, fitted, room

_LINE = 24
_BAR = 14
_GAP = 10
_NAMES = 240
"""Units that labels take at most."""
_PANELS = 4
"""Panels side by side."""


def bars(chart: Chart) -> Canvas:
    """Values to the left and right of zero, each written behind its bar."""
    texts = chart.series[0].values
    values = [exact(text) or Fraction(0) for text in texts]
    names = _names(chart)
    canvas = Canvas(_LINE * len(values) + 40)
    start = names + 2 * _GAP + max((room(text) for text, v in zip(texts, values, strict=True) if v < 0), default=0)
    end = WIDTH - _GAP - max((room(text) for text, v in zip(texts, values, strict=True) if v >= 0), default=0)
    low, high = min([*values, Fraction(0)]), max([*values, Fraction(0)])
    across = Axis(low, high if high > low else low + 1, Fraction(start), Fraction(end))
    zero, bottom = across(0), Fraction(_LINE * len(values) + 26)
    for mark in chart.marks:
        x = across(exact(mark.value) or Fraction(0))
        canvas.line(x, 18, x, bottom, "mark")
        canvas.text(x, 12, mark.text, "middle", "marked")
    for place, (value, text, label) in enumerate(zip(values, texts, chart.labels, strict=True)):
        y = Fraction(24 + _LINE * place)
        canvas.text(names, y + 12, fitted(label, names), "end")
        left, right = sorted((zero, across(value)))
        canvas.rect(left, y, max(right - left, Fraction(1)), _BAR, "below" if value < 0 else "above", label)
        shown = f"+{text}" if value > 0 else text
        canvas.text(left - 5 if value < 0 else right + 5, y + 12, shown, "end" if value < 0 else "start", "small")
    return canvas


def profile(chart: Chart) -> Canvas:
    """A panel for each series, the labels once at the left: what a group is strong in is seen down the panels."""
    names = _names(chart)
    rows = -(-len(chart.series) // _PANELS)
    height = _LINE * len(chart.labels) + 40
    canvas = Canvas(height * rows)
    across = min(_PANELS, len(chart.series))
    part = Fraction(WIDTH - names - _GAP, max(1, across))
    for number, _ in enumerate(chart.series):
        row, column = divmod(number, _PANELS)
        if column == 0:
            for place, label in enumerate(chart.labels):
                y = height * row + 30 + _LINE * place
                canvas.text(names, y + 12, fitted(label, names), "end")
        _panel(canvas, chart, number, Fraction(names + 2 * _GAP) + part * column, part - 2 * _GAP, height * row)
    return canvas


def _panel(canvas: Canvas, chart: Chart, number: int, left: Fraction, part: Fraction, top: int) -> None:
    """The bars of one series; its own scale, as the numbers stand beside them."""
    series = chart.series[number]
    values = [exact(text) for text in series.values]
    known = [value for value in values if value is not None]
    low, high = min([*known, Fraction(0)]), max([*known, Fraction(0)])
    before = max((room(text) for text in series.values if text.startswith("-")), default=Fraction(0))
    behind = max((room(text) for text in series.values), default=Fraction(0))
    axis = Axis(low, high if high > low else low + 1, left + before, left + part - behind - 6)
    canvas.text(left + before, top + 16, fitted(series.name, part - before), "start", "head")
    for place, (value, text) in enumerate(zip(values, series.values, strict=True)):
        y = top + 30 + _LINE * place
        if value is None:
            continue
        begin, end = sorted((axis(0), axis(value)))
        told = f"{chart.labels[place]}, {series.name}: {text}"
        canvas.rect(begin, y, max(end - begin, Fraction(1)), _BAR, f"s{number % SERIES + 1}", told)
        canvas.text(begin - 4 if value < 0 else end + 4, y + 12, text, "end" if value < 0 else "start", "small")
    canvas.line(axis(0), top + 26, axis(0), top + 30 + _LINE * len(values), "axis")


def _names(chart: Chart) -> int:
    """Units for the labels at the left."""
    longest = max((room(label) for label in chart.labels), default=Fraction(0))
    return min(_NAMES, int(longest) + 4)

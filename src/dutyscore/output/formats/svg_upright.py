"""Upright columns: a distribution with vertical lines at bounds, and plain columns with level lines."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.model.exact import decimal_text
from dutyscore.model.tableau import Chart
from dutyscore.output.formats.svg_canvas import WIDTH, Axis, Canvas, exact, fitted, room, ticks

_HEIGHT, _LEFT, _RIGHT, _BOTTOM = 280, 52, 24, 46
_MARK_LINE = 17
"""Units that each line of words above the picture takes."""


def distribution(chart: Chart) -> Canvas:
    """Columns without gaps over an axis of bounds, the count above each."""
    counts = [exact(text) or Fraction(0) for text in chart.series[0].values]
    edges = [exact(text) or Fraction(0) for text in chart.edges]
    levels = _levels(chart)
    top = 24 + _MARK_LINE * max(levels, default=0)
    canvas = Canvas(_HEIGHT + top)
    bottom = Fraction(canvas.height - _BOTTOM)
    across = Axis(edges[0], edges[-1], Fraction(_LEFT), Fraction(WIDTH - _RIGHT))
    up = _grid(canvas, chart, max(counts, default=Fraction(0)), Fraction(top), bottom)
    for place, (count, label) in enumerate(zip(counts, chart.labels, strict=True)):
        left, right = across(edges[place]), across(edges[place + 1])
        canvas.rect(left + 1, up(count), right - left - 2, bottom - up(count), "s1", f"{label}: {decimal_text(count)}")
        if count:
            canvas.text((left + right) / 2, up(count) - 5, decimal_text(count), "middle", "small")
    step = max(1, len(edges) // 20)
    for place, edge in enumerate(edges):
        if place % step == 0:
            canvas.text(across(edge), bottom + 18, decimal_text(edge), "middle", "small")
    canvas.line(_LEFT, bottom, WIDTH - _RIGHT, bottom, "axis")
    canvas.text(Fraction(WIDTH - _RIGHT), bottom + 38, chart.axis, "end", "name")
    for mark, level in zip(chart.marks, levels, strict=True):
        value = exact(mark.value)
        if value is None or not edges[0] <= value <= edges[-1]:
            continue
        x = across(value)
        words = Fraction(16 + _MARK_LINE * level)
        canvas.line(x, words + 5, x, bottom, "mark")
        end = x + room(mark.text) > WIDTH - _RIGHT
        canvas.text(x - 4 if end else x + 4, words, mark.text, "end" if end else "start", "marked")
    return canvas


def _levels(chart: Chart) -> list[int]:
    """On which line the words of each mark stand, so that none runs into another."""
    edges = [exact(text) or Fraction(0) for text in chart.edges]
    across = Axis(edges[0], edges[-1], Fraction(_LEFT), Fraction(WIDTH - _RIGHT))
    taken: list[list[tuple[Fraction, Fraction]]] = []
    found = []
    for mark in chart.marks:
        x = across(exact(mark.value) or Fraction(0))
        begin = x - room(mark.text) - 12 if x + room(mark.text) > WIDTH - _RIGHT else x
        span = (begin, begin + room(mark.text) + 12)
        level = next(
            (
                number
                for number, spans in enumerate(taken)
                if all(span[1] <= one[0] or one[1] <= span[0] for one in spans)
            ),
            len(taken),
        )
        taken += [[]] if level == len(taken) else []
        taken[level].append(span)
        found.append(level)
    return found


def columns(chart: Chart) -> Canvas:
    """One column a label, with gaps; marks are level lines."""
    values = [exact(text) or Fraction(0) for text in chart.series[0].values]
    marks = [(mark, exact(mark.value)) for mark in chart.marks]
    canvas = Canvas(_HEIGHT)
    bottom = Fraction(_HEIGHT - _BOTTOM)
    highest = max([*values, *(value for _, value in marks if value is not None)], default=Fraction(0))
    up = _grid(canvas, chart, highest, Fraction(24), bottom)
    part = Fraction(WIDTH - _RIGHT - _LEFT, max(1, len(values)))
    for place, (value, label) in enumerate(zip(values, chart.labels, strict=True)):
        left = _LEFT + part * place
        canvas.rect(left + part / 6, up(value), part * 2 / 3, bottom - up(value), "s1", label)
        canvas.text(left + part / 2, up(value) - 5, chart.series[0].values[place], "middle", "small")
        canvas.text(left + part / 2, bottom + 18, fitted(label, part), "middle", "small")
    canvas.line(_LEFT, bottom, WIDTH - _RIGHT, bottom, "axis")
    for mark, at_ in marks:
        if at_ is not None:
            canvas.line(_LEFT, up(at_), WIDTH - _RIGHT, up(at_), "mark")
            canvas.text(_LEFT + 4, up(at_) - 5, mark.text, "start", "marked")
    return canvas


def _grid(canvas: Canvas, chart: Chart, highest: Fraction, top: Fraction, bottom: Fraction) -> Axis:
    """Level lines with their numbers, and what they count."""
    levels = ticks(Fraction(0), highest or Fraction(1), 5)
    if all(exact(text) is None or (exact(text) or Fraction(0)).denominator == 1 for text in chart.series[0].values):
        levels = [level for level in levels if level.denominator == 1]
    up = Axis(levels[0], levels[-1], bottom, top + 12)
    for level in levels:
        canvas.line(_LEFT, up(level), WIDTH - _RIGHT, up(level), "grid")
        canvas.text(_LEFT - 8, up(level) + 4, decimal_text(level), "end", "small")
    canvas.text(0, bottom + 38, chart.unit, "start", "name")
    return up

"""Lines over time: a line a series, each with its own colour, dash and marker, and its name at its end."""

from __future__ import annotations

from fractions import Fraction

from dutyscore.model.exact import decimal_text
from dutyscore.model.tableau import Chart
from dutyscore.output.formats.svg_canvas import SERIES, WIDTH, Axis, Canvas, exact, fitted, room, ticks

_HEIGHT, _LEFT, _TOP, _BOTTOM = 360, 52, 20, 46
_LINE = 17
"""Units between the names at the ends of lines."""


def trend(chart: Chart) -> Canvas:
    columns = [[exact(text) for text in series.values] for series in chart.series]
    marks = [(mark, exact(mark.value)) for mark in chart.marks]
    known = [value for column in columns for value in column if value is not None]
    known += [value for _, value in marks if value is not None]
    canvas = Canvas(_HEIGHT)
    names = max((room(_last(chart, number)) for number in range(len(chart.series))), default=Fraction(0))
    right, bottom = WIDTH - min(names, Fraction(220)) - 16, Fraction(_HEIGHT - _BOTTOM)
    levels = ticks(min([*known, Fraction(0)]), max([*known, Fraction(1)]), 6)
    up = Axis(levels[0], levels[-1], bottom, Fraction(_TOP))
    for level in levels:
        canvas.line(_LEFT, up(level), right, up(level), "grid")
        canvas.text(_LEFT - 8, up(level) + 4, decimal_text(level), "end", "small")
    above = Fraction(0)
    for value, text in sorted(((value, mark.text) for mark, value in marks if value is not None), reverse=True):
        canvas.line(_LEFT, up(value), right, up(value), "mark")
        words = up(value) - 5 if up(value) - 5 >= above + _LINE - 3 else up(value) + 13
        canvas.text(_LEFT + 4, words, text, "start", "marked")
        above = words
    part = Fraction(right - _LEFT, max(1, len(chart.labels)))
    places = [_LEFT + part * number + part / 2 for number in range(len(chart.labels))]
    for x, label in zip(places, chart.labels, strict=True):
        canvas.text(x, bottom + 18, fitted(label, part), "middle", "small")
    canvas.line(_LEFT, bottom, right, bottom, "axis")
    canvas.text(right, bottom + 38, chart.axis, "end", "name")
    canvas.text(0, bottom + 38, chart.unit, "start", "name")
    _lines(canvas, chart, columns, places, up)
    _ends(canvas, chart, columns, right, up)
    return canvas


def _lines(
    canvas: Canvas, chart: Chart, columns: list[list[Fraction | None]], places: list[Fraction], up: Axis
) -> None:
    """A line is broken where there is no value."""
    for number, column in enumerate(columns):
        run: list[tuple[Fraction, Fraction]] = []
        for x, value in [*zip(places, column, strict=True), (Fraction(0), None)]:
            if value is not None:
                run.append((x, up(value)))
            else:
                if len(run) > 1:
                    canvas.path(run, f"line l{number % SERIES + 1}")
                run = []
        for place, value in enumerate(column):
            if value is not None:
                told = f"{chart.labels[place]}, {chart.series[number].name}: {chart.series[number].values[place]}"
                canvas.marker(places[place], up(value), number, told)


def _last(chart: Chart, number: int) -> str:
    """The name of a series with its last value."""
    series = chart.series[number]
    last = next((text for text in reversed(series.values) if text), "")
    return f"{series.name} {last}".strip()


def _ends(canvas: Canvas, chart: Chart, columns: list[list[Fraction | None]], right: Fraction, up: Axis) -> None:
    """The names beside the ends of the lines, pushed apart where they would run into each other."""
    ends = [
        (up(value), number)
        for number, column in enumerate(columns)
        for value in [next((value for value in reversed(column) if value is not None), None)]
        if value is not None
    ]
    below = Fraction(0)
    for y, number in sorted(ends):
        below = max(y, below + _LINE)
        canvas.text(right + 6, below + 4, fitted(_last(chart, number), 220), "start", f"end t{number % SERIES + 1}")

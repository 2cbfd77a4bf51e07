"""Charts of a workbook, drawn by the spreadsheet itself from the numbers in its cells."""

from __future__ import annotations

from typing import Any, Final

from dutyscore.model.tableau import Cell, Chart, Column, Table

ROW: Final = 15
"""Points of a row in which a chart stands."""
PAGE_ROWS: Final = 29
"""Rows of a page (A4, landscape), some of them a little higher."""
_WIDE, _HIGH, _HIGHEST = 24, 8.2, 14.5
"""Centimetres of a chart; the highest leaves room on its page for the words above it."""
_POINTS = 72 / 2.54
_COLOURS = {"green": "4C9A57", "yellow": "D9A400", "red": "C0392B", "blue": "2F6DA8", "orange": "D97A1E",
            "purple": "7D5BA6", "grey": "888888", "gray": "888888", "black": "444444"}  # fmt: skip
_IN_TURN = ("2F6DA8", "D97A1E", "4C9A57", "7D5BA6", "888888", "C0392B", "D9A400", "2A9D8F")
_LABELLED = 14
"""Up to so many columns each has its number above it."""


_LEVELS: Final = ("columns", "profile", "trend")
"""Kinds whose marks are level lines: those are series of their own. Upright ones stand in the words below."""


def plotted(chart: Chart) -> Table:
    """The cells that a chart is drawn from: its numbers, nothing where there is none, and the levels that it marks."""
    numbers = chart.numbers
    marks = chart.marks if chart.kind in _LEVELS else ()
    columns = [
        Column(f"mark{place}", mark.text, "right", decimals=chart.decimals) for place, mark in enumerate(marks, 1)
    ]
    levels = [Cell(mark.value, mark.value) for mark in marks]
    rows = [(row[0], *(cell if cell.number else Cell("") for cell in row[1:]), *levels) for row in numbers.rows]
    return Table(numbers.name, (*numbers.columns, *columns), tuple(rows))


def drawn(sheet: Any, chart: Chart, header: int) -> Any:
    """The chart over a table of `plotted` numbers whose header stands in row `header`, first column."""
    last, width = header + len(chart.labels), len(chart.series)
    picture = _line_chart() if chart.kind == "trend" else _bar_chart(chart)
    _with_series(picture, sheet, (2, 1 + width), (header, last))
    for place, (made, series) in enumerate(zip(picture.series, chart.series, strict=True)):
        colour = _COLOURS.get(series.tone) or _IN_TURN[place % len(_IN_TURN)]
        (_line if chart.kind == "trend" else _bar)(made, colour)
    levels = len(chart.marks) if chart.kind in _LEVELS else 0
    if levels:
        over = _line_chart()
        _with_series(over, sheet, (2 + width, 1 + width + levels), (header, last))
        for made in over.series:
            _level(made)
        picture += over
    _words(picture, chart, single=width == 1 and not levels)
    return picture


def rows_of(chart: Chart) -> int:
    """Rows that a chart takes, and one below it."""
    return int(_height(chart) * _POINTS / ROW) + 2


def _height(chart: Chart) -> float:
    """Centimetres: lying bars need a line each."""
    lying = 0.62 * len(chart.labels) * len(chart.series) + 2.5 if chart.kind == "bars" else 0
    return min(_HIGHEST, max(_HIGH, lying))


def _bar_chart(chart: Chart) -> Any:
    from openpyxl.chart import BarChart

    picture: Any = BarChart()
    picture.type = "bar" if chart.kind == "bars" else "col"
    picture.gapWidth = 8 if chart.kind == "distribution" else 60
    if chart.kind == "bars":
        picture.x_axis.scaling.orientation = "maxMin"
    return picture


def _line_chart() -> Any:
    from openpyxl.chart import LineChart

    return LineChart()


def _with_series(picture: Any, sheet: Any, columns: tuple[int, int], rows: tuple[int, int]) -> None:
    from openpyxl.chart import Reference

    (first, last), (header, end) = columns, rows
    data = Reference(sheet, min_col=first, max_col=last, min_row=header, max_row=end)
    picture.add_data(data, titles_from_data=True)
    picture.set_categories(Reference(sheet, min_col=1, min_row=header + 1, max_row=end))


def _bar(series: Any, colour: str) -> None:
    series.graphicalProperties.solidFill = colour
    series.invertIfNegative = False


def _line(series: Any, colour: str) -> None:
    series.graphicalProperties.line.solidFill, series.smooth = colour, False
    series.marker.symbol, series.marker.size = "circle", 6
    series.marker.graphicalProperties.solidFill = colour
    series.marker.graphicalProperties.line.solidFill = colour


def _level(series: Any) -> None:
    """A level is a broken line without points."""
    series.graphicalProperties.line.solidFill = "C0392B"
    series.graphicalProperties.line.dashStyle = "dash"
    series.graphicalProperties.line.width = 15_000
    series.marker.symbol, series.smooth = "none", False


def _words(picture: Any, chart: Chart, single: bool) -> None:
    """Title, axes, legend; above few columns their numbers."""
    from openpyxl.chart.label import DataLabelList

    picture.title, picture.style = chart.title, 2
    picture.width, picture.height = _WIDE, _height(chart)
    picture.x_axis.title, picture.y_axis.title = chart.axis or None, chart.unit or None
    picture.x_axis.delete = picture.y_axis.delete = False
    picture.x_axis.tickLblPos = "low"
    picture.y_axis.number_format = "0" + ("." + "0" * chart.decimals if chart.decimals else "")
    if single:
        picture.legend = None
    else:
        picture.legend.position = "b"
    if single and len(chart.labels) <= _LABELLED:
        labels: Any = DataLabelList()
        labels.showVal = True
        labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
        picture.dataLabels = labels

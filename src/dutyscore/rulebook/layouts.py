"""The file of `--map`: which column of an office's table is which field of the rulebook."""

from __future__ import annotations

from pydantic import ValidationError, model_validator

from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.layout import Layout, Layouts
from dutyscore.model.written import Text, Whole, Written, nearest, refuse
from dutyscore.rulebook.placing import Report
from dutyscore.rulebook.refusals import Refusal, described, refusals
from dutyscore.rulebook.schema import FillDown, Rulebook
from dutyscore.rulebook.words import vocabulary
from dutyscore.rulebook.yaml_text import read_yaml


class WrittenLayout(Written):
    """One sheet: the row of its header words (0 = none), for each column, by letters or header word, the word of the
    rulebook, and whether a blank member is the one above."""

    header: Whole
    columns: dict[str, Text]
    fill_down: FillDown = ()

    @model_validator(mode="after")
    def _some_row(self) -> WrittenLayout:
        if self.header < 0:
            refuse("DS222", ("header",), value=str(self.header))
        return self


class WrittenMap(Written):
    """`map` is the id of the rulebook; sheets by name, `*` for every other and for csv files."""

    map: Text
    sheets: dict[str, WrittenLayout]


def load_layouts(data: bytes, file: str, rulebook: Rulebook) -> tuple[Layouts | None, list[Diagnostic]]:
    """Read a column map for a rulebook; None when anything in it is wrong."""
    text = read_yaml(data, file)
    findings = list(text.findings)
    if text.root is None or any(found.severity == "error" for found in findings):
        return None, findings
    if text.root.kind != "mapping":
        return None, [*findings, *described(text, [Refusal("DS203", (), {"expected": "mapping"})])]
    try:
        written = WrittenMap.model_validate(text.root.data())
    except ValidationError as error:
        return None, [*findings, *described(text, refusals(error, WrittenMap))]
    report = Report(text)
    if written.map != rulebook.rulebook:
        report.add("DS205", ("map",), value=written.map, allowed=rulebook.rulebook, nearest="")
    known = known_words(rulebook)
    for sheet, layout in written.sheets.items():
        for column, word in layout.columns.items():
            if word not in known:
                path = ("sheets", sheet, "columns", column)
                report.unknown(path, word, nearest(word, known), "column")
    places = {
        (sheet, column): report.place(("sheets", sheet, *(("columns", column) if column else ())), at_key=True)
        for sheet, layout in written.sheets.items()
        for column in ("", *layout.columns)
    }
    sheets = {name: Layout(one.header, one.columns, one.fill_down) for name, one in written.sheets.items()}
    findings += report.findings
    return (None if report.findings else Layouts(file, sheets, places)), findings


def known_words(rulebook: Rulebook) -> list[str]:
    """The words that a map may use: the header words of the rulebook, the names of its fields and their aliases."""
    words = vocabulary(rulebook)
    structural = [word for listed in words.columns.values() for word in listed]
    declared = [name for field in words.fields for name in (field.name, *field.aliases)]
    return list(dict.fromkeys([*structural, *declared]))

"""Every format of findings, held against its public description; the same findings in all of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.place import Place
from dutyscore.output.checked import Checked, LookedAt
from dutyscore.output.formats.of_findings import FORMATS, printed
from dutyscore.output.formats.paper import Paper
from dutyscore.output.wording import LANGUAGES, load
from tests.cli.transcript import dutyscore
from tests.house.tree import SRC

HERE = Path(__file__).parent
SCHEMAS = HERE / "schemas"
HOSTILE = "\x1b[2J\u202e::error::%0A,<x>&|[/x]"


def findings() -> tuple[Diagnostic, ...]:
    """One of each kind: text with a repair, a second place, a note, cells of a workbook, a file, hostile text."""
    book = "rules/a b.yaml"
    line = Excerpt(((3, ("title： 办法",)),), 3, 5)
    cells = (Place("logs.xlsx", "一月", 118, 3), Place("logs.xlsx", "一月", 240, 3))
    return (
        Diagnostic("DS104", Place(book, "", 3, 6), {}, "title: 办法", line),
        Diagnostic("DS209", Place(book, "", 9, 3), {"name": "级别"}, also=(Place(book, "", 4),)),
        Diagnostic("DS243", Place(book, "", 12, 7)),
        Diagnostic("DS301", Place("logs.xlsx", "一月", 112, 3), {"column": "C", "value": HOSTILE}, "会议", also=cells),
        Diagnostic("DS401", Place("gone.yaml"), {"file": "gone.yaml", "nearest": ""}),
        Diagnostic("DS223", Place(book, "", 20, 7), {"item": "会议"}),
    )  # fmt: skip


def checked() -> Checked:
    files = (
        LookedAt("rules/a b.yaml", "rulebook", 5),
        LookedAt("logs.xlsx", "log", 300),
        LookedAt("clean.yaml", "cases", 2),
    )
    return Checked(
        files, findings(), (Diagnostic("DS238", Place("rules/a b.yaml", "", 2, 3), {"name": "x", "kind": "field"}),)
    )


def written(name: str, language: str = "zh", what: Checked | None = None) -> str:
    return printed(what or checked(), name, load(language), Paper(language)).decode()


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


CLEAN = Checked((LookedAt("clean.yaml", "rulebook", 3),), ())


@pytest.mark.parametrize("what", [checked(), CLEAN], ids=["findings", "clean"])
@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_json_formats_fit_their_schemas(name: str, what: Checked) -> None:
    validator = jsonschema.Draft7Validator(schema(name), format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(json.loads(written(name, what=what)))) == []


def test_schemas_refuse_what_is_wrong() -> None:
    log = json.loads(written("sarif"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not jsonschema.Draft7Validator(schema("sarif")).is_valid(log)
    report = json.loads(written("gitlab"))
    report[0]["severity"] = "error"
    assert not jsonschema.Draft7Validator(schema("gitlab")).is_valid(report)


@pytest.mark.parametrize("what", [checked(), CLEAN], ids=["findings", "clean"])
def test_junit_fits_its_schema_and_counts(what: Checked) -> None:
    root = ElementTree.fromstring(written("junit", what=what))
    jsonschema.validate(_plain(root), schema("junit"))
    cases = root.findall("./testsuite/testcase")
    suite = root.find("testsuite")
    assert suite is not None
    assert suite.get("tests") == str(len(cases))
    failed = sum(case.find("failure") is not None and case.find("error") is None for case in cases)
    assert (suite.get("failures"), suite.get("errors")) == (
        str(failed),
        str(sum(case.find("error") is not None for case in cases)),
    )
    assert any(case.get("name") == "clean.yaml" and len(case) == 0 for case in cases)


def _plain(element: ElementTree.Element) -> dict[str, object]:
    return {"tag": element.tag, "attributes": dict(element.attrib), "children": [_plain(child) for child in element]}


COMMAND = re.compile(r"::(error|warning|notice) ([a-zA-Z]+=[^:,\n]*(?:,[a-zA-Z]+=[^:,\n]*)*)::([^\n]*)")
"""A workflow command of GitHub Actions: properties without plain colons and commas, a message of one line."""


def test_github_writes_one_command_a_place() -> None:
    lines = written("github").splitlines()
    assert all(COMMAND.fullmatch(line) for line in lines)
    assert len(lines) == 8
    assert all("\x1b" not in line and "\u202e" not in line for line in lines)


def test_json_holds_every_finding_and_what_was_silenced() -> None:
    form = json.loads(written("json"))
    assert [found["code"] for found in form["findings"]] == [found.code for found in findings()]
    assert [found["code"] for found in form["silenced"]] == ["DS238"]
    assert form["counts"] == {"error": 4, "warning": 1, "info": 1, "silenced": 1}
    code, output, _ = dutyscore(["schema", "diagnostic"])
    assert code == 0
    for found in form["findings"]:
        jsonschema.validate(found, json.loads(output))


def test_json_is_the_same_in_every_language() -> None:
    assert written("json", "zh") == written("json", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_every_finding_safely(name: str, language: str) -> None:
    text = written(name, language)
    assert all(found.code in text for found in findings() if name != "junit" or found.severity != "info")
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_findings_give_the_same_bytes(name: str) -> None:
    assert written(name) == written(name)


def test_a_cell_has_a_physical_and_a_logical_place() -> None:
    results = json.loads(written("sarif"))["runs"][0]["results"]
    (cell,) = [result["locations"][0] for result in results if result["ruleId"] == "DS301"]
    assert cell["physicalLocation"]["region"] == {"startLine": 112}
    assert cell["logicalLocations"][0]["fullyQualifiedName"] == "logs.xlsx!一月!C112"
    assert cell["physicalLocation"]["artifactLocation"]["uri"] == "logs.xlsx"


def test_sarif_carries_the_repair() -> None:
    results = json.loads(written("sarif"))["runs"][0]["results"]
    (fix,) = [result["fixes"][0] for result in results if "fixes" in result]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "title: 办法"}
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 10}


def test_fingerprints_tell_findings_apart_and_outlive_moved_lines() -> None:
    first = json.loads(written("gitlab"))
    prints = [issue["fingerprint"] for issue in first]
    assert len(set(prints)) == len(prints)
    moved = Diagnostic("DS223", Place("rules/a b.yaml", "", 27, 7), {"item": "会议"})
    again = json.loads(written("gitlab", what=Checked(checked().files, (*findings()[:-1], moved))))
    assert [issue["fingerprint"] for issue in again] == prints


def test_markdown_is_a_table_without_links() -> None:
    rows = [line for line in written("md").splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(findings())
    columns = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
    assert columns == {6}


def test_concise_is_one_line_a_place() -> None:
    lines = written("concise", "en").splitlines()
    assert len(lines) == 8
    assert lines[0].startswith("rules/a b.yaml:3:6: error DS104 fullwidth-colon: ")


def test_the_list_of_formats_is_the_folder() -> None:
    folder = SRC / "dutyscore" / "output" / "formats"
    assert {path.stem.removesuffix("_findings") for path in folder.glob("*_findings.py")} - {"of"} == set(FORMATS)

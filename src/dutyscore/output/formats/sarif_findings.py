"""Findings as SARIF 2.1.0, the exchange format of static analysis: rules, results, places, literal repairs.

A cell of a workbook has a physical place (the file, and the row as its line) beside the logical one, `sheet!C112`.
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import quote

from dutyscore.model.codes import CODES
from dutyscore.model.diagnostic import Diagnostic, Severity
from dutyscore.model.place import Place
from dutyscore.model.version import __version__
from dutyscore.output.checked import Checked
from dutyscore.output.findings import advice, places_of, title
from dutyscore.output.formats.paper import Paper
from dutyscore.output.width import clean
from dutyscore.output.wording import Wording

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}

Json = dict[str, Any]


def write(checked: Checked, wording: Wording, paper: Paper) -> bytes:
    codes = sorted({finding.code for finding in (*checked.findings, *checked.silenced)})
    results = [_result(finding, codes, wording) for finding in checked.findings]
    results += [{**_result(each, codes, wording), "suppressions": [{"kind": "inSource"}]} for each in checked.silenced]
    driver = {"name": "dutyscore", "version": __version__, "rules": [_rule(code) for code in codes]}
    artifacts = [{"location": {"uri": _uri(looked.file)}} for looked in checked.files]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "artifacts": artifacts, "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{json.dumps(log, ensure_ascii=paper.ascii, indent=1)}\n".encode()


def _rule(code: str) -> Json:
    slug, severity = CODES[code]
    return {"id": code, "name": slug, "defaultConfiguration": {"level": _LEVELS[severity]}}


def _result(finding: Diagnostic, codes: list[str], wording: Wording) -> Json:
    what, text = clean(title(finding, wording)), clean(advice(finding, wording))
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{what}. {wording('findings.advice', text=text)}" if text else what},
        "locations": [_location(place) for place in places_of(finding)[:1]],
    }
    others = [*places_of(finding)[1:], *(() if finding.code.startswith("DS3") else finding.also)]
    if others:
        result["relatedLocations"] = [{"id": number, **_location(place)} for number, place in enumerate(others, 1)]
    if finding.fix and finding.code.startswith("DS1") and finding.place.line:
        result["fixes"] = [_fix(finding)]
    return result


def _location(place: Place) -> Json:
    physical: Json = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        column = {} if place.sheet or not place.column else {"startColumn": place.column}
        physical["region"] = {"startLine": place.line, **column}
    if not place.sheet:
        return {"physicalLocation": physical}
    name = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    logical = {"name": clean(name), "fullyQualifiedName": clean(str(place)), "kind": "member"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _fix(finding: Diagnostic) -> Json:
    """The whole line as it should be."""
    line = finding.place.line
    last = len(finding.excerpt.lines[-1][1][0]) if finding.excerpt and finding.excerpt.lines else 0
    deleted = {"startLine": line, "startColumn": 1, "endLine": line, "endColumn": last + 1}
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": finding.fix}}
    change = {"artifactLocation": {"uri": _uri(finding.place.file)}, "replacements": [replacement]}
    return {"artifactChanges": [change]}


def _uri(file: str) -> str:
    return quote(file.replace("\\", "/"), safe="/:") or "-"

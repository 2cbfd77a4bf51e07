"""What build servers and pull requests get: well-formed, harmless, complete."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

from dutyscore.model.place import Place
from dutyscore.output.formats import Paper, github, junit, printed
from dutyscore.output.outcomes import Check, Note, Problem, Suite
from dutyscore.output.views.cases import cases_notes, cases_suites, cases_view
from dutyscore.output.wording import load
from tests.cases.playing import verdict

WORDING = load("en")
CASES = """\
- case: <b>&"好"
  entries: {甲: [{日期: 2025-01-02, 项目: 走访}]}
  expect: {甲: {total: 36}}
- case: 差一分
  entries: {甲: [{日期: 2025-01-02, 项目: 走访}]}
  expect: {甲: {total: 21, grade: 称职}}
"""


def test_junit_is_read_back(tmp_path: Path) -> None:
    found = verdict(tmp_path, CASES.replace("total: 36", "total: 20"))
    root = ElementTree.fromstring(junit.write(cases_suites([found], WORDING)))
    (suite,) = root
    assert (root.tag, root.attrib) == ("testsuites", {"tests": "2", "failures": "1", "errors": "0"})
    assert suite.attrib == {
        "name": "small", "tests": "2", "failures": "1", "errors": "0", "skipped": "0", "time": "0",
    }  # fmt: skip
    assert [case.get("name") for case in suite] == ['<b>&"好"', "差一分"]
    passed, failed = suite
    assert list(passed) == []
    assert [failure.get("type") for failure in failed] == ["DS501", "DS501"]
    assert "rulebook.yaml:" in (failed[0].text or "")


def test_junit_tells_of_faulty_files(tmp_path: Path) -> None:
    found = verdict(tmp_path, CASES, rulebook="rulebook: x\n")
    (suite,) = ElementTree.fromstring(junit.write(cases_suites([found], WORDING)))
    (case,) = suite
    assert (suite.get("errors"), suite.get("failures")) == ("1", "0")
    assert {problem.tag for problem in case} == {"error"}


def test_junit_takes_any_text() -> None:
    hostile = "]]>\x00\x1b[31m<!--\ud800\u202e"
    problem = Problem("failure", "DS501", hostile, hostile)
    data = junit.write([Suite(hostile, (Check(hostile, hostile, (problem,)),))])
    (suite,) = ElementTree.fromstring(data)
    assert suite[0].get("name") == "]]><U+0000><U+001B>[31m<!--<U+D800><U+202E>"


def test_github_notes_stay_on_their_line() -> None:
    note = Note("error", Place("a,b:c.yaml", "", 3, 9), "t: u, v", "50%\n::set-output name=x::y")
    assert github.write([note]).decode() == (
        "::error file=a%2Cb%3Ac.yaml,line=3,col=9,title=t%3A u%2C v::50%25%0A::set-output name=x::y\n"
    )
    whole = Note("info", Place("log.xlsx", "表", 3, 9), "t", "")
    assert github.write([whole]).decode() == "::notice file=log.xlsx,line=3,title=t::\n"


def test_github_names_the_case_and_the_rule(tmp_path: Path) -> None:
    notes = cases_notes([verdict(tmp_path, CASES.replace("total: 36", "total: 20"))], WORDING)
    files = [note.place.file.rpartition("/")[2] for note in notes]
    assert files == ["cases.yaml", "cases.yaml", "rulebook.yaml", "rulebook.yaml"]


def test_json_and_markdown(tmp_path: Path) -> None:
    tableau = cases_view([verdict(tmp_path, CASES)], WORDING, gaps=True)
    form = json.loads(printed(tableau, "json", Paper()))
    assert form["schema"] == "dutyscore.cases/1"
    assert form["counts"] == {"rulebooks": 1, "cases": 2, "passed": 0, "failed": 2}
    first = form["rulebooks"][0]["cases"][0]["differences"][0]
    assert (first["what"], first["expected"], first["found"]) == ("total", "36", "20")
    assert first["postings"][0]["line"] > 0
    text = printed(tableau, "md", Paper()).decode()
    assert "| Entry | Note | Points | Node | Rulebook |" in text
    assert "\\<b\\>" in text

"""Every clause type of published regulations (C01 to C66) with cases that show its subtle side.

A file holds a small rulebook and, below `---`, its cases. What every rulebook has alike is left out of the files: a key
of `HEAD` that a file does not write is taken from here. Expectations were computed by hand from the clause.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from dutyscore.checks.rulebook import lint
from dutyscore.checks.sight import Beside
from dutyscore.rulebook.cases import Cases, load_cases
from dutyscore.rulebook.load import Loaded, load_rulebook
from tests.rules.playing import compared

HERE = Path(__file__).parent
CLAUSES = [f"C{number:02}" for number in range(1, 67)]
HEAD = {
    "rulebook": "clause",
    "version": '"1"',
    "title": "考核办法",
    "source": "{text: 测试}",
    "effective": "{from: 2025-01-01, to: 2025-12-31}",
    "semantics": "1",
    "subject": "委员",
    "period": "year",
    "points": "{step: 0.1, rounding: half_up}",
    "entries": "{columns: {member: 姓名, date: 日期, item: 项目}}",
}


@cache
def parts(name: str) -> tuple[Loaded, str]:
    """The rulebook of a clause with its head, and the text of its cases."""
    rules, _, cases = (HERE / f"{name}.yaml").read_text(encoding="utf-8").partition("\n---\n")
    written = set(re.findall(r"^(\w+):", rules, re.MULTILINE))
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items() if key not in written)
    return load_rulebook((head + rules + "\n").encode(), f"{name}.yaml"), cases


def cases_of(name: str) -> Cases:
    loaded, cases = parts(name)
    assert loaded.rulebook, [(str(found.place), found.code, dict(found.facts)) for found in loaded.findings]
    return load_cases(cases.encode(), f"{name} cases", loaded.rulebook)


WRITTEN = sorted(path.stem for path in HERE.glob("*.yaml"))
"""The clause types, and constructs that several of them use."""
ALL = [(name, number) for name in WRITTEN for number in range((HERE / f"{name}.yaml").read_text().count("\n- case:"))]


def test_every_clause_type_is_here() -> None:
    assert [name for name in CLAUSES if name not in WRITTEN] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_rulebook_and_cases_are_sound(name: str) -> None:
    found = cases_of(name)
    assert [finding for finding in parts(name)[0].findings if finding.severity == "error"] == []
    assert [(str(finding.place), finding.code, dict(finding.facts)) for finding in found.findings] == []
    assert len(found.cases) == sum(number >= 0 for one, number in ALL if one == name) > 0


@pytest.mark.parametrize(("name", "told"), [("C16", False), ("C17", True)])
def test_silence_about_a_cap_is_told(name: str, told: bool) -> None:
    """`max: none` says that there is no cap; a rulebook that says nothing is asked whether that is meant."""
    assert ("DS243" in {finding.code for finding in lint(parts(name)[0], Beside())}) == told


@pytest.mark.parametrize(("name", "number"), ALL)
def test_case(name: str, number: int) -> None:
    loaded, _ = parts(name)
    case = cases_of(name).cases[number]
    assert [(one.member, one.what, one.expected, one.found) for one in compared(loaded, case)] == []
    assert case.expect or case.findings, "a case expects something"

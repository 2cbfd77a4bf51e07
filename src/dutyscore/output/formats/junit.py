"""JUnit XML, as build servers read it: suites of checks, each passed, failed or in error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from dutyscore.output.outcomes import Check, Problem, Suite
from dutyscore.output.width import clean

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(suites: Sequence[Suite]) -> bytes:
    """The whole report. It says nothing of times: the same inputs give the same bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {_counts([c for s in suites for c in s.checks])}>"]
    for suite in suites:
        lines.append(f'  <testsuite name={_value(suite.name)} {_counts(suite.checks)} skipped="0" time="0">')
        for check in suite.checks:
            head = f'    <testcase classname={_value(check.group)} name={_value(check.name)} time="0"'
            lines += (
                [f"{head}>", *map(_problem, check.problems), "    </testcase>"] if check.problems else [f"{head}/>"]
            )
        lines.append("  </testsuite>")
    return ("\n".join([*lines, "</testsuites>"]) + "\n").encode()


def _counts(checks: Sequence[Check]) -> str:
    """A check with an error is not counted as failed too."""
    errors = sum(any(problem.kind == "error" for problem in check.problems) for check in checks)
    failures = sum(bool(check.problems) for check in checks) - errors
    return f'tests="{len(checks)}" failures="{failures}" errors="{errors}"'


def _problem(problem: Problem) -> str:
    head = f"      <{problem.kind} type={_value(problem.type)} message={_value(problem.message)}>"
    text = "\n".join(clean(line) for line in problem.text.splitlines())
    return f"{head}{escape(_NO_XML.sub('', text))}</{problem.kind}>"


def _value(text: str) -> str:
    return quoteattr(_NO_XML.sub("", clean(text)))

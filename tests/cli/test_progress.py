"""Progress of steps: on a terminal, after half a second, wiped away at the end."""

from __future__ import annotations

import io
import sys
import time

import pytest

from dutyscore.cli import progress
from dutyscore.cli.progress import Steps
from dutyscore.cli.shell import Shell
from dutyscore.output.wording import load


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watched(monkeypatch: pytest.MonkeyPatch, patience: float = 0.05) -> Terminal:
    """Standard error as a terminal; set in the test itself, as pytest sets its own for each phase."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    return terminal


def test_a_quick_run_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch, 60.0)
    steps = Steps(Shell(load("en"), "report"))
    steps.tell(0, 2, "report.html")
    steps.clear()
    assert terminal.getvalue() == ""


def test_a_long_step_is_told_while_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    steps = Steps(Shell(load("en"), "report"))
    steps.tell(0, 2, "report\x1b[31m.html")
    time.sleep(0.3)
    assert "1 of 2  report<U+001B>[31m.html" in terminal.getvalue()
    steps.tell(1, 2, "report.xlsx")
    assert "2 of 2  report.xlsx" in terminal.getvalue()
    steps.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_nobody_watches_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    quiet = Steps(Shell(load("en"), "report", quiet=True))
    monkeypatch.setattr(Terminal, "isatty", lambda self: False)
    piped = Steps(Shell(load("en"), "report"))
    for steps in (quiet, piped):
        steps.say("scoring")
        time.sleep(0.1)
        steps.clear()
    assert terminal.getvalue() == ""

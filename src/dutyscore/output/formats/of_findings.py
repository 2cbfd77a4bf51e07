"""Ways of writing the findings of a check: one file each, one explicit list. Each is loaded when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from dutyscore.output.checked import Checked
from dutyscore.output.formats.paper import Paper
from dutyscore.output.wording import Wording

FORMATS: Final = ("text", "concise", "json", "github", "gitlab", "sarif", "junit", "md")
"""Every format, by the word that users write; `text` is in text_findings.py."""

WRITTEN: Final = ("table", "json", "md", "junit", "sarif")
"""Formats of files, by the words that the ends of their names stand for; `table` is text."""


def printed(checked: Checked, name: str, wording: Wording, paper: Paper) -> bytes:
    word = "text" if name == "table" else name
    found: bytes = import_module(f"dutyscore.output.formats.{word}_findings").write(checked, wording, paper)
    return found

"""Ways of writing the findings of a check: one file each, one explicit list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dutyscore.output.checked import Checked
from dutyscore.output.formats import (
    concise_findings,
    github_findings,
    gitlab_findings,
    json_findings,
    junit_findings,
    md_findings,
    sarif_findings,
    text_findings,
)
from dutyscore.output.formats.paper import Paper
from dutyscore.output.wording import Wording

Writer = Callable[[Checked, Wording, Paper], bytes]

FORMATS: Final[dict[str, Writer]] = {
    "text": text_findings.write,
    "concise": concise_findings.write,
    "json": json_findings.write,
    "github": github_findings.write,
    "gitlab": gitlab_findings.write,
    "sarif": sarif_findings.write,
    "junit": junit_findings.write,
    "md": md_findings.write,
}
"""Every format, by the word that users write."""

WRITTEN: Final = ("table", "json", "md", "junit", "sarif")
"""Formats of files, by the words that the ends of their names stand for; `table` is text."""


def printed(checked: Checked, name: str, wording: Wording, paper: Paper) -> bytes:
    return FORMATS["text" if name == "table" else name](checked, wording, paper)

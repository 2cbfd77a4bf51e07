"""The one list of commands: word and module. Each module has a function `command` and the formats it offers.

A command is one file and one line here; help, usage and suggestions follow from this list. Modules are loaded when
they are asked for.
"""

from __future__ import annotations

from typing import Final

COMMANDS: Final = {
    "score": "dutyscore.cli.score",
    "explain": "dutyscore.cli.explain",
    "report": "dutyscore.cli.report",
    "verify": "dutyscore.cli.verify",
    "check": "dutyscore.cli.check",
    "test": "dutyscore.cli.test",
    "diff": "dutyscore.cli.diff",
    "schema": "dutyscore.cli.schema",
    "template": "dutyscore.cli.template",
}

"""The options that only `diff` has."""

from __future__ import annotations

from typing import Annotated

import typer

from dutyscore.cli.options import option

Old = Annotated[str, typer.Argument(metavar="OLD", help="old_rules", show_default=False)]
New = Annotated[str, typer.Argument(metavar="[NEW]", help="new_rules", show_default=False)]
LogFiles = Annotated[list[str] | None, option("--logs", key="diff_logs", metavar="LOGS")]
Settings = Annotated[list[str] | None, option("--set", key="set", metavar="PATH=VALUE")]
Solve = Annotated[str, option("--solve", key="solve", metavar="PATH[@GRADE][=K]")]
Approve = Annotated[str, option("--approve", key="approve", metavar="FILE")]
FailOn = Annotated[str, option("--fail-on", key="diff_fail_on", metavar="LEVEL")]
Anonymous = Annotated[bool, option("--anonymous", key="anonymous")]

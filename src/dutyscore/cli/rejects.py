"""`--rejects FILE.xlsx`: the refused rows of a run as a workbook to decide on, given to a later run beside the log."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dutyscore.cli import writing
from dutyscore.cli.shell import Code, Shell
from dutyscore.cli.terminal import tell
from dutyscore.cli.trouble import Trouble

if TYPE_CHECKING:
    from dutyscore.cli.asked import Where
    from dutyscore.cli.evaluate import Evaluated, Files

SUFFIX = ".xlsx"


def wanted(where: Where, files: Files, shell: Shell, trouble: Trouble) -> None:
    """What is in the way of the file is trouble, before anything is computed."""
    path = where.rejects
    if not path:
        return
    if os.path.realpath(path) in map(os.path.realpath, where.outputs):
        trouble.complain([shell.wording("usage.output_twice", file=path)])
    if os.path.splitext(path)[1].lower() != SUFFIX:
        trouble.find([writing.unknown_format(os.path.splitext(path)[1] or path, [SUFFIX], path)], Code.usage)
    trouble.find(writing.obstacles([writing.Target(path, "xlsx")], files.names, where.force))


def write(where: Where, files: Files, evaluated: Evaluated, again: str, shell: Shell, trouble: Trouble) -> None:
    """Write the workbook, if there is a row to decide on; `again` is what follows `score` to score with it."""
    from dutyscore.output.formats import rejects_xlsx
    from dutyscore.output.views.rejects import refused_rows, rejects_view, wanted_rows
    from dutyscore.rulebook.load import load_rulebook
    from dutyscore.rulebook.words import vocabulary
    from dutyscore.tables import DIGEST_PROPERTY, RULEBOOK_PROPERTY
    from dutyscore.tables.replacing_stored import stored_rows

    path, outcome = where.rejects, evaluated.outcome
    loaded = load_rulebook(files.rulebook.data, files.rulebook.name) if files.rulebook else None
    if loaded is None or loaded.rulebook is None or not outcome.usable:
        return
    refused = refused_rows(outcome.findings, outcome.origins)
    if not refused:
        tell([] if shell.quiet else [shell.wording("rejects.nothing", file=path)])
        return
    rows = wanted_rows(refused, outcome.corrections, outcome.inputs)
    found = stored_rows(files.logs, vocabulary(loaded.rulebook), evaluated.reading, rows)
    view = rejects_view(refused, found, outcome.corrections, outcome.inputs, shell.wording)
    data = rejects_xlsx.write(view, {RULEBOOK_PROPERTY: loaded.rulebook.rulebook, DIGEST_PROPERTY: loaded.digest})
    failed = [] if where.dry_run else writing.write([(path, data)], where.force)
    trouble.find(failed)
    if not failed and not shell.quiet:
        key = "rejects.would_write" if where.dry_run else "rejects.wrote"
        told = [shell.wording(key, file=path, rows=len(refused))]
        decisions = shell.wording.at("rejects.decisions")
        tell(told if where.dry_run else [*told, shell.wording("rejects.next", again=again, **decisions)])

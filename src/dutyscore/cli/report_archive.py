"""`report --archive FOLDER`: adds this period's result, ledger and manifest to an archive, as a new revision.

Nothing in an archive is overwritten: the files are written into a folder that nobody knows, which then gets the next
free number in one step. Two runs at once get two numbers, the later one naming the earlier as what it replaces. A run
that gives what the last revision holds already adds nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from dutyscore.cli import archive
from dutyscore.cli.inputs import refused
from dutyscore.cli.terminal import tell
from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.model.result import Result
from dutyscore.model.tableau import Tableau
from dutyscore.model.version import __version__
from dutyscore.output.formats import Paper, printed
from dutyscore.output.ledger_table import ledger_table
from dutyscore.output.views.machine import SEMANTICS, result_form
from dutyscore.output.views.run import Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dutyscore.cli.publish import Made

_TRIES: Final = 1000
"""Numbers that are tried while other runs take them away."""


def obstacles(folder: str, names: Sequence[str]) -> list[Diagnostic]:
    """What is in the way of the archive, found before anything is computed."""
    if os.path.isdir(folder):
        return []
    if os.path.lexists(folder):
        code = "DS415" if any(os.path.realpath(name) == os.path.realpath(folder) for name in names) else "DS414"
        return [Diagnostic(code, Place(folder), {"file": folder, "reason": "file"})]
    above = os.path.dirname(os.path.realpath(folder))
    facts = {"file": folder, "reason": "no-folder"}
    return [] if os.path.isdir(above) else [Diagnostic("DS414", Place(folder), facts)]


def add(made: Made, folder: str) -> None:
    """Add the result of a run; what became of it is told, what went wrong is trouble."""
    found = added(made.result, made.run, folder)
    if isinstance(found, Diagnostic):
        made.trouble.find([found])
        return
    path, fresh = found
    wording = made.shell.wording
    if not made.shell.quiet:
        tell([wording("archive.added" if fresh else "archive.same", folder=path)])
    if not made.result.ledgers:
        tell([wording("archive.no_ledger", folder=path)])


def added(result: Result, run: Run, folder: str) -> tuple[str, bool] | Diagnostic:
    """The folder of the revision that holds this result, and whether it was added now."""
    period = os.path.join(folder, *_places(result))
    contents = _contents(result, run)
    try:
        os.makedirs(period, exist_ok=True)
        if os.path.commonpath([os.path.realpath(period), os.path.realpath(folder)]) != os.path.realpath(folder):
            return Diagnostic("DS414", Place(period), {"file": period, "reason": "no-folder"})
        return _revised(period, contents, result, run)
    except OSError as error:
        return refused("DS414", period, error)


def _places(result: Result) -> list[str]:
    """The folders below that of the archive: rulebook, period and, before its end, up to when."""
    period, chosen = result.period, result.selection
    places = [archive.folder_name(result.rulebook.id), archive.folder_name(period.label or _days(result, "period"))]
    if not result.provisional:
        return places
    stretch = chosen.label if chosen != period else ""
    until = "" if result.as_of == chosen.last else iso(result.as_of)
    words = (stretch or (_days(result, "selection") if chosen != period else ""), until, "partial" * result.partial)
    return [*places, archive.TO_DATE, archive.folder_name("_".join(filter(None, words)))]


def _days(result: Result, which: str) -> str:
    stretch = getattr(result, which)
    return f"{iso(stretch.first)}_{iso(stretch.last)}"


def _contents(result: Result, run: Run) -> dict[str, bytes]:
    """The files of a revision but its manifest. A log scored in parts keeps no ledger."""
    form = Tableau("", (), lambda: result_form(result, run))
    contents = {archive.RESULT: printed(form, "json", Paper("en", file=True))}
    if result.ledgers:
        contents[archive.LEDGER] = _ledger(result)
    return contents


def _ledger(result: Result) -> bytes:
    from pyarrow import parquet

    sink = BytesIO()
    table = ledger_table(result.ledger, result.entries, result.roster.ids, result.nodes, result.scale)
    parquet.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _revised(period: str, contents: Mapping[str, bytes], result: Result, run: Run) -> tuple[str, bool] | Diagnostic:
    digests = {name: sha256(data).hexdigest() for name, data in contents.items()}
    hidden = tempfile.mkdtemp(prefix=".dutyscore-", dir=period)
    try:
        for name, data in contents.items():
            _write(os.path.join(hidden, name), data)
        for _ in range(_TRIES):
            last = archive.last_revision(period)
            if isinstance(last, Diagnostic):
                return last
            if last is not None and last.digest == digests[archive.RESULT]:
                return last.path, False
            path = os.path.join(period, f"r{last.number + 1 if last else 1}")
            _write(os.path.join(hidden, archive.MANIFEST), _manifest(result, run, digests, last))
            if _named(hidden, path):
                return path, True
        raise FileExistsError(period)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _named(hidden: str, path: str) -> bool:
    """Give a folder its number; False when somebody else has taken it. A folder with files in it is never replaced."""
    try:
        if os.path.lexists(path):
            return False
        if sys.platform != "win32":
            os.chmod(hidden, 0o777 & ~_mask())
        os.rename(hidden, path)
    except OSError:
        if os.path.lexists(path):
            return False
        raise
    return True


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _manifest(result: Result, run: Run, digests: Mapping[str, str], last: archive.Revision | None) -> bytes:
    """What a revision is: of which rules and period, out of which files, and which revision it replaces."""
    book = result.rulebook

    def form() -> dict[str, Any]:
        return {
            "schema": archive.SCHEMA,
            "program": {"name": "dutyscore", "version": __version__, "semantics": SEMANTICS},
            "rulebook": {"id": book.id, "version": book.version, "title": book.title, "digest": book.digest},
            "period": {
                "label": result.period.label,
                "first": iso(result.period.first),
                "last": iso(result.period.last),
            },
            "as_of": iso(result.as_of),
            "provisional": result.provisional,
            "revision": last.number + 1 if last else 1,
            "replaces": {"revision": last.number, "result": last.digest} if last else None,
            "inputs": [{"name": stamp.name, "digest": stamp.digest} for stamp in run.inputs],
            "history": [{"name": past.name, "digest": past.digest} for past in run.history],
            "files": dict(digests),
        }

    return printed(Tableau("", (), form), "json", Paper("en", file=True))

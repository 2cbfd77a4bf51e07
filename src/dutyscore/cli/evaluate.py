"""From the words of a command line to a result: reads the files, finds the rulebook, scores.

Everything that is wrong with the command line and with the files is collected and told in one run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dutyscore.cli import discover, inputs
from dutyscore.cli.asked import Asked
from dutyscore.cli.shell import Shell
from dutyscore.cli.terminal import tell
from dutyscore.cli.trouble import Trouble
from dutyscore.cli.values import Values
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.history import History
from dutyscore.model.layout import Layouts
from dutyscore.pipeline import Outcome, Request, score
from dutyscore.rulebook.load import load_rulebook
from dutyscore.tables import Input, Options

if TYPE_CHECKING:
    from dutyscore.compare.history import Past
    from dutyscore.output.ledger_record import Recorder


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a run, read. `names` are those of all of them, as typed: none of them may be written to."""

    rulebook: Input | None
    logs: tuple[Input, ...]
    roster: Input | None
    pasts: tuple[Past, ...]
    names: tuple[str, ...]
    map: Input | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The outcome, the earlier results that it looked at, how the logs were read, and the record of the ledger."""

    outcome: Outcome
    history: tuple[Past, ...]
    reading: Options
    record: Recorder | None = None

    @property
    def recorded(self) -> Recorder | None:
        """The record, where parts kept no ledger."""
        result = self.outcome.result
        return self.record if result is not None and not result.ledgers else None


def read_files(asked: Asked, shell: Shell, trouble: Trouble) -> Files:
    """Read everything that can be read; what cannot is trouble."""
    if [*asked.logs, asked.roster].count(inputs.STDIN) > 1:
        trouble.complain([shell.wording("usage.stdin_twice")])
        return Files(None, (), None, (), ())
    logs = _read(asked.logs, trouble, shell.begun)
    roster = _read([asked.roster] if asked.roster else [], trouble, shell.begun)
    if len(logs) == len(asked.logs) and len(roster) == bool(asked.roster):
        unused = inputs.unused(asked.sheet, asked.encoding, logs, roster)
        trouble.complain([shell.wording(f"usage.unused.{option}") for option in unused])
    path = discover.find(asked.rules, asked.logs, logs, os.environ)
    if isinstance(path, Diagnostic) and (asked.rules or len(logs) == len(asked.logs)):  # else the log could have told
        trouble.find([path])
    rulebooks = _read([path] if isinstance(path, str) else [], trouble)
    maps = _read([asked.map] if asked.map else [], trouble)
    pasts, histories = _pasts(asked.history, rulebooks[0] if rulebooks else None, trouble)
    names = (*asked.logs, asked.roster, asked.map, *histories, *(book.name for book in rulebooks))
    return Files(
        rulebooks[0] if rulebooks else None,
        tuple(logs),
        roster[0] if roster else None,
        tuple(pasts),
        tuple(name for name in names if name and name != inputs.STDIN),
        maps[0] if maps else None,
    )


def _read(paths: Sequence[str], trouble: Trouble, begun: Mapping[str, Input] | None = None) -> list[Input]:
    """The files that can be read. `begun` are those that are being read ahead; only tables are, and large ones are
    mapped into memory."""
    read = [(begun or {}).get(path) or inputs.read(path, mapped=begun is not None) for path in paths]
    trouble.find([failed for failed in read if isinstance(failed, Diagnostic)])
    return [found for found in read if isinstance(found, Input)]


def _json_files(path: str) -> list[tuple[str, bool]]:
    """The file itself, the result of a revision, or every .json of a folder; whether it was found rather than named."""
    from dutyscore.cli import archive

    if not os.path.isdir(path):
        return [(path, False)]
    if os.path.isfile(os.path.join(path, archive.MANIFEST)):
        return [(os.path.join(path, archive.RESULT), False)]
    names = sorted(name for name in os.listdir(path) if name.lower().endswith(".json"))
    return [(os.path.join(path, name), True) for name in names]


def read_pasts(paths: Sequence[str], trouble: Trouble) -> list[Past]:
    """The earlier results in files, folders and archives, of any rulebook."""
    return _pasts(paths, None, trouble)[0]


def _pasts(paths: Sequence[str], rulebook: Input | None, trouble: Trouble) -> tuple[list[Past], list[str]]:
    """The earlier results, those of an archive only of this rulebook; and the names of all files that hold some."""
    if not paths:
        return [], []
    from dutyscore.compare.history import read_history

    try:
        read = _past_files(paths, rulebook, trouble)
    except OSError as error:  # a folder that may not be read
        trouble.find([inputs.refused("DS402", str(error.filename), error)])
        return [], []
    pasts = []
    for file, found in read:
        past, findings = read_history(file.data, file.name, found)
        trouble.find(findings)
        pasts += [past] if past is not None else []
    return pasts, [file.name for file, _ in read]


def _past_files(paths: Sequence[str], rulebook: Input | None, trouble: Trouble) -> list[tuple[Input, bool]]:
    """The files, and whether each was found rather than named."""
    from dutyscore.cli import archive

    files = [file for path in paths for file in _json_files(path)]
    read = [(past, found) for path, found in files for past in _read([path], trouble)]
    archives = [path for path in paths if os.path.isdir(path) and archive.is_archive(path)]
    loaded = load_rulebook(rulebook.data, rulebook.name).rulebook if archives and rulebook else None
    for path in archives:
        for file in archive.archived(path, loaded.rulebook if loaded else ""):
            if isinstance(file, Diagnostic):
                trouble.find([file])
            else:
                read.append((file, True))
    return read


def _layouts(files: Files, trouble: Trouble) -> Layouts | None:
    """The column map. Its words are those of the rulebook: one with errors is told elsewhere."""
    if files.map is None or files.rulebook is None:
        return None
    rulebook = load_rulebook(files.rulebook.data, files.rulebook.name).rulebook
    if rulebook is None:
        return None
    from dutyscore.rulebook.layouts import load_layouts

    layouts, findings = load_layouts(files.map.data, files.map.name, rulebook)
    trouble.find(findings)
    return layouts


def evaluate(asked: Asked, files: Files, shell: Shell, trouble: Trouble) -> Evaluated | None:
    """Score; None when something stands in the way. What is wrong with the rulebook is told even then."""
    values = Values(shell.wording)
    selection = values.selection(asked.period, asked.first, asked.last)
    layouts = _layouts(files, trouble)
    options = values.options(asked.reading, layouts)
    request = Request(selection, values.day("--as-of", asked.as_of), asked.partial, options)
    memory = values.size("--memory", asked.memory)
    if memory:
        from dutyscore.cli.largely import too_little

        if too_little(memory, files.logs):
            trouble.complain([shell.wording("usage.small_size", option="--memory", value=asked.memory)])
    trouble.complain(values.complaints)
    rulebook = files.rulebook
    if rulebook is None:
        return None
    if trouble.code:
        trouble.find(load_rulebook(rulebook.data, rulebook.name).findings)
        return None
    run = partial(score_files, asked, shell, memory, rulebook, files)
    record = _recorder() if asked.record and memory else None
    if not files.pasts:
        return Evaluated(run(History(), request, record), (), options, record)
    from dutyscore.compare.history import arranged

    # Which period is scored decides which results come before it, and only a first run tells it.
    first = run(History(), replace(request, partial=True))
    if first.result is None:
        return Evaluated(first, (), options)
    history, used, findings = arranged(files.pasts, first.result.rulebook.id, first.result.period)
    trouble.find(findings)
    if trouble.code:
        return None
    return Evaluated(run(history, request, record), used, options, record)


def _recorder() -> Recorder:
    from dutyscore.output.ledger_record import Recorder

    return Recorder()


_TIMES = 12
"""How many times its size a csv log takes while it is read and scored in one piece. Measured."""


def score_files(
    asked: Asked, shell: Shell, memory: int, rulebook: Input, files: Files, history: History, request: Request,
    record: Recorder | None = None,
) -> Outcome:  # fmt: skip
    """In one piece where that fits into the memory allowed, else in parts; the ledger is written in both cases, and
    where parts keep none it goes on `record`."""
    if memory and len(files.logs) == 1 and len(files.logs[0].data) * _TIMES > memory:
        from dutyscore.cli.largely import score_in_parts

        found = score_in_parts(
            rulebook, files.logs[0], files.roster, history, request, memory, asked.ledger, shell, record
        )  # fmt: skip
        if found is not None:
            return found
        tell([shell.wording("run.in_one_piece")])
    outcome = score(rulebook, files.logs, files.roster, history, request)
    if asked.ledger and outcome.result is not None:
        from dutyscore.cli.largely import write_ledger

        write_ledger(outcome.result, asked.ledger)
    return outcome

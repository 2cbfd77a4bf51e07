"""Checking logs and rosters: everything a score would say of them, short of scoring."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from dutyscore.cli import discover, inputs
from dutyscore.cli.case_files import FILES, is_sheet, read_sheet
from dutyscore.cli.check_gathered import Gathered, Wanted, book
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.model.vocabulary import DATE, ITEM, Vocabulary
from dutyscore.output.checked import LookedAt
from dutyscore.pipeline import look_over
from dutyscore.rulebook.layouts import load_layouts
from dutyscore.rulebook.load import Loaded
from dutyscore.rulebook.words import vocabulary
from dutyscore.tables import Input, Options, Reading, read_logs

_OF_LOGS = {DATE, ITEM}
"""Columns that every log has; a table without both may be a roster."""


def check_tables(files: Sequence[Input], wanted: Wanted, options: Options, gathered: Gathered) -> None:
    """Each table by its rulebook: rosters first, then logs with the roster that belongs to them."""
    given = _read(wanted.roster, gathered) if wanted.roster else None
    books = {file.name: _book(file, wanted, gathered) for file in ([given] if given else []) + list(files)}
    rosters = [given] if given else []
    logs: list[tuple[Input, Loaded, Reading]] = []
    for file in files:
        loaded = books[file.name]
        if loaded is None or (given and file.name == given.name):
            continue
        if os.path.basename(file.name) in FILES:
            _cases(file, loaded, gathered)
            continue
        reading = read_logs([file], None, _words(loaded), options)
        if not reading.usable and is_sheet(file):
            _cases(file, loaded, gathered)
        elif _is_roster(file, reading, loaded, options):
            rosters.append(file)
        else:
            logs.append((file, loaded, reading))
    for file in rosters:
        _roster(file, books[file.name], options, gathered)
    for file, loaded, reading in logs:
        roster = _beside(file, rosters, wanted)
        if roster or wanted.map:
            reading = read_logs([file], roster, _words(loaded), _mapped(options, wanted, loaded, gathered))
        names = {other.name for other in rosters}
        gathered.findings += [each for each in look_over(loaded, reading) if each.place.file not in names]
        gathered.unusable = gathered.unusable or not reading.usable
        if reading.usable and not reading.rows.taken + reading.rows.refused:
            gathered.refuse([Diagnostic("DS432", Place(file.name))])
        gathered.looked.append(LookedAt(file.name, "log", reading.rows.read))


def _cases(file: Input, loaded: Loaded, gathered: Gathered) -> None:
    """Cases in a sheet, by the rulebook that lies near them."""
    assert loaded.rulebook
    cases, findings = read_sheet(file, loaded.rulebook)
    gathered.findings += findings
    gathered.looked.append(LookedAt(file.name, "cases", len(cases)))


def _mapped(options: Options, wanted: Wanted, loaded: Loaded, gathered: Gathered) -> Options:
    """The options with the column map, whose words are those of the rulebook."""
    file = _read(wanted.map, gathered) if wanted.map else None
    if file is None or loaded.rulebook is None:
        return options
    layouts, findings = load_layouts(file.data, file.name, loaded.rulebook)
    gathered.refuse(findings)
    return replace(options, layouts=layouts)


def _read(path: str, gathered: Gathered) -> Input | None:
    found = inputs.read(path)
    if isinstance(found, Diagnostic):
        gathered.refuse([found])
        return None
    return found


def _book(file: Input, wanted: Wanted, gathered: Gathered) -> Loaded | None:
    """The rulebook of a table: the one named, the only one of the run, or what lies near. Without one nothing of the
    table can be judged."""
    named = [looked.file for looked in gathered.looked if looked.kind == "rulebook"]
    alone = named[0] if len(named) == 1 and not wanted.rules else ""
    path = alone or discover.find(wanted.rules, [file.name], [file], os.environ)
    if isinstance(path, Diagnostic):
        gathered.refuse([Diagnostic(path.code, Place(file.name), path.facts)])
        return None
    loaded = book(path, gathered)
    if loaded is not None and loaded.rulebook is None:
        gathered.looked.append(LookedAt(file.name, "log"))
        return None
    return loaded


def _words(loaded: Loaded) -> Vocabulary:
    assert loaded.rulebook
    return vocabulary(loaded.rulebook)


def _is_roster(file: Input, reading: Reading, loaded: Loaded, options: Options) -> bool:
    codes = {found.code for found in reading.findings}
    missing = {found.facts.get("column", "") for found in reading.findings if found.code == "DS310"}
    if reading.usable or not (missing >= _OF_LOGS or "DS406" in codes):
        return False
    return read_logs([], file, _words(loaded), options).usable


def _roster(file: Input, loaded: Loaded | None, options: Options, gathered: Gathered) -> None:
    if loaded is None:
        return
    reading = read_logs([], file, _words(loaded), options)
    gathered.findings += reading.findings
    gathered.unusable = gathered.unusable or not reading.usable
    gathered.looked.append(LookedAt(file.name, "roster", len(reading.roster)))


def _beside(log: Input, rosters: Sequence[Input], wanted: Wanted) -> Input | None:
    """The roster of a log: the one that was named, else the only one in its folder."""
    named = [file for file in rosters if file.name in (wanted.roster, *wanted.paths)]
    near = [file for file in rosters if os.path.dirname(file.name) == os.path.dirname(log.name)]
    found = named if len(named) == 1 else near
    return found[0] if len(found) == 1 else None

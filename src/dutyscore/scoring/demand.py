"""Entries that cannot be valued are refused, with cell and reason: nothing is guessed, nothing clamped."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dutyscore.methods.each import Each
from dutyscore.methods.faults import Fault, blanks, needed
from dutyscore.model.arrays import Bool, Int64
from dutyscore.model.columns import Days, Numbers, Words
from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic, Excerpt
from dutyscore.model.exact import decimal_text
from dutyscore.model.place import column_letters
from dutyscore.model.vocabulary import DATE, ITEM, MEMBER
from dutyscore.model.written import Unstated
from dutyscore.rulebook.nodes import Item, Rest, Split, Times
from dutyscore.scoring.match import Taken, people_of
from dutyscore.scoring.measure import by_version
from dutyscore.scoring.view import Rows, Sight


def demand(sight: Sight, taken: list[Taken]) -> tuple[Bool, list[Diagnostic]]:
    """Which entries (bool) are refused, and the findings, one per item, cause and faulty value."""
    refused = np.zeros(len(sight.entries), bool)
    findings: list[Diagnostic] = []
    booked_by = sight.plan.rulebook.entries.booked_by
    if booked_by:
        everything = np.arange(len(sight.entries))
        for fault in needed(booked_by, sight.column(booked_by)):
            refused |= fault.rows
            findings += _findings(sight, everything, fault, "")
    for part in taken:
        whole, versions = part.seen(sight), part.versions(sight)
        for item, places in versions:
            seen = whole if len(versions) == 1 else whole.take(places)
            for fault in _faults(seen, part, item):
                bad = fault.rows & ~refused[seen.index]
                if bad.any():
                    refused[seen.index[bad]] = True
                    left = Fault(bad, fault.code, fault.column, fault.facts)
                    findings += _findings(sight, seen.index, left, part.node.info.name)
    return refused, findings + _weighed(sight, refused)


def _weighed(sight: Sight, refused: Bool) -> list[Diagnostic]:
    """Numbers that a measure adds up and has no factor for; they are marked in `refused`. What has no number adds
    nothing and needs none."""
    findings: list[Diagnostic] = []
    for name, measure in sight.plan.rulebook.measures.items():
        if not measure.times:
            continue
        read = ~blanks(sight.column(measure.sum or ""))
        if measure.of is not None:
            read &= sight.mask(measure.of)
        for version, rows in by_version(sight, name, measure, np.flatnonzero(read)):
            for fault in [found for times in version.times for found in _times_faults(sight.rows(rows), times)]:
                bad = fault.rows & ~refused[rows]
                if bad.any():
                    refused[rows[bad]] = True
                    left = Fault(bad, fault.code, fault.column, fault.facts)
                    findings += _findings(sight, rows, left, measure.name or name)
    return findings


def _faults(rows: Rows, part: Taken, item: Item) -> list[Fault]:
    method = item.score.entry_method
    assert method
    found = method.faults(rows)
    if isinstance(method, Each) and isinstance(method.points, Unstated) and len(rows):
        named = rows.sight.plan.rulebook.entries.columns.item[0]  # no fact decides: the word of the clause is at fault
        found.append(Fault(np.ones(len(rows), bool), "DS320", named))
    for times in item.times:
        found += _times_faults(rows, times)
    if item.split:
        found += _split_faults(rows, item.split)
    if item.valid and item.valid.field:
        found += needed(item.valid.field, rows.column(item.valid.field))
    if item.credit_to:
        fact = rows.column(item.credit_to.roster)
        assert isinstance(fact, Words)
        unknown = np.array([*(rows.sight.roster.find(word) < 0 for word in fact.words), False], bool)[fact.codes]
        if unknown.any():
            found.append(Fault(unknown, "DS302", item.credit_to.roster))
    if part.node.booked_by:
        found += needed(part.node.booked_by, rows.column(part.node.booked_by))
    return found


def _times_faults(rows: Rows, times: Times) -> list[Fault]:
    if times.field is None:
        return []
    if times.steps is not None:
        return times.ladder().faults(rows)
    column = rows.column(times.field)
    found = needed(times.field, column) if times.blank is None else []
    if times.otherwise is None and isinstance(column, Words):
        strange = [word not in (times.by or {}) for word in column.words]
        if any(strange):  # a word that occurs nowhere among these rows is no fault of theirs
            unlisted = np.array([*strange, False], bool).take(column.codes)
            if unlisted.any():
                found.append(Fault(unlisted, "DS319", times.field))
    return found


def _split_faults(rows: Rows, split: Split) -> list[Fault]:
    if split.among:
        names = rows.column(split.among)
        assert isinstance(names, Words)
        strangers = [-1 in people_of(rows.sight, split.among, word) for word in names.words]
        unknown = np.array([*strangers, False], bool)[names.codes]
        return [*needed(split.among, names), *([Fault(unknown, "DS302", split.among)] if unknown.any() else [])]
    found = [fault for name in (split.by, split.per, split.count) if name for fault in needed(name, rows.column(name))]
    if split.by:
        role = rows.column(split.by)
        assert isinstance(role, Words)
        unlisted = np.array([*(word not in (split.shares or {}) for word in role.words), False], bool)[role.codes]
        if unlisted.any():
            found.append(Fault(unlisted, "DS319", split.by))
    if split.count:
        count = rows.column(split.count)
        assert isinstance(count, Numbers)
        least = 10**count.decimals * (1 + split.fixed_count)
        short = ((count.values < least) | (count.values % 10**count.decimals != 0)) & ~count.blank
        if split.by:  # only who shares in the rest needs to know among how many
            role = rows.column(split.by)
            assert isinstance(role, Words)
            resting = [isinstance((split.shares or {}).get(word), Rest) for word in role.words]
            short &= np.array([*resting, False], bool)[role.codes]
        if short.any():
            found.append(Fault(short, "DS307", split.count, {"min": str(1 + split.fixed_count), "max": ""}))
    return found


def cell_text(sight: Sight, name: str, entry: int) -> str:
    """What an entry holds in a column, as text; empty for a blank."""
    column = sight.column(name)
    if blanks(column)[entry]:
        return ""
    if isinstance(column, Words):
        return column.words[int(column.codes[entry])]
    if isinstance(column, Days):
        return iso(int(column.values[entry]))
    return decimal_text(Fraction(int(column.values[entry]), 10**column.decimals))


def _findings(sight: Sight, rows: Int64, fault: Fault, item: str) -> list[Diagnostic]:
    """One finding per distinct faulty value: the first entry is its place, the others stand under `also`."""
    bad = rows[fault.rows]
    by_value: dict[str, list[int]] = {}
    for entry in bad.tolist():  # refused entries only: a run with many of them scores nothing
        by_value.setdefault(cell_text(sight, fault.column, entry), []).append(entry)
    key = sight.plan.structural.get(fault.column, fault.column)
    found = []
    for value, entries in by_value.items():
        places = sorted(sight.entries.place(entry, key) for entry in entries)
        first = min(entries, key=lambda entry: sight.entries.place(entry, key))
        facts = {"column": fault.column, "value": value, "item": item, **fault.facts}
        excerpt = _excerpt(sight, first, fault.column, key)
        found.append(Diagnostic(fault.code, places[0], facts, "", excerpt, tuple(places[1:])))
    return found


def _excerpt(sight: Sight, entry: int, column: str, key: str) -> Excerpt:
    """Member, date, item and the faulty cell of one entry, as they stand in the sheet."""
    origin = sight.entries.origins[int(sight.entries.origin[entry])]
    rulebook = sight.plan.rulebook.entries.columns
    shown = {MEMBER: rulebook.member[0], DATE: rulebook.date[0], ITEM: rulebook.item[0], key: column}
    texts = {
        MEMBER: sight.roster.names[int(sight.entries.member[entry])],
        DATE: iso(int(sight.entries.day[entry])),
        ITEM: sight.entries.project.words[int(sight.entries.project.codes[entry])],
    }
    names = sorted(shown, key=lambda name: origin.columns.get(name, 0))
    header = tuple(f"{column_letters(origin.columns.get(name, 0))} {shown[name]}".strip() for name in names)
    cells = tuple(texts[name] if name in texts else cell_text(sight, column, entry) for name in names)
    row = int(sight.entries.row[entry])
    return Excerpt(((row, cells),), row, names.index(key), 1, header)

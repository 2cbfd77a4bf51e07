"""Sets of grades and bands beside the main ones (M19), slices of a ranking (M20), what is shown instead of a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from dutyscore.model.arrays import Bool, Int32, Int64
from dutyscore.model.columns import Words
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import decimal_text
from dutyscore.model.place import Place
from dutyscore.model.result import RowInfo, StandingSet
from dutyscore.rulebook.deciding import SHOWN, Each, Row, Slices, Standings
from dutyscore.rulebook.schema import Rulebook
from dutyscore.scoring.exempt import Exemptions
from dutyscore.scoring.frame import Frame
from dutyscore.scoring.grade import NO_ROW, Contest, first_fitting
from dutyscore.scoring.rank import Field, merged_key, rank, sliced, sort_key
from dutyscore.scoring.standing import Standing

UNSTATED_ROW, NONE_ROW = "unstated", "none"
_NO_FIT = {"grades": "DS601", "bands": "DS602"}


def decide_sets(standing: Standing, contest: Contest, exempt: Exemptions) -> Iterator[StandingSet]:
    """Every thing of every set, in the order of the rulebook; later sets, grades, bands and lists may name them."""
    for name, spec in standing.plan.rulebook.standings.items():
        for thing in spec.of:
            found = _decide(standing, contest, exempt, name, spec, thing)
            standing.words[f"{name}.{thing}"] = row_words(found.row, [row.name for row in spec.rows])
            yield found
        standing.things[name] = tuple(f"{name}.{thing}" for thing in spec.of)


def _decide(
    standing: Standing, contest: Contest, exempt: Exemptions, name: str, spec: Standings, thing: str
) -> StandingSet:
    """The rows of a set on one thing. Who has no value there has no place; vetoes count where a row names them."""
    values = standing.amounts(thing)
    counted = standing.has_value(thing)
    key = merged_key([sort_key(values, spec.order == "low")])
    nothing = np.zeros(len(standing), bool)
    group = contest.groups[spec.within] if spec.within else np.zeros(len(standing), np.int64)
    field = Field(counted & ~exempt.ranks, nothing, group)
    label = name if len(spec.of) == 1 else f"{name}.{thing}"
    places = rank(label, key, spec.ties, spec.within is not None, field)
    own = replace(standing, own=(name, thing), ranks={label: places, **standing.ranks}, slices=dict(standing.slices))
    order = [np.arange(len(standing))] if spec.ties == "ordinal" else []
    if spec.slices:
        own.slices = {}
        slice_up(own, label, spec.slices, merged_key([key, *order]), spec.within is not None, field)
    quota = counted & ~exempt.quotas
    # rows may speak of who has no value of a measure; who has no points of a node or total is not scored there
    left_out = exempt.scores if thing in standing.measures else ~counted
    left_out = left_out | (exempt.grades if spec.kind == "grades" else exempt.bands)
    barred = np.where(left_out, len(spec.rows), 0).astype(np.int32)  # who gets no row takes no place in one either
    own_contest = Contest(merged_key([key, *order]), quota, quota, contest.groups, contest.names)
    row = first_fitting(own, own_contest, spec.rows, gates=True, ceiling=barred)
    rows = tuple(RowInfo(one.name, one.tone or "", one.ref) for one in spec.rows)
    found = StandingSet(
        name, thing, title_of(standing, thing), spec.kind, spec.ref, rows, row, places,
        own.slices.get(label, np.zeros(len(standing), np.int32)), len(spec.of) == 1,
        not has_come(spec.at, standing.frame, standing.plan.rulebook),
    )  # fmt: skip
    _report(standing, found, values, left_out)
    empty_rows(found.row, spec.rows)
    return found


def title_of(standing: Standing, thing: str) -> str:
    """What people call a total, a node or a measure; empty for the main total."""
    if thing in standing.measures:
        return standing.measures[thing].name
    if thing == "total":
        return ""
    return thing if thing in standing.sums else standing.plan.nodes[standing.plan.index(thing)].info.name


def slice_up(standing: Standing, name: str, slices: Slices, key: Int64, grouped: bool, field: Field) -> None:
    """Cut a ranking into slices; who is tied across a border that stops is reported."""
    found, tied = sliced(slices, key, grouped, field)
    standing.slices[name] = found
    if tied.any():
        members = ", ".join(standing.sight.roster.names[member] for member in np.flatnonzero(tied).tolist())
        facts = {"name": name, "places": str(slices.count), "members": members}
        standing.findings.append(Diagnostic("DS603", Place(standing.file), facts))


def row_words(index: Int32, names: Sequence[str]) -> Words:
    """Row indices as words; rows of one name are one word, `none` is blank."""
    words = tuple(dict.fromkeys(name for name in names if name != NONE_ROW))
    table = np.array([*(words.index(name) if name in words else -1 for name in names), -1], np.int32)
    return Words(table[index], words)


def empty_rows(index: Int32, rows: Sequence[Row]) -> None:
    """Who lands in a row `none` has no grade or band, and that is meant."""
    empty = [number for number, row in enumerate(rows) if row.name == NONE_ROW]
    index[np.isin(index, empty)] = NO_ROW


def _report(standing: Standing, found: StandingSet, values: object, left_out: Bool) -> None:
    """Who fits no row of a set though he has a value there, and whom the regulation says nothing about."""
    tied = {name for finding in standing.findings for name in finding.facts.get("members", "").split(", ")}
    scale = standing.plan.scale
    silent = [number for number, row in enumerate(found.rows) if row.name == UNSTATED_ROW]
    for member in np.flatnonzero(~left_out & np.isin(found.row, [NO_ROW, *silent])).tolist():
        row, value = int(found.row[member]), values[member]  # type: ignore[index]
        name = standing.sight.roster.names[member]
        if row == NO_ROW and (value is None or name in tied):
            continue
        code = _NO_FIT[found.kind] if row == NO_ROW else "DS605"
        text = "" if value is None else decimal_text(value) if isinstance(values, tuple) else scale.text(int(value))
        ref = found.rows[row].ref or found.ref if row != NO_ROW else found.ref
        facts = {"member": name, "name": found.rank.name, "ref": " ".join(ref), "total": text}
        standing.findings.append(Diagnostic(code, Place(standing.file), facts))


def has_come(at: str | Each, frame: Frame, rulebook: Rulebook) -> bool:
    """Whether the moment of a list or set has come: the end of the period, of a window of a kind, or any run."""
    if isinstance(at, Each):
        window = frame.window_on_last_day(at.each, rulebook)
        return window is not None and frame.last_held == min(window.last, frame.period.last)
    return at == "any_run" or (frame.as_of >= frame.period.last and frame.selection == frame.period)


def shown(standing: Standing, exempt: Exemptions) -> dict[str, tuple[str, ...]]:
    """Texts that people see instead of a value: what `shown_as` of the first veto in force says, and the `shown` of
    every rule of exemption that holds: in the place of the grade, of the band or of the rank, the first of them that
    the rule leaves out; of two rules for one place the first one speaks (M24)."""
    rulebook, size = standing.plan.rulebook, len(standing)
    texts = {key: [""] * size for key in SHOWN}
    for name, veto in rulebook.vetoes.items():
        for key in SHOWN:
            text = getattr(veto.shown_as, key)
            for member in np.flatnonzero(standing.vetoes[name]).tolist() if text else []:
                texts[key][member] = texts[key][member] or text
    left_out = {"grade": {"scores", "grades"}, "band": {"bands"}, "rank": {"ranks"}}
    for rule, holds in reversed(list(zip(rulebook.exempt, exempt.holding, strict=True))):  # the first rule speaks last
        key = next((key for key, aspects in left_out.items() if aspects & set(rule.from_)), "")
        for member in np.flatnonzero(holds).tolist() if key else []:
            texts[key][member] = rule.shown
    return {key: tuple(found) for key, found in texts.items() if any(found)}

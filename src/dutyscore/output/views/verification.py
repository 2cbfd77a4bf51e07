"""What `verify` found: the files then and now, the verdict, and everything that differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dutyscore.compare.verify import Comparison, FileState, PostingChange, ValueChange
from dutyscore.model.frozen import dataclass
from dutyscore.model.tableau import NOTHING, Block, Cell, Column, Paragraph, Table, Tableau
from dutyscore.output.views.run import SHORT
from dutyscore.output.wording import Wording

VERIFICATION_SCHEMA: Final = "dutyscore.verification/1"
_LONGEST = 60
"""Characters of a recorded text that people see: it comes from a file that may be anything."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A published result and what computing it again gave. `comparison` is None where nothing could be computed;
    `programs` and `semantics` are those of the record and of now; `names` are members and nodes by their ids."""

    file: str
    digest: str
    rulebook: str
    programs: tuple[str, str]
    semantics: tuple[str, str]
    files: tuple[FileState, ...]
    comparison: Comparison | None
    members: Mapping[str, str]
    nodes: Mapping[str, str]

    @property
    def changed(self) -> tuple[FileState, ...]:
        return tuple(file for file in self.files if file.state == "changed")


def verification_view(verified: Verified, wording: Wording) -> Tableau:
    title = wording("verify.title", file=verified.file)
    found = verified.comparison
    blocks: list[Block] = [Paragraph((title,), "title")]
    blocks.append(Paragraph((_cut(verified.rulebook), *_programs(verified, wording)), "stamp"))
    blocks.append(_files(verified, wording))
    if found is not None and found.posting_changes:
        blocks += [Paragraph((wording("verify.postings"),), "heading"), _postings(verified, found, wording)]
    if found is not None and found.value_changes:
        blocks += [Paragraph((wording("verify.values"),), "heading"), _values(verified, found, wording)]
    blocks.append(Paragraph(tuple(_verdict(verified, wording)), "note"))
    return Tableau(title, tuple(blocks), lambda: _form(verified))


def _programs(verified: Verified, wording: Wording) -> list[str]:
    lines = []
    for key, (recorded, now) in (("program", verified.programs), ("semantics", verified.semantics)):
        if recorded != now:
            lines.append(wording(f"verify.{key}", recorded=_cut(recorded), now=now))
    return lines


def _files(verified: Verified, wording: Wording) -> Table:
    columns = (
        Column("role", wording("verify.column.role")),
        Column("file", wording("verify.column.file")),
        Column("recorded", wording("verify.column.recorded")),
        Column("now", wording("verify.column.now")),
        Column("state", wording("verify.column.state")),
    )
    rows = [
        tuple(
            Cell(text)
            for text in (
                wording.word("verify.role", file.role),
                _cut(file.name),
                file.recorded[:SHORT],
                file.now[:SHORT] or NOTHING,
                wording.word("verify.state", file.state),
            )
        )
        for file in verified.files
    ]
    return Table(wording("verify.files"), columns, tuple(rows))


def _postings(verified: Verified, found: Comparison, wording: Wording) -> Table:
    columns = (
        Column("member", wording("verify.column.member"), label=True),
        Column("address", wording("column.address")),
        Column("date", wording("column.date")),
        Column("kind", wording("verify.column.kind")),
        Column("item", wording("column.item")),
        Column("recorded", wording("verify.column.recorded"), "right"),
        Column("now", wording("verify.column.now"), "right"),
    )

    def row(change: PostingChange) -> tuple[Cell, ...]:
        return (
            Cell(_member(verified, change.member)),
            Cell(_cut(change.place) or NOTHING),
            Cell(_cut(f"{change.date} > {change.date_now}" if change.date_now else change.date)),
            Cell(_cut(wording.word("kind", change.kind))),
            Cell(_cut(verified.nodes.get(change.node, change.node))),
            Cell(_cut(change.recorded) if change.recorded is not None else NOTHING),
            Cell(_cut(change.now) if change.now is not None else NOTHING),
        )

    return Table(wording("verify.postings"), columns, tuple(map(row, found.posting_changes)))


def _values(verified: Verified, found: Comparison, wording: Wording) -> Table:
    columns = (
        Column("member", wording("verify.column.member"), label=True),
        Column("what", wording("verify.column.what")),
        Column("recorded", wording("verify.column.recorded")),
        Column("now", wording("verify.column.now")),
    )

    def row(change: ValueChange) -> tuple[Cell, ...]:
        key = verified.nodes.get(change.key, change.key)
        what = wording.word("verify.what", change.what)
        return (
            Cell(_member(verified, change.member) if change.member else NOTHING),
            Cell(f"{what} {_cut(key)}" if key else what),
            Cell(_shown(change.recorded, wording)),
            Cell(_shown(change.now, wording)),
        )

    telling = [change for change in found.value_changes if not _follows(change)] or found.value_changes
    return Table(wording("verify.values"), columns, tuple(map(row, telling)))


def _follows(change: ValueChange) -> bool:
    """Whether a value says again what others say; programs get these too."""
    return change.what in ("rank_from_end", "gap", "counts") or (change.what, change.key) == ("totals", "total")


def _member(verified: Verified, member: str) -> str:
    name = verified.members.get(member, member)
    return _cut(name if name == member else f"{name} ({member})")


def _shown(value: Any, wording: Wording) -> str:
    """A recorded value as people read it."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return wording.word("verify.truth", "yes" if value else "no")
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return wording("verify.entries", count=len(value))
        return _cut(wording.series(map(str, value))) or NOTHING
    if isinstance(value, dict):
        return _cut(str(value["name"] if "name" in value else wording.series(f"{key} {value[key]}" for key in value)))
    return _cut(str(value)) or NOTHING


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _verdict(verified: Verified, wording: Wording) -> list[str]:
    found = verified.comparison
    absent = [file for file in verified.files if file.state in ("missing", "outside")]
    changed = wording.series(_cut(file.name) for file in verified.changed)
    if absent:
        return [wording("verify.absent", files=wording.series(_cut(file.name) for file in absent))]
    if found is None:
        return [wording("verify.no_result", files=changed)]
    if found.equal:
        key = "equal" if found.compared else "equal_totals"
        lines = [wording(f"verify.{key}", members=found.members, postings=found.postings)]
        return [*lines, wording("verify.changed_without_effect", files=changed)] if changed else lines
    members = {change.member for change in found.posting_changes} | {change.member for change in found.value_changes}
    members = (members - {""}) | set(found.unnamed)
    lines = [wording("verify.differs", postings=len(found.posting_changes) or "", members=len(members) or "")]
    if found.moved:
        lines.append(wording("verify.moved", count=found.moved))
    if found.unnamed:
        lines.append(wording("verify.unnamed", members=wording.series(_member(verified, id_) for id_ in found.unnamed)))
    return [*lines, wording("verify.since", files=changed) if changed else wording("verify.no_file_changed")]


def _form(verified: Verified) -> dict[str, Any]:
    found = verified.comparison
    return {
        "schema": VERIFICATION_SCHEMA,
        "result": {"file": verified.file, "digest": verified.digest},
        "equal": bool(found and found.equal),
        "program": {"recorded": verified.programs[0], "now": verified.programs[1]},
        "semantics": {"recorded": verified.semantics[0], "now": verified.semantics[1]},
        "files": [
            {
                "name": file.name,
                "role": file.role,
                "state": file.state,
                "recorded": file.recorded,
                "now": file.now or None,
                "path": file.path or None,
            }
            for file in verified.files
        ],
        "computed": found is not None,
        "members": found.members if found else None,
        "postings_compared": bool(found and found.compared),
        "postings": [
            {
                "member": change.member,
                "kind": change.kind,
                "node": change.node or None,
                "place": change.place or None,
                "date": change.date or None,
                "date_now": change.date_now or None,
                "recorded": change.recorded,
                "now": change.now,
            }
            for change in (found.posting_changes if found else ())
        ],
        "moved": found.moved if found else 0,
        "unnamed": list(found.unnamed) if found else [],
        "values": [
            {
                "member": change.member or None,
                "what": change.what,
                "key": change.key or None,
                "recorded": change.recorded,
                "now": change.now,
            }
            for change in (found.value_changes if found else ())
        ],
    }

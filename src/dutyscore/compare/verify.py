"""A recorded result against the same computed again: what differs, posting by posting and standing by standing.

Both sides are the JSON form of a result (`dutyscore.result/1`); the recorded one has been held against its schema.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from dutyscore.model.frozen import dataclass

Json = Mapping[str, Any]
Posting = tuple[str | None, ...]

FIRST: Final = ("total", "grade", "points_grade", "rank", "band", "claimed")
"""What people look at first of everything that is recorded of a member."""
_HEAD: Final = ("period", "selection", "as_of", "provisional", "partial", "roster_declared", "counts", "findings")
_KIND, _NODE, _AMOUNT, _PLACE, _DATE = range(5)


State = Literal["same", "changed", "missing", "outside"]


@dataclass(frozen=True, slots=True)
class FileState:
    """A file that a result names: its recorded digest, and what is found now. `outside`: its name leads out of every
    folder in which files may be opened. `role` is log, roster, rejects, map, rulebook or history."""

    name: str
    role: str
    recorded: str
    state: State
    now: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class PostingChange:
    """A posting that differs: `recorded` and `now` are amounts, None where there is no such posting. `place` and `date`
    are those of the recorded one, or of the new one where there was none; `date_now` is another date now."""

    member: str
    kind: str
    node: str
    place: str
    date: str
    date_now: str
    recorded: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """Something recorded that differs; `member` is empty for the result as a whole, `key` names a part (a node)."""

    member: str
    what: str
    key: str
    recorded: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs. `moved` counts postings that only stand in another row; `unnamed` are members whose postings differ
    but were not recorded one by one; `compared` says whether postings could be compared at all."""

    members: int
    postings: int
    compared: bool
    posting_changes: tuple[PostingChange, ...]
    value_changes: tuple[ValueChange, ...]
    moved: int
    unnamed: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return not (self.posting_changes or self.value_changes or self.moved or self.unnamed)


def comparison(recorded: Json, again: Json) -> Comparison:
    """Compare; members are known by their ids."""
    old, new = _by_id(recorded["members"], "id"), _by_id(again["members"], "id")
    values = [*_rulebook(recorded, again), *_head(recorded, again)]
    for member in sorted(old.keys() | new.keys(), key=list(dict.fromkeys([*old, *new])).index):
        values += _member(member, old.get(member), new.get(member))
    postings: list[PostingChange] = []
    unnamed: list[str] = []
    moved = count = 0
    compared = recorded["ledger"] is not None and again["ledger"] is not None
    same_rules = recorded["rulebook"]["digest"] == again["rulebook"]["digest"]  # other rules number nodes otherwise
    if compared:
        was, now = _by_id(recorded["ledger"], "member"), _by_id(again["ledger"], "member")
        for member in dict.fromkeys([*was, *now]):
            left, right = was.get(member), now.get(member)
            count += len(right["postings"] or ()) if right else 0
            if left and right and left["digest"] == right["digest"] and left["postings"] == right["postings"]:
                continue
            if (left and left["postings"] is None) or (right and right["postings"] is None):
                unnamed.append(member)
                continue
            changes, shifted = _postings(member, left["postings"] if left else [], right["postings"] if right else [])
            postings += changes
            moved += shifted
            if not changes and not shifted and same_rules:  # the postings agree, so the digest beside them was changed
                unnamed.append(member)
    return Comparison(len(new), count, compared, tuple(postings), tuple(values), moved, tuple(unnamed))


def _by_id(rows: Sequence[Json], key: str) -> dict[str, Json]:
    return {row[key]: row for row in rows}


def _rulebook(recorded: Json, again: Json) -> Iterator[ValueChange]:
    for key in ("id", "version", "title"):
        if recorded["rulebook"][key] != again["rulebook"][key]:
            yield ValueChange("", "rulebook", key, recorded["rulebook"][key], again["rulebook"][key])


def _head(recorded: Json, again: Json) -> Iterator[ValueChange]:
    for what in _HEAD:
        if recorded[what] != again[what]:
            yield from _parts("", what, recorded[what], again[what])


def _member(member: str, recorded: Json | None, again: Json | None) -> Iterator[ValueChange]:
    if recorded is None or again is None:
        yield ValueChange(member, "member", "", recorded and recorded["name"], again and again["name"])
        return
    for what in dict.fromkeys([*FIRST, *again]):
        if recorded[what] != again[what]:
            yield from _parts(member, what, recorded[what], again[what])


def _parts(member: str, what: str, recorded: Any, again: Any) -> Iterator[ValueChange]:
    """A mapping is compared key by key, everything else as a whole."""
    if not (isinstance(recorded, dict) and isinstance(again, dict)) or what == "band":
        yield ValueChange(member, what, "", recorded, again)
        return
    for key in dict.fromkeys([*recorded, *again]):
        if recorded.get(key) != again.get(key) or (key in recorded) != (key in again):
            yield ValueChange(member, what, key, recorded.get(key), again.get(key))


def _postings(
    member: str, recorded: Sequence[Sequence[str | None]], again: Sequence[Sequence[str | None]]
) -> tuple[list[PostingChange], int]:
    """The postings that differ, those with another amount in one line; and how many stand in another row only."""
    was, now = Counter(map(tuple, recorded)), Counter(map(tuple, again))
    gone, new = list((was - now).elements()), list((now - was).elements())
    pairs = _paired(gone, new, (_KIND, _NODE, _PLACE, _DATE))
    moved = _paired(gone, new, (_KIND, _NODE, _DATE, _AMOUNT))
    pairs += _paired(gone, new, (_KIND, _NODE, _PLACE))
    changes = [_change(member, left, right) for left, right in pairs if _told(left) != _told(right)]
    shifted = len(pairs) - len(changes) + len(moved)
    changes += [_change(member, posting, None) for posting in gone]
    changes += [_change(member, None, posting) for posting in new]
    return changes, shifted


def _paired(gone: list[Posting], new: list[Posting], columns: Sequence[int]) -> list[tuple[Posting, Posting]]:
    """Postings of both sides that agree in some columns; they are taken out of the lists."""
    waiting: dict[Posting, list[Posting]] = {}
    for posting in new:
        waiting.setdefault(tuple(posting[column] for column in columns), []).append(posting)
    pairs, left = [], []
    for posting in gone:
        fitting = waiting.get(tuple(posting[column] for column in columns))
        if fitting:
            pairs.append((posting, fitting.pop(0)))
        else:
            left.append(posting)
    gone[:] = left
    new[:] = [posting for rest in waiting.values() for posting in rest]
    return pairs


def _told(posting: Posting) -> Posting:
    return posting[_AMOUNT], posting[_DATE]


def _change(member: str, recorded: Posting | None, now: Posting | None) -> PostingChange:
    shown = recorded or now
    assert shown is not None
    return PostingChange(
        member, shown[_KIND] or "", shown[_NODE] or "", shown[_PLACE] or "", shown[_DATE] or "",
        (now[_DATE] or "") if recorded and now and now[_DATE] != recorded[_DATE] else "",
        recorded[_AMOUNT] if recorded else None, now[_AMOUNT] if now else None,
    )  # fmt: skip

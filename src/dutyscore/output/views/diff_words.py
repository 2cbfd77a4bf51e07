"""A change in the words of the regulation: what it is about, what was, what is."""

from __future__ import annotations

from dutyscore.compare.change import Change, Part
from dutyscore.output.wording import Wording

_SILENT = ("score", "when", "lookup", "points", "per_unit", "tiers", "steps", "field", "period", "fields")
"""Keys that tell a reader nothing that the value does not."""
_MOST = 6
"""Values of one change that a line shows."""


def about(change: Change, wording: Wording) -> str:
    """`无故缺席会议 (第十条)`, `等次 称职`, `施行日期`."""
    section = change.anchor.section
    ref = wording.series(change.ref)
    if section == "node":
        return wording("diff.about", title=change.title, ref=ref)
    if section:
        named = change.anchor.name
        return wording("diff.about_section", section=wording.word("diff.section", section), title=named, ref=ref)
    return wording.word("diff.key", change.keys[0]) if change.keys else ""


def what(change: Change, wording: Wording) -> str:
    """What became of it, in one line."""
    if change.kind in ("moved", "renamed"):
        return wording(f"diff.{change.kind}", old=change.old or "-", new=change.new or "-")
    if change.kind == "reordered":
        return wording("diff.reordered", old=wording.series(change.old), new=wording.series(change.new))
    if change.kind in ("added", "removed"):
        shown = [part for part in change.parts if part.keys[-1:] not in (("name",), ("ref",))]
        values = "; ".join(_single(part, wording) for part in shown[:_MOST])
        return wording(f"diff.{change.kind}", values=values)
    head = _named(change.keys if change.anchor.section else change.keys[1:], wording)
    if not head and not any(_named(part.keys, wording) for part in change.parts):
        head = wording.word("diff.key", change.keys[-1]) if change.keys[1:] else ""
    told = [_pair(part, wording) for part in change.parts[:_MOST]]
    more = len(change.parts) - _MOST
    told += [wording("diff.more", count=more)] if more > 0 else []
    return " ".join(word for word in (head, "; ".join(told)) if word)


def _named(keys: tuple[str, ...], wording: Wording) -> str:
    words = [wording.word("diff.key", key) for key in keys if key not in _SILENT]
    return " ".join(dict.fromkeys(words))


def _pair(part: Part, wording: Wording) -> str:
    nothing = wording("diff.nothing")
    old, new = part.old if part.old is not None else nothing, part.new if part.new is not None else nothing
    return " ".join(word for word in (_named(part.keys, wording), f"{old} -> {new}") if word)


def _single(part: Part, wording: Wording) -> str:
    text = part.new if part.new is not None else part.old
    return " ".join(word for word in (_named(part.keys, wording), text or "") if word)


def sentence(change: Change, wording: Wording) -> str:
    """The change as a sentence of a notice."""
    label = wording.word("diff.label", change.label)
    return wording("diff.sentence", about=about(change, wording), what=what(change, wording), label=label)


def argument(change: Change, wording: Wording) -> str:
    return wording.word("diff.argument", change.proof.argument)


def lines(change: Change) -> str:
    old = str(change.old_place.line) if change.old_place else "-"
    new = str(change.new_place.line) if change.new_place else "-"
    return f"{old}>{new}"

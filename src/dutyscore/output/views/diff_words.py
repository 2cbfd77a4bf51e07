"""A change in the words of the regulation: what it is about, what was, what is."""

from __future__ import annotations

from collections.abc import Iterable

from dutyscore.compare.change import Change, Part, Value
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.output.wording import Wording

_SILENT = ("score", "when", "lookup", "points", "per_unit", "tiers", "steps", "field", "period", "fields")
"""Keys that tell a reader nothing that the value does not."""
_WORDS = ("per", "keep", "over", "kind", "part", "rounding", "ties", "missing", "period", "better", "miss", "window")
"""Keys whose values are words of the language."""
_ANYWHERE = ("none", "unstated", "true", "false")
_MOST = 6
"""Values of one change that a line shows."""

_NAMELESS = ("DS301", "DS303", "DS304", "DS305", "DS307", "DS308", "DS312", "DS315", "DS318", "DS319", "DS320", "DS329")
"""Findings whose value is no person: a word for an item or level, a day, a number."""
_PERSONAL = ("member", "members", "name", "names", "id", "ids")
_HIDDEN = "…"


def facts_of(finding: Diagnostic, *, anonymous: bool) -> dict[str, str]:
    """What a finding about the data says; for readers who may know no names, nothing that could be one."""
    open_ = not anonymous or not finding.code.startswith(("DS3", "DS6"))
    values = open_ or finding.code in _NAMELESS
    return {
        key: text if open_ or (key not in _PERSONAL and (values or key not in ("value", "nearest"))) else _HIDDEN
        for key, text in finding.facts.items()
    }


def about(change: Change, wording: Wording) -> str:
    """`无故缺席会议 (第十条)`, `等次 称职`, `施行日期`."""
    section = change.anchor.section
    ref = wording.series(change.ref)
    if section == "node":
        return wording("diff.about", title=change.title, ref=ref)
    if section:
        named = wording.word("diff.section", section)
        return wording("diff.about_section", section=named, title=change.title, ref=ref)
    return wording.word("diff.key", change.keys[0]) if change.keys else ""


def what(change: Change, wording: Wording) -> str:
    """What became of it, in one line."""
    if change.kind == "moved":
        (part,) = change.parts
        return wording("diff.moved", old=part.old or "-", new=part.new or "-")
    if change.kind == "renamed":
        key = "diff.renamed" if change.anchor.section == "node" else "diff.called"
        return wording(key, old=change.old, new=change.new)
    if change.kind == "reordered":
        return wording("diff.reordered", old=wording.series(change.old), new=wording.series(change.new))
    words = _Words(wording, change)
    if change.kind in ("added", "removed"):
        shown = [part for part in change.parts if part.keys[-1:] not in (("name",), ("ref",))]
        return wording(f"diff.{change.kind}", values="; ".join(map(words.single, shown[:_MOST])))
    head = words.named(change.keys if change.anchor.section else change.keys[1:])
    if not head and not any(words.named(part.keys) for part in change.parts):
        head = words.key(change.keys[-1]) if change.keys[1:] else ""
    told = [words.pair(part) for part in change.parts[:_MOST]]
    more = len(change.parts) - _MOST
    told += [wording("diff.more", count=more)] if more > 0 else []
    return " ".join(word for word in (head, "; ".join(told)) if word)


@dataclass(frozen=True, slots=True)
class _Words:
    """The keys and values of one change in the language of the reader."""

    wording: Wording
    change: Change

    def named(self, keys: Iterable[str]) -> str:
        return " ".join(dict.fromkeys(self.key(key) for key in keys if key not in _SILENT))

    def key(self, key: str) -> str:
        """A key, or an element of a list by what it is called (`keep highest`); a fact has no cap, it has a largest
        value."""
        first, _, rest = key.partition(" ")
        if rest:
            return f"{self.wording.word('diff.key', first)} {self._value(rest, first)}"
        of_fact = self.change.anchor.section in ("fields", "roster") or "given" in self.change.keys
        return self.wording.word("diff.fact_key" if of_fact and key in ("min", "max") else "diff.key", key)

    def pair(self, part: Part) -> str:
        change = f"{self._text(part, part.old)} -> {self._text(part, part.new)}"
        return " ".join(word for word in (self.named(part.keys), change) if word)

    def single(self, part: Part) -> str:
        value = part.new if part.new is not None else part.old
        return " ".join(word for word in (self.named(part.keys), self._text(part, value)) if word)

    def _text(self, part: Part, value: Value | None) -> str:
        """A value that changed on a day is told with its days."""
        key = (*self.change.keys, *part.keys, "")[-2] if self.change.keys or part.keys else ""
        if value is None:
            return self.wording("diff.nothing")
        if isinstance(value, str):
            return self._value(value, key)
        series = (self.wording("diff.dated", value=self._value(text, key), day=day) for day, text in value)
        return self.wording.series(series)

    def _value(self, text: str, key: str) -> str:
        """A word of the language of rulebooks, where the key takes such words; anything else stands as written."""
        return self.wording.word("diff.value", text) if key in _WORDS or text in _ANYWHERE else text


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

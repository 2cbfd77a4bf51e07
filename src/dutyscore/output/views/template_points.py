"""What an item gives, in one line for the clerk: points, limits, the clauses it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from dutyscore.methods.lookup import Lookup
from dutyscore.methods.tiers import Step, Tiers
from dutyscore.model.exact import decimal_text
from dutyscore.model.written import Unstated
from dutyscore.output.wording import Wording
from dutyscore.rulebook.nodes import Group, Item, NodeBase


def amount(value: Fraction | Unstated | None, wording: Wording) -> str:
    if isinstance(value, Unstated) or value is None:
        return wording("template.points.unstated")
    return decimal_text(value)


def points_text(item: Item, wording: Wording) -> str:
    """How the item awards points."""
    return wording("template.points.and").join(_parts(item, wording))


def _parts(item: Item, wording: Wording) -> Iterator[str]:
    def told(key: str, **facts: object) -> str:
        return wording(f"template.points.{key}", **facts)

    score, of = item.score, item.score.of or ""
    if score.each is not None:
        yield told("each", points=amount(score.each.points, wording))
    if score.per_unit is not None:
        unit, field = decimal_text(score.per_unit.unit), of or score.per_unit.field
        unit, points = "" if unit == "1" else unit, amount(score.per_unit.points, wording)
        yield told("per_unit", unit=unit, field=field, points=points)
    if score.lookup is not None:
        yield told("by", field=of or wording.series(score.lookup.fields()), parts=_table(score.lookup, wording))
    if score.tiers is not None:
        yield told("by", field=of or score.tiers.field, parts=_ladder(score.tiers, wording))
    if score.given is not None:
        given = score.given
        yield told("given", field=given.field, by=given.by, min=decimal_text(given.min), max=decimal_text(given.max))
    if score.mean is not None:
        yield told("mean", field=score.mean.of, count=score.mean.at_least)
    if score.fixed is not None:
        yield told("fixed", points=amount(score.fixed.points, wording))
    if score.full is not None:
        yield told("full", field=of, points=amount(score.full.points, wording))
    if score.target is not None:
        yield told("target", field=score.target.of, goal=score.target.goal, points=amount(score.target.full, wording))
    if score.carry is not None:
        yield told("carry", field=score.carry.from_, share=_factor(score.carry.share))
    if score.by_rank is not None:
        yield told("by_rank", field=score.by_rank.of or "", parts=_series(_places(score.by_rank.points), wording))
    if score.to_best is not None:
        yield told("to_best", field=score.to_best.of or "", points=amount(score.to_best.full, wording))
    if item.times:
        yield told("times", fields=wording.series(dict.fromkeys(time.field or "" for time in item.times if time.field)))
    if item.starting:
        yield told("starting", nth=item.starting.nth)
    if item.split:
        yield told("split")


def _factor(share: Fraction) -> str:
    return f"{decimal_text(share * 100)}%"


def _table(lookup: Lookup, wording: Wording) -> str:
    parts = {"/".join(words): amount(points, wording) for words, points in lookup.points.items()}
    if lookup.otherwise is not None:
        parts[wording("template.points.otherwise")] = amount(lookup.otherwise, wording)
    return _series(parts, wording)


def _ladder(tiers: Tiers, wording: Wording) -> str:
    parts = [_step(step, wording) for step in tiers.steps]
    if tiers.otherwise is not None:
        parts.append(f"{wording('template.points.otherwise')} {amount(tiers.otherwise, wording)}")
    return wording.series(parts)


def _step(step: Step, wording: Wording) -> str:
    key = "at_least" if step.above is None else "above"
    unit = "" if step.unit is None else decimal_text(step.unit)
    points = amount(step.points, wording)
    return wording(f"template.points.{key}", bound=decimal_text(step.bound), points=points, unit=unit)


def _places(points: Mapping[int, Fraction]) -> dict[str, str]:
    """Places with the same points next to each other stand together: `2-3`."""
    found: dict[str, str] = {}
    run: list[int] = []
    for place in [*sorted(points), 0]:
        if run and (place != run[-1] + 1 or points[place] != points[run[-1]]):
            name = str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}"
            found[name] = decimal_text(points[run[0]])
            run = []
        run.append(place)
    return found


def _series(parts: Mapping[str, str], wording: Wording) -> str:
    return wording.series(f"{word} {points}" for word, points in parts.items())


def limits_text(node: NodeBase, wording: Wording) -> str:
    """Caps and floors of a node, and of each entry of an item."""
    parts = []
    if isinstance(node, Item) and node.per_entry:
        parts += [wording("template.points.per_entry", bound=decimal_text(cap)) for cap in node.per_entry.values()]
    for key, bounds in (("own_max", node.max or {}), ("own_min", node.min)):
        for window, bound in bounds.items():
            facts = {"window": wording.word("window", window), "bound": decimal_text(bound), "label": ""}
            parts.append(wording(f"explain.{key}", **facts))
    return wording.series(parts)


def asked_fields(item: Item, known: Mapping[str, object]) -> list[str]:
    """The declared fields that an item speaks of."""
    spoken = set(mentioned(item))
    return [name for name in known if name in spoken]


def mentioned(value: Any) -> Iterator[str]:
    """Every text in a part of a rulebook: names of fields are among them, whatever speaks of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from mentioned(key)
            yield from mentioned(inner)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from mentioned(inner)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from mentioned(getattr(value, name))
    elif hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            yield from mentioned(getattr(value, name))


def own_texts(node: Group) -> Iterator[str]:
    """What a group itself speaks of, without its children."""
    for name in type(node).model_fields:
        if name not in ("groups", "items", "name", "ref"):
            yield from mentioned(getattr(node, name))

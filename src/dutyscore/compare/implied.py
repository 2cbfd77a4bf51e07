"""Whether one condition is narrower than another: every entry or member that it lets pass, the other lets pass too."""

from __future__ import annotations

from dutyscore.model.condition import Condition, Test
from dutyscore.model.exact import parse_factor


def narrower(inner: Condition | None, outer: Condition | None) -> bool:
    """Proved, not guessed: False means that no proof was found. None lets everything pass."""
    if outer is None:
        return True
    if inner is None:
        return False
    return all(any(_group(group, other) for other in outer.any_of) for group in inner.any_of)


def _group(inner: tuple[Test, ...], outer: tuple[Test, ...]) -> bool:
    """A group of tests is narrower when each test of the other follows from one of its own."""
    return all(any(_test(test, other) for test in inner) for other in outer)


def _test(inner: Test, outer: Test) -> bool:
    if inner.name != outer.name or inner.over != outer.over:
        return False
    if inner.last_period != outer.last_period or inner.running < outer.running:
        return False
    if inner.last_period and inner.running != outer.running:
        return False
    if outer.blank is False:
        return inner.blank is not True
    if inner.blank is not None or outer.blank is not None:
        return inner.blank == outer.blank
    if inner.negated != outer.negated:
        return False
    if inner.negated:
        inner, outer = outer, inner
    if inner.equals or outer.equals:
        return bool(inner.equals) and bool(outer.equals) and set(inner.equals) <= set(outer.equals)
    return all(any(_bound(own, bound) for own in inner.bounds) for bound in outer.bounds)


def _bound(inner: tuple[str, str], outer: tuple[str, str]) -> bool:
    (word, text), (other, limit) = inner, outer
    value, bound = parse_factor(text), parse_factor(limit)
    if value is None or bound is None:
        return inner == outer
    if other in ("at_least", "above"):
        return word in ("at_least", "above") and (
            value > bound or (value == bound and (other == "at_least" or word == other))
        )
    return word in ("at_most", "below") and (
        value < bound or (value == bound and (other == "at_most" or word == other))
    )


def mentions(condition: Condition | None) -> set[str]:
    """Names and words that a condition contains."""
    if condition is None:
        return set()
    return {word for test in condition.tests() for word in (test.name, *test.equals)}

"""Members that are printed but left out of scores, ranks, quotas, means, grades, bands or lists (section 2)."""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracle.facts import Names


@dataclass(frozen=True)
class Exempt:
    """Who is left out of what; `rules` is the first rule that holds for each member, `holding` all of them."""

    rules: dict[str, int]
    holding: dict[str, list[int]]
    scores: frozenset[str]
    ranks: frozenset[str]
    quotas: frozenset[str]
    means: frozenset[str]
    grades: frozenset[str]
    bands: frozenset[str]
    lists: frozenset[str]


def exempt_members(names: Names) -> Exempt:
    hits = {
        member: [
            number
            for number, rule in enumerate(names.book.exempt)
            if names.member_fits(member, rule.when, names.held_on)
        ]
        for member in names.members
    }

    def left_out(of: str) -> frozenset[str]:
        return frozenset(m for m, rules in hits.items() if any(of in names.book.exempt[rule].from_ for rule in rules))

    return Exempt(
        {member: rules[0] for member, rules in hits.items() if rules},
        hits,
        left_out("scores"),
        left_out("ranks"),
        left_out("quotas"),
        left_out("means"),
        left_out("grades"),
        left_out("bands"),
        left_out("lists"),
    )

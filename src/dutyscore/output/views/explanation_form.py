"""The JSON form of an explanation."""

from __future__ import annotations

from dutyscore.model.days import iso
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.output.views.lifting import lift_form, lift_of
from dutyscore.output.views.machine import EXPLANATION_SCHEMA, Json, members_form, stamps
from dutyscore.output.views.postings import (
    AT_TOTALS,
    CAUSED_BY_ENTRY,
    Posting,
    accounts,
    address,
    clause_of,
    limit_of,
    limit_window,
)
from dutyscore.output.views.run import Amounts, Run, categories
from dutyscore.output.views.standing_among import costs_form, costs_of, position_of, years_form, years_of


def explanation_form(result: Result, member: int, told: list[Posting], run: Run) -> Json:
    amounts = Amounts(result.scale)
    step = result.next_grade[member]
    position = position_of(result, member)
    return {
        "schema": EXPLANATION_SCHEMA,
        **stamps(result, run),
        "member": members_form(result, [member])[0],
        "postings": [_posting_form(result, posting, amounts) for posting in told if posting.kind not in AT_TOTALS],
        "reviewer_gap": {
            reviewer: amounts(int(column[member]))
            for reviewer, column in result.reviewer_gap.items()
            if int(column[member])
        },
        "totals": [
            {
                "total": account.total or "total",
                "sum": amounts(account.start),
                "postings": [
                    {
                        "kind": posting.kind.name,
                        "part": result.parts[posting.cause].of or None,
                        "amount": amounts(posting.amount),
                        "running": amounts(posting.running),
                    }
                    for posting in account.postings
                ],
            }
            for account in accounts(result, member, told)
        ],
        "next_grade": step and {"grade": step.grade, "line": amounts(step.line), "short": amounts(step.short)},
        "lift": lift_form(lift_of(result, member)),
        "costs": costs_form(result, costs_of(told), amounts),
        "position": position
        and {
            "rank": position.rank,
            "ranked": position.ranked,
            "group": position.group or None,
            "rank_in_group": position.rank_in_group if position.group else None,
            "ranked_in_group": position.ranked_in_group if position.group else None,
        },
        "history": years_form(
            years_of(result, member, run)[:-1], [result.nodes[root].id for root in categories(result)]
        ),
    }


def _posting_form(result: Result, posting: Posting, amounts: Amounts) -> Json:
    place = address(result, posting.entry) if posting.entry >= 0 else None
    limit = limit_of(result, posting.cause) if posting.kind in (Kind.over_cap, Kind.below_floor) else None
    other = posting.cause if posting.kind in CAUSED_BY_ENTRY and posting.cause >= 0 else None
    stretch = limit_window(result, posting.cause, posting.window) if limit else None
    node = result.nodes[posting.node] if posting.node >= 0 else None
    return {
        "kind": posting.kind.name,
        "amount": amounts(posting.amount),
        "running": amounts(posting.running),
        "node": node.id if node else None,
        "ref": list(clause_of(result, posting)),
        "place": str(place) if place else None,
        "date": iso(int(result.entries.day[posting.entry])) if place else None,
        "cause": str(address(result, other)) if other is not None else None,
        "limit": {"node": result.nodes[limit.node].id, "window": limit.window, "bound": amounts(limit.bound)}
        if limit
        else None,
        "window": stretch.label if stretch else None,
    }

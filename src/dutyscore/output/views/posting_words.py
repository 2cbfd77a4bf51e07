"""What a posting is called, and why it exists, in the reader's words."""

from __future__ import annotations

from dutyscore.model.days import iso
from dutyscore.model.ledger import Kind
from dutyscore.model.result import Result
from dutyscore.output.views.fact_texts import fact_texts
from dutyscore.output.views.postings import CAUSED_BY_ENTRY, Posting, cell_name, limit_of, limit_window
from dutyscore.output.views.run import Amounts
from dutyscore.output.wording import Wording


def what_of(result: Result, posting: Posting, wording: Wording) -> str:
    """The item of an award, the limit of a cut, the name of a veto, or why something was cut."""
    if posting.kind in (Kind.award, Kind.member_award) and posting.node >= 0:
        return result.nodes[posting.node].name
    if posting.kind == Kind.no_clause:
        code = int(result.entries.project.codes[posting.entry])
        return result.entries.project.words[code] if code >= 0 else ""
    if posting.kind == Kind.veto and 0 <= posting.cause < len(result.vetoes):
        return result.vetoes[posting.cause].name
    if posting.kind in (Kind.over_cap, Kind.below_floor):
        return _limit(result, posting, wording)
    return wording.word("kind", posting.kind.name)


def _limit(result: Result, posting: Posting, wording: Wording) -> str:
    limit = limit_of(result, posting.cause)
    if limit is None:
        return wording.word("kind", posting.kind.name)
    whole_year = limit.window == "period" and len(result.period.label) == len("2025")
    stretch = limit_window(result, posting.cause, posting.window)
    own = result.nodes[limit.node].kind == "item" and posting.entry >= 0
    key = f"explain.{'own' if own else 'limit'}_{'max' if posting.kind == Kind.over_cap else 'min'}"
    return wording(
        key,
        node=result.nodes[limit.node].name,
        window=wording.word("window", "year" if whole_year else limit.window),
        bound=Amounts(result.scale).short(limit.bound),
        label=stretch.label if stretch is not None and stretch.label != result.period.label else "",
    )


def note_of(result: Result, posting: Posting, wording: Wording) -> str:
    """Why this posting exists, naming the entry or rule that caused it."""
    cause = ""
    if posting.kind in CAUSED_BY_ENTRY and posting.cause >= 0:
        cause = cell_name(result, posting.cause)
    elif posting.kind == Kind.over_cap and posting.entry >= 0:
        cause = cell_name(result, posting.entry)
    facts = {
        "cause": cause,
        "points": Amounts(result.scale)(abs(posting.amount)),
        "as_of": iso(result.as_of),
        "why": _rule(result, posting),
        "mark": _mark(result, posting),
    }
    return wording.find(f"explain.note.{posting.kind.name}", facts) or ""


def _mark(result: Result, posting: Posting) -> str:
    """The mark that a judge gave. Not who: that stands in the log, for those who may read it."""
    import numpy as np

    name = result.marks.get(posting.node) if posting.kind == Kind.mark else None
    if name is None or posting.entry < 0:
        return ""
    return fact_texts(result.entries.facts[name].take(np.array([posting.entry])))[0]


def _rule(result: Result, posting: Posting) -> str:
    """The exclusion or veto that a posting names as its cause."""
    if posting.kind == Kind.excluded and 0 <= posting.cause < len(result.excluded):
        return result.excluded[posting.cause]
    if posting.kind == Kind.inert and 0 <= posting.cause < len(result.vetoes):
        return result.vetoes[posting.cause].name
    return ""

"""The ledger in the JSON form of a result."""

from __future__ import annotations

from typing import Any

from dutyscore.model.ledger import chained
from dutyscore.model.result import Result
from dutyscore.output.ledger_record import Recorder


def ledger_form(result: Result, members: list[int], recorded: Recorder | None) -> list[dict[str, Any]] | None:
    """The ledger of some members; None for a result whose ledger was neither kept nor recorded."""
    if recorded is None:
        if not result.ledgers:
            return None
        recorded = Recorder()
        recorded.add(chained(result.ledgers), result.entries, result.roster.ids, result.nodes, result.scale)
    return recorded.form([result.roster.ids[member] for member in members])

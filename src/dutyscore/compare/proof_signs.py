"""From which way amounts go to the label that says so."""

from __future__ import annotations

from dutyscore.compare.change import UNPROVED, Proof


def directed(up: bool, down: bool, argument: str) -> Proof:
    """The label of amounts that only rise, only fall, or stay."""
    if up and down:
        return UNPROVED
    return Proof("looser" if up else "stricter" if down else "neutral", argument)

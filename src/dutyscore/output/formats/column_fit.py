"""How columns share the width of a page."""

from __future__ import annotations

from collections.abc import Sequence


def fitted(wanted: Sequence[float], room: float) -> list[float]:
    """Widths that fill `room`: all that is wanted and a share of the rest where there is enough for everybody, else
    narrow columns get what they want and wide ones the same for each."""
    total = sum(wanted)
    if total <= room:
        return [one * room / total for one in wanted] if total else list(wanted)
    left = room
    for place, one in enumerate(sorted(wanted)):
        share = left / (len(wanted) - place)
        if one > share:
            return [min(each, share) for each in wanted]
        left -= one
    return list(wanted)

"""Whether a csv text reads the same by any reader, so that it may be cut up by bytes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

UInt8 = NDArray[np.uint8]

PIECE = 1 << 19
_LF, _CR, _QUOTE = b'\n\r"'


def is_clean(body: memoryview, separator: int) -> bool:
    """Whether the quotes, line ends and control characters of all lines are beyond doubt; piece by piece."""
    start = 0
    while start < len(body):
        piece = bytes(body[start : start + PIECE])
        if start + len(piece) < len(body):
            piece = piece[: piece.rfind(b"\n") + 1]
        if not piece or b"\0" in piece or (b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n")):
            return False
        if b'"' in piece and not _quotes_fit(np.frombuffer(piece, np.uint8), separator):
            return False
        start += len(piece)
    return True


def _quotes_fit(piece: UInt8, separator: int) -> bool:
    """Whether the quotes of whole lines pair up around whole cells of one line; two inside quotes are a quote."""
    quotes = np.flatnonzero(piece == _QUOTE)
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening > 0, piece[opening - 1], _LF)
    after = np.where(closing + 1 < len(piece), piece[(closing + 1) % len(piece)], _LF)
    inner = before == _QUOTE  # the second of a doubled quote
    starts = (before == separator) | (before == _LF) | inner
    ends = (after == separator) | (after == _LF) | (after == _CR) | (after == _QUOTE)
    if not (starts.all() and ends.all()):
        return False
    long = closing - opening > 1
    if not long.any():
        return True
    breaks = np.flatnonzero(piece == _LF)
    return bool((np.searchsorted(breaks, opening[long]) == np.searchsorted(breaks, closing[long])).all())

"""Whether a csv text reads the same by any reader, so that it may be cut up by bytes.

Line ends and control characters are looked at in the bytes. Quotes too, or in the texts of the cells once all lines are
cut at every separator: of a million cells few say something different. A process that only parses does not load numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

PIECE = 1 << 19
_LF, _CR, _QUOTE = b'\n\r"'


def is_clean(body: memoryview, separator: int) -> bool:
    """Whether the quotes, line ends and control characters of all lines are beyond doubt; piece by piece."""
    return all(_ends_fit(piece) and (b'"' not in piece or _quotes_fit(piece, separator)) for piece in _pieces(body))


def has_clean_ends(body: memoryview) -> bool:
    """Whether the line ends and control characters are; nothing is said of the quotes."""
    return all(map(_ends_fit, _pieces(body)))


def without_quotes(texts: Sequence[str]) -> list[str] | None:
    """What cells say that were cut out with the quotes around them; None where a quote stands anywhere else, as it does
    in a cell that a separator or a line break inside quotes has cut in two."""
    found = []
    for text in texts:
        if '"' in text:
            inside = text[1:-1]
            if len(text) < 2 or text[0] + text[-1] != '""' or '"' in inside.replace('""', ""):
                return None
            text = inside.replace('""', '"')
        found.append(text)
    return found


def _pieces(body: memoryview) -> Iterator[bytes]:
    """Whole lines, some at a time; nothing at last where a line is longer than a piece."""
    start = 0
    while start < len(body):
        piece = bytes(body[start : start + PIECE])
        if start + len(piece) < len(body):
            piece = piece[: piece.rfind(b"\n") + 1]
        yield piece
        if not piece:
            break
        start += len(piece)


def _ends_fit(piece: bytes) -> bool:
    if not piece or b"\0" in piece:
        return False
    return b"\r" not in piece or piece.count(b"\r") == piece.count(b"\r\n")


def _quotes_fit(lines: bytes, separator: int) -> bool:
    """Whether the quotes of whole lines pair up around whole cells of one line; two inside quotes are a quote."""
    import numpy as np

    piece = np.frombuffer(lines, np.uint8)
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


def end_of(view: memoryview) -> int:
    """Where the empty lines at the end of a text begin."""
    end = len(view)
    while end:
        piece = bytes(view[max(0, end - PIECE) : end])
        kept = piece.rstrip(b"\r\n")
        end -= len(piece) - len(kept)
        if kept:
            break
    return end

"""What the terminal can show, and writing to it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Final, TextIO

from dutyscore.output.formats.paper import Paper
from dutyscore.output.width import clean

COLOURS: Final = ("auto", "always", "never")
_LEAST = 40
"""A terminal narrower than this is treated as this wide."""


def columns_of(stream: TextIO) -> int | None:
    """Columns of a terminal; None for anything else: what is piped is never broken."""
    if not stream.isatty():
        return None
    import shutil

    return max(_LEAST, shutil.get_terminal_size().columns)


def colours(wanted: str, stream: TextIO, environ: Mapping[str, str]) -> bool:
    """--color, then NO_COLOR, FORCE_COLOR, TERM=dumb, then whether a terminal reads."""
    if wanted in ("always", "never"):
        return wanted == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return environ["FORCE_COLOR"] != "0"
    return environ.get("TERM") != "dumb" and stream.isatty() and _understands_codes()


def _understands_codes() -> bool:
    """Consoles of Windows must be told to read colour codes; old ones cannot."""
    if sys.platform != "win32":
        return True
    import ctypes

    kernel = ctypes.windll.kernel32
    console, mode = kernel.GetStdHandle(-11), ctypes.c_uint32()
    return bool(kernel.GetConsoleMode(console, ctypes.byref(mode)) and kernel.SetConsoleMode(console, mode.value | 4))


def paper_of(language: str, colour: str) -> Paper:
    """The paper that standard output is."""
    encoding = (sys.stdout.encoding or "utf-8").lower().replace("-", "")
    painted = colours(colour, sys.stdout, os.environ)
    return Paper(language, columns_of(sys.stdout), painted, ascii=encoding != "utf8")


def write_out(data: bytes) -> None:
    """Write UTF-8 text to standard output in the encoding that it has."""
    if (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8" and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode("utf-8"))
    sys.stdout.flush()


def tell(lines: Iterable[str]) -> None:
    """Lines to standard error, safe to show."""
    for line in lines:
        print(clean(line), file=sys.stderr)
    sys.stderr.flush()

"""Names of files made from data: a name says who it is about, and can do nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from unicodedata import normalize

from dutyscore.output.width import UNSEEN

_UNSAFE = re.compile(r'[<>:"/\\|?*\s]+')
"""What some system reads as something else than a letter of a name; blanks, which scripts stumble over."""
_KEPT = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever stands behind a dot."""
_LONGEST: Final = 120
"""Bytes of a name without its end: systems take 255 with it."""


def safe_name(text: str) -> str:
    """`text` as the name of a file, without an end; empty if nothing of it can stand in one.

    No separators, no leading or trailing dots (hidden files, `..`), nothing invisible, no name of a device, not longer
    than file systems take.
    """
    name = UNSEEN.sub("_", normalize("NFC", text))
    name = _short(_UNSAFE.sub("_", name).strip("._- ")).strip("._- ")
    return f"_{name}" if _KEPT.fullmatch(name) else name


def _short(name: str) -> str:
    return name.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore")


def file_names(wanted: Sequence[tuple[str, str]], suffix: str) -> list[str]:
    """A name of its own for each (name, what tells it from its namesakes), in that order: whoever shares a name has
    the distinction behind it, a number where even that is the same. Systems that ignore case see no equal names."""
    plain = [safe_name(name) for name, _ in wanted]
    shared = _repeated(name.casefold() for name in plain)
    taken: set[str] = set()
    found = []
    for name, (_, apart) in zip(plain, wanted, strict=True):
        base = "-".join(filter(None, (name, safe_name(apart)))) if not name or name.casefold() in shared else name
        base = base or "1"
        unique, number = base, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{base}-{number}"
        taken.add(unique.casefold())
        found.append(unique + suffix)
    return found


def _repeated(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]

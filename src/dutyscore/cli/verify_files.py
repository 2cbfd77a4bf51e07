"""The files that a published result names, found again without trusting their paths.

A result may come from anybody, so a name in it opens nothing but regular files inside folders that the user named
(`--inputs`), the folder of the result, and the current folder. A name that leads elsewhere (absolute, `..`, a drive, a
network share) is looked for by its last parts inside those folders, and taken where the digest agrees. Without
`--inputs` such a name never stands for a file with another content.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

from dutyscore.cli.inputs import read
from dutyscore.compare.verify import FileState
from dutyscore.model.frozen import dataclass
from dutyscore.tables import Input

_MOST_PARTS: Final = 12
"""Last parts of a path that are tried; a name with more is cut from the left."""
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a result. `input` carries the recorded name, so that what is computed from it names it as before."""

    told: FileState
    input: Input | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Where files may be opened: `named` are folders and files that the user named, `near` the folder of the result
    and the current one."""

    named: tuple[str, ...]
    near: tuple[str, ...]

    def source(self, name: str, role: str, recorded: str, paths: Sequence[str] = ()) -> Source:
        """Find one file; `paths` are further places where the program itself would look for it."""
        within, parts = _parts(name)
        first: tuple[str, Input, str] | None = None
        for path, trusted in [*self._candidates(parts, within), *((path, True) for path in paths)]:
            found = read(path, mapped=True)
            if not isinstance(found, Input):
                continue
            digest = sha256(found.data).hexdigest()
            if digest == recorded:
                return Source(FileState(name, role, recorded, "same", digest, path), Input(name, found.data))
            if first is None and trusted:
                first = (path, found, digest)
        if first is not None:
            path, found, digest = first
            return Source(FileState(name, role, recorded, "changed", digest, path), Input(name, found.data))
        return Source(FileState(name, role, recorded, "missing" if within else "outside"))

    def _candidates(self, parts: list[str], within: bool) -> Iterator[tuple[str, bool]]:
        """Paths that exist, and whether the file may be another one than recorded; nearest first."""
        for place in self.named:
            if os.path.isfile(place):
                yield place, bool(parts) and os.path.basename(place) == parts[-1]
        folders = [place for place in self.named if os.path.isdir(place)]
        for folder, own in [*((folder, True) for folder in folders), *((folder, False) for folder in self.near)]:
            for start in range(len(parts)):
                path = os.path.join(folder, *parts[start:])
                if _inside(path, folder):
                    yield path, own or (within and start == 0)


def _parts(name: str) -> tuple[bool, list[str]]:
    """Whether a recorded name stays inside the folder it starts from, and its parts."""
    if not name or not name.isprintable():
        return False, []
    pieces = [piece for piece in re.split(r"[\\/]+", name) if piece != "."]
    within = not (name[0] in "\\/" or ".." in pieces or any(_DRIVE.match(piece) for piece in pieces))
    kept = [piece for piece in pieces if piece and piece != ".." and not _DRIVE.match(piece)]
    return within, kept[-_MOST_PARTS:]


def _inside(path: str, folder: str) -> bool:
    """Whether it is a regular file that lies inside the folder, links followed."""
    try:
        real, top = os.path.realpath(path), os.path.realpath(folder)
        return stat.S_ISREG(os.stat(real).st_mode) and os.path.commonpath([real, top]) == top
    except (OSError, ValueError):
        return False

"""Reading the files that the user named, as bytes; what cannot be read is a finding."""

from __future__ import annotations

import errno
import mmap
import os
import stat
import sys
from typing import Final, cast

from dutyscore.cli.usage import nearest
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.place import Place
from dutyscore.tables import Input

STDIN: Final = "-"
_LARGE = 16 * 2**20
"""Files from this size on are mapped into memory where that is allowed."""
_WINDOWS_LOCKED = (32, 33)


def read(path: str, mapped: bool = False) -> Input | Diagnostic:
    """A file, or standard input for `-`, under the name that the user gave it. `mapped` lets a large one be mapped
    into memory: its data is then any read-only buffer."""
    if path == STDIN:
        return Input("stdin", sys.stdin.buffer.read())
    try:
        return Input(path, _bytes(path, mapped))
    except FileNotFoundError:
        return Diagnostic("DS401", Place(path), {"file": path, "nearest": _similar(path)})
    except OSError as error:
        return refused("DS402", path, error)


def _bytes(path: str, mapped: bool) -> bytes:
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        large = stat.S_ISREG(status.st_mode) and status.st_size >= _LARGE
        if mapped and large and sys.platform != "win32":
            return cast(bytes, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return file.read()


def refused(code: str, path: str, error: OSError) -> Diagnostic:
    """What an error of the operating system means for the user."""
    if getattr(error, "winerror", None) in _WINDOWS_LOCKED or (error.errno in _DENIED and _is_open(path)):
        return Diagnostic("DS403", Place(path), {"file": path})
    return Diagnostic(code, Place(path), {"file": path, "reason": _REASONS.get(error.errno or 0, "")})


_DENIED = (errno.EACCES, errno.EPERM, errno.EBUSY)
_REASONS = {
    errno.EISDIR: "folder",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EROFS: "permission",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
    errno.ENOSPC: "full",
    errno.ENXIO: "device",
}


def _is_open(path: str) -> bool:
    """Whether an office program has left its mark beside the file."""
    folder, name = os.path.split(path)
    return any(os.path.exists(os.path.join(folder, mark)) for mark in (f"~${name}", f"~${name[2:]}", f".~lock.{name}#"))


def _similar(path: str) -> str:
    """A file of nearly that name in the same folder."""
    folder, name = os.path.split(path)
    try:
        names = os.listdir(folder or os.curdir)
    except OSError:
        return ""
    seen = sorted(other for other in names if not other.startswith((".", "~$")))
    by_stem = {os.path.splitext(other)[0]: other for other in seen}  # a suffix that is the same makes nothing alike
    found = nearest(os.path.splitext(name)[0], by_stem)
    return os.path.join(folder, by_stem[found]) if found else ""

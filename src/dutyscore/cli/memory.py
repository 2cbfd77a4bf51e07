"""Memory for a large log: what one step lets go of is kept for the next.

Left alone, the C library gives large pieces back to the operating system at once, which then fills them with zeros
before it hands them out again: a fifth of the time of a run, and with a pool for each thread a third more memory.
What a run will need is asked for while its libraries are loaded, when one processor has nothing to do.
"""

from __future__ import annotations

import ctypes
import sys
from threading import Thread
from typing import Final

# The names of <malloc.h> (GNU C library) and what they are set to.
_SETTINGS: Final = {
    "M_ARENA_MAX": (-8, 1),  # one pool for all threads
    "M_MMAP_THRESHOLD": (-3, 1 << 25),  # the largest value that is allowed; only larger pieces go back when freed
    "M_TRIM_THRESHOLD": (-1, 2**31 - 1),  # nothing at the end of the pool goes back
    "M_TOP_PAD": (-2, 1 << 24),  # the pool grows by 16 MiB at a time
}


_POPULATE_WRITE: Final = 23  # MADV_POPULATE_WRITE of <linux/mman.h>; older kernels say that they do not know it
_PAGE: Final = 4096
_PIECE: Final = 1 << 22
_MOST: Final = 1 << 29


def keep() -> None:
    """From here on freed memory stays with the process, and with those that are made out of it; nothing where the C
    library is another one."""
    libc = _library()
    if libc is not None:
        for number, value in _SETTINGS.values():
            libc.mallopt(number, value)


def ask_for(soon: int) -> None:
    """Have about so many bytes of memory there soon, beside what goes on; nothing where it would not be kept."""
    libc = _library()
    if libc is not None:
        Thread(target=_fill, args=(libc, min(soon, _MOST)), daemon=True).start()


def _library() -> ctypes.CDLL | None:
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    return libc if hasattr(libc, "mallopt") else None


def _fill(libc: ctypes.CDLL, size: int) -> None:
    """Put memory into the pool that the operating system has filled with zeros already."""
    libc.malloc.restype = ctypes.c_void_p
    pieces = [libc.malloc(ctypes.c_size_t(_PIECE)) for _ in range(size // _PIECE)]
    for piece in filter(None, pieces):
        inside = ctypes.c_void_p(piece + -piece % _PAGE), ctypes.c_size_t(_PIECE - _PAGE)
        if libc.madvise(*inside, _POPULATE_WRITE):
            break
    for piece in pieces:
        libc.free(ctypes.c_void_p(piece))

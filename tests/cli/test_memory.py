"""Memory for a large log is there before it is asked for, and stays."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CODE = """
import ctypes, threading
from dutyscore.cli import memory

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 >> 20

libc = ctypes.CDLL(None)
libc.valloc.restype = ctypes.c_void_p
asked = ctypes.c_void_p(libc.valloc(ctypes.c_size_t(1 << 16)))
told = libc.madvise(asked, ctypes.c_size_t(1 << 16), 23)  # MADV_POPULATE_WRITE
before = resident()
memory.keep()
memory.ask_for(SIZE << 20)
for thread in threading.enumerate():
    if thread is not threading.current_thread():
        thread.join()
filled = resident()
pieces = [bytearray(b"x") * (8 << 20) for _ in range(SIZE // 16)]
used = resident()
del pieces
print(told, filled - before, used - filled, used - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only the C library of Linux is told anything")
def test_it_is_filled_used_and_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CODE.replace("SIZE", "64")], capture_output=True, text=True, check=True
    )
    told, filled, more, returned = map(int, done.stdout.split())
    if told:
        pytest.skip("this kernel does not hand out memory in advance (MADV_POPULATE_WRITE, Linux 5.14)")
    assert 56 <= filled <= 80
    assert more <= 8
    assert returned <= 2

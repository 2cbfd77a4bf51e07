"""The only hands: arguments, files, clock, environment, terminal, exit codes.

Help and version of the program as a whole are printed from here, before any library is loaded.
"""

from __future__ import annotations

import gc
import os
import sys

from dutyscore.cli import front, unasked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dutyscore.cli.apart import Apart
    from dutyscore.cli.front import Start
    from dutyscore.tables import Input

_ALL_LOGS = ("score", "explain", "report")
"""Commands that need all their logs at once."""


def main(argv: list[str] | None = None) -> int:
    """Run the program on command line words; returns the exit code. Without words it runs those of the process and ends
    it at once: taking everything apart first is a seventh of a small run."""
    if argv is not None:
        return _run(argv)
    code = 4
    try:
        _prepare()
        code = _run(sys.argv[1:], alone=True)
        sys.stdout.flush()
    except BrokenPipeError:
        code = 0  # the reader of our output has left
    except KeyboardInterrupt:  # while libraries are loaded, where no language is known yet
        code = 130
    except OSError as error:
        code = 3
        os.write(2, f"dutyscore: {error.strerror}\n".encode())
    os._exit(code)


def _run(words: list[str], alone: bool = False) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    start = front.read(words)
    if start.wants:
        sys.stdout.write(front.answer(start))
        return 0
    if alone:
        unasked.compile_later()
        unasked.declare_plainly()
    if start.command not in _ALL_LOGS or any(word.startswith("--memory") for word in start.words):
        return _command(start, {})
    from dutyscore.cli.apart import Apart

    with Apart(alone) as apart:
        return _command(start, _begun(start, apart))


def _begun(start: Start, apart: Apart) -> dict[str, Input]:
    """Large logs are read while this program is still being loaded."""
    from dutyscore.cli.inputs import begin

    try:
        return begin(start.words, apart)
    except Exception:  # who reads the files will meet it again and tell it
        return {}


def _command(start: Start, begun: dict[str, Input]) -> int:
    from dutyscore.cli.app import run

    return int(run(start, begun))


def _prepare() -> None:
    """What is only right for a process that ends with the run."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: the next file that is opened would stand in its place
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # it stays
    gc.disable()  # looking for cycles among a million cells costs half a second
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads for matrices, and there are none
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # memory that is freed serves the next step as well
    os.environ["OPENPYXL_LXML"] = "False"  # with lxml openpyxl writes the same workbook in other bytes
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some reads every installed package
    unasked.leave_out()

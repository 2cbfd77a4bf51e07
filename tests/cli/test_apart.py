"""Work in a process of its own: what it finds arrives whole, and however it ends, the program goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dutyscore.cli.apart import Apart
from tests.cli.test_ahead import RULES
from tests.house.tree import ROOT, SRC, run

pytestmark = pytest.mark.skipif(
    not hasattr(os, "memfd_create"), reason="only Linux has memory without a name that processes can share"
)

PATHS = {**os.environ, "PYTHONPATH": str(SRC)}
ALONE = "import sys\nfrom dutyscore.cli.apart import Apart\n"


def alone(code: str) -> str:
    """What a process that has begun nothing yet prints."""
    done = run(sys.executable, "-c", ALONE + code, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_words_and_buffers_arrive_whole() -> None:
    code = """
def work():
    x, yz = memoryview(b"x" * 70_001), memoryview(b"yz" * 1_000_000)
    return {"a": [1, None, True, "名"]}, [[x], [], [yz, yz, yz]]
with Apart(True) as apart:
    wait = apart.begin(work)
    said, pieces = wait()
print(said, [(len(piece), bytes(piece[:2]), bytes(piece[-2:])) for piece in pieces])
import numpy
print(numpy.frombuffer(pieces[2], "int32").flags.aligned)
"""
    assert alone(code).splitlines() == [
        "{'a': [1, None, True, '名']} [(70001, b'xx', b'xx'), (0, b'', b''), (6000000, b'yz', b'yz')]",
        "True",
    ]


@pytest.mark.parametrize(
    "work",
    ["raise ValueError('x')", "sys.exit(3)", "import os; os.kill(os.getpid(), 9)", "import numpy", "return object()"],
)
def test_a_process_that_does_not_live_to_tell_it_says_nothing(work: str) -> None:
    code = f"""
def work():
    {work}
with Apart(True) as apart:
    print(apart.begin(work)())
"""
    assert alone(code) == "None\n"


def test_it_prints_nothing_and_reads_nothing() -> None:
    code = """
def work():
    import os
    print("out", flush=True)
    print("error", file=sys.stderr, flush=True)
    return {"read": os.read(0, 9).decode()}, []
with Apart(True) as apart:
    print(apart.begin(work)()[0])
"""
    assert alone(code) == "{'read': ''}\n"


def test_several_work_at_once_and_are_asked_in_any_order() -> None:
    code = """
with Apart(True) as apart:
    data = [[memoryview(bytes(1 << 20))]]
    waits = [apart.begin(lambda number=number: ({"number": number}, data)) for number in range(3)]
    print([wait()[0]["number"] for wait in reversed(waits)])
"""
    assert alone(code) == "[2, 1, 0]\n"


def test_who_is_not_waited_for_is_ended() -> None:
    code = """
import os, time
def work():
    time.sleep(60)
    return {}, []
with Apart(True) as apart:
    apart.begin(work)
    number = apart._running[0]._number
_, status = os.waitpid(number, 0)
print(os.WTERMSIG(status))
"""
    start = time.monotonic()
    assert alone(code) == "9\n"
    assert time.monotonic() - start < 30


def test_it_is_not_begun_where_it_may_not_be() -> None:
    assert Apart(allowed=False).begin(lambda: ({}, [])) is None


def test_it_is_not_begun_beside_threads() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert Apart(allowed=True).begin(lambda: ({}, [])) is None
    finally:
        stop.set()
        other.join()


def test_no_room_for_the_answer_is_no_answer() -> None:
    code = """
import mmap
def none(*given, **named): raise OSError(12, "no memory")
with Apart(True) as apart:
    wait = apart.begin(lambda: ({}, []))
    mmap.mmap = none
    print(wait())
"""
    assert alone(code) == "None\n"


def test_it_ends_with_a_process_that_is_ended_from_outside() -> None:
    """Of what it inherits nothing stays open: whoever waits for that sees its end at once."""
    code = """
import os, time
with Apart(True) as apart:
    apart.begin(lambda: time.sleep(60))
    time.sleep(0.5)
    os.kill(os.getpid(), 9)
"""
    ours, theirs = os.pipe()
    start = time.monotonic()
    subprocess.run([sys.executable, "-c", ALONE + code], cwd=ROOT, env=PATHS, pass_fds=[theirs], check=False)
    os.close(theirs)
    with open(ours, "rb") as inherited:
        assert inherited.read() == b""
    assert time.monotonic() - start < 30


def test_a_system_without_more_processes_is_no_fault() -> None:
    code = """
import os
def none(): raise BlockingIOError(11, "no more")
os.fork = none
before = len(os.listdir("/proc/self/fd"))
with Apart(True) as apart:
    print(apart.begin(lambda: ({}, [])), len(os.listdir("/proc/self/fd")) - before)
"""
    assert alone(code) == "None 0\n"


# ---------------------------------------------------------------- the program

FORMS = ("-q", "-f", "csv", "--lang", "en")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "rulebook.yaml").write_text(RULES, "utf-8")
    rows = "".join(f'张{number % 977:03d},2023-{number % 12 + 1:02d}-03,"提案"\r\n' for number in range(80_000))
    (tmp_path / "log.csv").write_text("姓名,日期,项目\r\n" + rows, "utf-8")
    return tmp_path


def scored(folder: Path, prologue: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The program, run by a process of its own that has changed something first."""
    code = f"{prologue}\nimport sys\nfrom dutyscore.cli import main\nsys.argv[1:] = {['score', *words]!r}\nmain()"
    return run(sys.executable, "-c", code, cwd=folder)


def test_the_program_does_it_so(log: Path) -> None:
    """A log that another process parses makes this one load no parser."""
    done = scored(log, "", "log.csv", *FORMS)
    assert done.returncode == 0
    done = run(sys.executable, "-X", "importtime", "-m", "dutyscore", "score", "log.csv", *FORMS, cwd=log)
    assert done.returncode == 0
    assert done.stdout.count("\n") == 978
    assert "pyarrow" not in done.stderr
    assert "dutyscore.tables.csv_blocks" in done.stderr


@pytest.mark.parametrize(
    "prologue",
    [
        pytest.param("import os\ndel os.memfd_create", id="another system"),
        pytest.param(
            "import dutyscore.tables.ahead as room\ndef none(view): raise MemoryError\n"
            "import os\nmine, look = os.getpid(), room.look\n"
            "room.look = lambda view: look(view) if os.getpid() == mine else none(view)",
            id="a process that ends early",
        ),
        pytest.param(
            "import os, signal\nsignal.signal(signal.SIGCHLD, signal.SIG_IGN)", id="a system that forgets processes"
        ),
    ],
)
def test_what_is_printed_is_the_same_without_it(log: Path, prologue: str) -> None:
    plain, other = scored(log, "", "log.csv", *FORMS), scored(log, prologue, "log.csv", *FORMS)
    assert plain.stdout.count("\n") == 978
    assert (plain.returncode, plain.stdout, plain.stderr) == (other.returncode, other.stdout, other.stderr)


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_closed_streams_are_no_matter(log: Path, closed: tuple[int, ...]) -> None:
    """What the processes share never stands in the place of a stream that is closed."""
    closing = "import os, sys\n" + "".join(f"os.close({stream})\n" for stream in closed)
    words = ["score", "log.csv", *FORMS, "-o", "out.csv"]
    start = f"os.execv(sys.executable, [sys.executable, '-m', 'dutyscore', *{words!r}])"
    done = run(sys.executable, "-c", closing + start, cwd=log)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.count("\n") == (0 if 1 in closed else 978)
    assert (log / "out.csv").read_text("utf-8-sig").count("\n") == 978


def test_three_logs_at_once(log: Path) -> None:
    data = (log / "log.csv").read_bytes()
    for number in range(3):
        (log / f"{number}.csv").write_bytes(data.replace(b"2023-01", b"2023-0%d" % (number + 2)))
    names = [f"{number}.csv" for number in range(3)]
    begun, plain = (scored(log, prologue, *names, *FORMS) for prologue in ("", "import os\ndel os.memfd_create"))
    assert (begun.returncode, begun.stdout, begun.stderr) == (plain.returncode, plain.stdout, plain.stderr)
    assert begun.stdout.count("\n") == 978


def test_a_run_that_fails_early_leaves_no_process(log: Path) -> None:
    """Whoever reads what the program prints sees its end as soon as it has ended, however long the work would take."""
    (log / "rulebook.yaml").write_text("rulebook: [", "utf-8")
    endless = "import time\nimport dutyscore.tables.ahead as room\nroom.look = lambda view: time.sleep(60)"
    start = time.monotonic()
    done = scored(log, endless, "log.csv")
    assert done.returncode == 3
    assert time.monotonic() - start < 30
    assert _running(log) == ""


def _running(folder: Path) -> str:
    """The words of all processes that run in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder.resolve():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return "\n".join(found)

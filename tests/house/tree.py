"""The working tree as the house rules see it: where it is, which files belong to it, how to run a program on it."""

import os
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

_PART_LIMIT = 1_000_000  # bytes looked at in each part of a workbook: samples may be bombs
_PARTS_LIMIT = 500


def run(*command: str | Path, cwd: Path = ROOT, src: Path = SRC) -> subprocess.CompletedProcess[str]:
    """Run a program with `src` first on Python's path, no keyboard and piped output."""
    environment = os.environ | {"PYTHONPATH": str(src), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
        check=False,
    )


def shown(done: subprocess.CompletedProcess[str]) -> str:
    """What a program printed, for the message of an assertion."""
    return f"$ {' '.join(done.args)}\n{done.stdout}{done.stderr}\nexit code {done.returncode}"


def sources(folder: Path = SRC) -> list[Path]:
    """Every Python file under a folder."""
    return sorted(folder.rglob("*.py"))


def repository_files(root: Path = ROOT) -> list[Path]:
    """Every file that is, or is about to be, in the repository: tracked, or untracked and not ignored."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=root)
    if listed.returncode == 0:
        names = {name for name in listed.stdout.split("\0") if name}
        return sorted(path for path in map(root.joinpath, names) if path.is_file())
    # An unpacked archive has no git: everything but hidden folders.
    found = (path for path in root.rglob("*") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts[:-1]))


def texts(path: Path) -> Iterator[str]:
    """The text of a file and, for a workbook or another zip, of its parts."""
    yield path.read_bytes().decode("utf-8", errors="replace")
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist()[:_PARTS_LIMIT]:
                with archive.open(part) as stream:
                    yield stream.read(_PART_LIMIT).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        return  # a damaged or locked sample: its bytes were looked at above

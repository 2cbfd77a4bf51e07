"""Writing files: never half, never over an input, never over anything without --force."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress

from dutyscore.cli.inputs import refused
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.frozen import dataclass
from dutyscore.model.place import Place
from dutyscore.output.formats import SUFFIXES, suffixes


@dataclass(frozen=True, slots=True)
class Target:
    """A file to write, and in which format."""

    path: str
    format: str


def targets(paths: Sequence[str], formats: Sequence[str]) -> tuple[list[Target], list[Diagnostic]]:
    """The files with the formats their names ask for; a format that is not among `formats` is a finding."""
    found, findings = [], []
    for path in paths:
        suffix = os.path.splitext(path)[1].lower()
        name = SUFFIXES.get(suffix, "")
        if name in formats:
            found.append(Target(path, name))
        else:
            findings.append(unknown_format(suffix or path, suffixes(formats), path))
    return found, findings


def given_twice(paths: Sequence[str]) -> list[str]:
    """Paths that name a file which another one, before them, names already."""
    places = [os.path.realpath(path) for path in paths]
    return [path for number, path in enumerate(paths) if places[number] in places[:number]]


def unknown_format(value: str, allowed: Sequence[str], file: str = "") -> Diagnostic:
    return Diagnostic("DS419", Place(file), {"value": value, "allowed": ", ".join(allowed)})


def obstacles(wanted: Sequence[Target], inputs: Sequence[str], force: bool) -> list[Diagnostic]:
    """What is in the way of writing, found before anything is computed."""
    found = []
    for target in wanted:
        place, facts = Place(target.path), {"file": target.path}
        folder = os.path.dirname(os.path.realpath(target.path))
        if any(_same(target.path, path) for path in inputs):
            found.append(Diagnostic("DS415", place, facts))
        elif os.path.isdir(target.path):
            found.append(Diagnostic("DS414", place, {**facts, "reason": "folder"}))
        elif os.path.lexists(target.path) and not force:
            found.append(Diagnostic("DS413", place, facts))
        elif not os.path.isdir(folder):
            found.append(Diagnostic("DS414", place, {**facts, "reason": "no-folder"}))
        elif not os.access(folder, os.W_OK):
            found.append(Diagnostic("DS414", place, {**facts, "reason": "permission"}))
    return found


def _same(left: str, right: str) -> bool:
    """Whether two paths are one file, by whatever name or link."""
    try:
        return os.path.samefile(left, right)
    except OSError:
        return os.path.realpath(left) == os.path.realpath(right)


def write(contents: Sequence[tuple[str, bytes]], force: bool) -> list[Diagnostic]:
    """Write all files or, if one of them cannot be written, none. Each gets its name in one step; if the system fails
    at that last step of one file, the others stand and the findings say which does not."""
    prepared: list[tuple[str, str]] = []
    findings = []
    try:
        for path, data in contents:
            try:
                prepared.append((_beside(os.path.realpath(path), data), path))
            except OSError as error:
                findings.append(refused("DS414", path, error))
        for temporary, path in [] if findings else prepared:
            try:
                _into_place(temporary, path, force)
            except FileExistsError:
                findings.append(Diagnostic("DS413", Place(path), {"file": path}))
            except OSError as error:
                findings.append(refused("DS414", path, error))
    finally:
        for temporary, _ in prepared:
            with suppress(OSError):
                os.unlink(temporary)
    return findings


def _beside(path: str, data: bytes) -> str:
    """A temporary file with the content, in the folder of the file that it will become."""
    handle, temporary = tempfile.mkstemp(prefix=".dutyscore-", suffix=".tmp", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if sys.platform != "win32":
            os.chmod(temporary, _mode(path))
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _mode(path: str) -> int:
    """The rights of the file that is replaced, or those of any new file."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _into_place(temporary: str, path: str, force: bool) -> None:
    """One step: the file is there as a whole or not at all. Without force nothing is replaced, not even a file that
    somebody else has made in the meantime."""
    final = os.path.realpath(path)
    if force:
        os.replace(temporary, final)
        return
    try:
        os.link(temporary, final)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(final):
            raise FileExistsError(path) from None
        os.replace(temporary, final)

"""Transcripts: Markdown files whose ```console blocks are run and compared.

    $ dutyscore score logs.csv        a command; `NAME=value` may stand before it, `< FILE` behind it
    what it prints                    standard output
    2> what it says                   standard error
    [exit 1]                          the exit code, if it is not 0

Besides dutyscore there are `cat FILE`, `ls`, `cp A B`, `mv A B`, `rm FILE`, `mkdir FOLDER`, `ln -s A B` and
`sed -i s/OLD/NEW/ FILE` (OLD is plain text, its first place is changed) and `sed -n /FROM/,/TO/p FILE` (the lines from
one that FROM fits to the next that TO fits). Each file of transcripts runs in a fresh copy of `files/`, without any
environment but what its commands name.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from dutyscore.cli import main

FILES = Path(__file__).with_name("files")
_BLOCK = re.compile(r"```console\n(.*?)```\n", re.DOTALL)
_SETTING = re.compile(r"([A-Z_]+)=(.*)", re.DOTALL)
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG", "DUTYSCORE_LANG", "DUTYSCORE_RULES", "NO_COLOR", "FORCE_COLOR", "COLUMNS")


def replayed(text: str) -> str:
    """The transcript with every answer as it is given now. The current folder holds the files."""
    return _BLOCK.sub(lambda found: f"```console\n{_block(found[1])}```\n", text)


def _block(block: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{command}\n{answer(command[2:])}" for command in commands)


def answer(command: str) -> str:
    """What a command prints and says, and its exit code."""
    code, output, said = run(shlex.split(command))
    lines = output.splitlines() + [f"2> {line}".rstrip() for line in said.splitlines()]
    lines += [f"[exit {code}]"] if code else []
    return "".join(f"{line}\n" for line in lines)


def run(words: list[str]) -> tuple[int, str, str]:
    settings = {}
    while words and (found := _SETTING.fullmatch(words[0])):
        settings[found[1]] = found[2]
        words = words[1:]
    stdin = b""
    if "<" in words:
        stdin = Path(words[-1]).read_bytes()
        words = words[: words.index("<")]
    match words:
        case ["dutyscore", *rest]:
            return dutyscore(rest, settings, stdin)
        case ["cat", name]:
            return 0, Path(name).read_text(encoding="utf-8-sig"), ""
        case ["ls"]:
            return 0, "\n".join(sorted(path.name for path in Path().iterdir())), ""
        case ["cp", source, target]:
            shutil.copy(source, target)
        case ["ln", "-s", source, target]:
            Path(target).symlink_to(source)
        case ["sed", "-i", change, name]:
            _, old, new, _ = change.split("/")
            text = Path(name).read_text(encoding="utf-8")
            assert old in text, f"{old} does not stand in {name}"
            Path(name).write_text(text.replace(old, new, 1), encoding="utf-8")
        case ["sed", "-n", lines, name]:
            return 0, _between(lines, Path(name).read_text(encoding="utf-8")), ""
        case ["rm", name]:
            Path(name).unlink()
        case ["mkdir", name]:
            Path(name).mkdir()
        case ["mv", source, target]:
            shutil.move(source, target)
        case _:
            raise ValueError(f"no such command in transcripts: {words}")
    return 0, "", ""


def _between(lines: str, text: str) -> str:
    """The lines of a text from one that the first pattern fits to the next one after it that the second fits."""
    _, first, _, last, _ = lines.split("/")
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        begins = not inside and re.search(first, line) is not None
        if begins or inside:
            kept.append(line)
        inside = begins or (inside and re.search(last, line) is None)
    return "\n".join(kept)


def dutyscore(
    words: list[str], settings: Mapping[str, str] | None = None, stdin: bytes = b"", encoding: str = "utf-8"
) -> tuple[int, str, str]:
    """Run the program as a process of its own would: exit code, standard output, standard error."""
    output, said, keyboard = (
        io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="\n") for data in (b"", b"", stdin)
    )
    with environment(settings or {}), contextlib.redirect_stdout(output), contextlib.redirect_stderr(said):
        before, sys.stdin = sys.stdin, keyboard
        try:
            code = main(words)
        finally:
            sys.stdin = before
    texts = []
    for stream in (output, said):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode(encoding))
    return code, texts[0], texts[1]


@contextlib.contextmanager
def environment(settings: Mapping[str, str]) -> Iterator[None]:
    """The environment of a machine that says nothing about languages, colours or rulebooks, plus `settings`."""
    before = dict(os.environ)
    for name in LOCALE:
        os.environ.pop(name, None)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)

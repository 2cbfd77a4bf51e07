"""`check --watch`: what makes it check again, and how it ends. Clock and files are given by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dutyscore.cli.check_watch import Stamp, saved, watched
from dutyscore.cli.shell import Shell
from dutyscore.output.wording import load
from tests.cli.transcript import dutyscore


def watch(looks: list[dict[str, Stamp]], codes: list[int]) -> tuple[int, int]:
    """Runs over a series of looks at the files; the exit code and how often was checked."""
    given: Iterator[dict[str, Stamp]] = iter(looks)
    results = iter(codes)
    left = [len(looks) - 1]
    runs = []

    def pause() -> bool:
        left[0] -= 1
        return left[0] >= 0

    def run() -> int:
        runs.append(1)
        return next(results)

    code = watched(run, ["f.yaml"], Shell(load("en"), "check", quiet=True), pause, lambda paths: next(given))
    return code, len(runs)


OLD, NEW = {"f.yaml": (1, 10)}, {"f.yaml": (2, 10)}


@pytest.mark.parametrize(
    ("looks", "runs"),
    [
        ([OLD], 1),
        ([OLD, OLD, OLD], 1),
        ([OLD, OLD, NEW, NEW], 2),
        ([OLD, {"f.yaml": (1, 11)}], 2),
        ([OLD, {}, OLD], 3),
        ([OLD, {**OLD, "g.yaml": (1, 1)}], 2),
    ],
    ids=["stopped at once", "nothing saved", "saved", "another size", "gone and back", "a new file"],
)
def test_it_checks_again_when_a_file_is_saved(looks: list[dict[str, Stamp]], runs: int) -> None:
    assert watch(looks, list(range(9)))[1] == runs


def test_the_exit_code_is_that_of_the_last_check() -> None:
    assert watch([OLD, NEW], [1, 0]) == (0, 2)


def test_saving_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "rulebook.yaml"
    path.write_text("rulebook: x\n")
    before = saved([str(tmp_path)])
    assert before == saved([str(tmp_path)])
    path.write_text("rulebook: xy\n")
    assert saved([str(tmp_path)]) != before
    (tmp_path / "cases.yaml").write_text("- case: x\n")
    assert len(saved([str(tmp_path)])) == 2


def test_ctrl_c_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dutyscore.cli.check_watch.time.sleep", interrupt)
    path = tmp_path / "rulebook.yaml"
    path.write_text("rulebook: x\n")
    code, _, told = dutyscore(["check", str(path), "--watch", "-f", "concise"])
    assert code == 130
    assert "watching 1 file" in told

"""Writing revisions, reading those that hold, and what is wrong with a damaged archive."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pyarrow import parquet

from dutyscore.cli import archive, report_archive
from dutyscore.cli.report_archive import added
from dutyscore.compare.history import Past, arranged
from dutyscore.model.days import parse_stretch, stretch_of, to_day
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.result import Result
from dutyscore.tables import Input
from tests.cli.transcript import FILES, dutyscore
from tests.output.sample import made, run


def digest_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def differing(place: int) -> Result:
    """A result with one other name, so that its bytes differ."""
    result = made()
    return replace(result, rulebook=replace(result.rulebook, source=f"第{place}次"))


def put(result: Result, folder: Path) -> tuple[str, bool]:
    found = added(result, run(result), str(folder))
    assert not isinstance(found, Diagnostic), found
    return found


def manifest(path: str | Path) -> dict[str, object]:
    form = json.loads((Path(path) / archive.MANIFEST).read_text(encoding="utf-8"))
    assert isinstance(form, dict)
    return form


def test_a_revision_holds_the_result_its_ledger_and_a_manifest(tmp_path: Path) -> None:
    result = made()
    path, fresh = put(result, tmp_path)
    assert fresh
    assert sorted(os.listdir(path)) == ["ledger.parquet", "manifest.json", "result.json"]
    files = manifest(path)["files"]
    assert files == {name: digest_of(Path(path) / name) for name in ("result.json", "ledger.parquet")}
    assert parquet.read_table(Path(path) / "ledger.parquet").num_rows == len(result.ledger)
    assert archive.faults(path) == []


def test_the_same_again_adds_nothing_and_another_names_what_it_replaces(tmp_path: Path) -> None:
    first, _ = put(made(), tmp_path)
    assert put(made(), tmp_path) == (first, False)
    second, fresh = put(differing(2), tmp_path)
    assert fresh
    assert Path(second).name == "r2"
    assert manifest(second)["replaces"] == {"revision": 1, "result": digest_of(Path(first) / "result.json")}
    assert [read.name for read in archive.archived(str(tmp_path)) if isinstance(read, Input)] == [
        f"{second}/result.json"
    ]


def test_runs_at_once_get_numbers_of_their_own(tmp_path: Path) -> None:
    results = [differing(place) for place in range(12)]
    with ThreadPoolExecutor(6) as pool:
        paths = [path for path, _ in pool.map(lambda result: put(result, tmp_path), results)]
    period = Path(paths[0]).parent
    assert sorted(os.listdir(period)) == sorted(f"r{number}" for number in range(1, 13))
    assert archive.numbers(str(period)) == list(range(1, 13))
    for number in range(2, 13):
        before = digest_of(period / f"r{number - 1}" / "result.json")
        assert manifest(period / f"r{number}")["replaces"] == {"revision": number - 1, "result": before}


def test_a_number_that_is_taken_in_the_last_moment_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = os.rename
    taken = []

    def late(old: str, new: str) -> None:
        if not taken:
            taken.append(shutil.copytree(old, new))
            (Path(new) / "mine").write_text("x", encoding="utf-8")
        plain(old, new)

    monkeypatch.setattr(report_archive.os, "rename", late)
    path, _ = put(differing(1), tmp_path)
    assert Path(path).name == "r1" or (Path(path).name == "r2" and (Path(taken[0]) / "mine").exists())
    assert Path(taken[0], "mine").read_text(encoding="utf-8") == "x"


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str, data: bytes) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(report_archive, "_write", full)
    found = added(made(), run(made()), str(tmp_path))
    assert isinstance(found, Diagnostic)
    assert (found.code, found.facts["reason"]) == ("DS414", "full")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_not_final_has_a_place_of_its_own(tmp_path: Path) -> None:
    result = made()
    quarter = stretch_of(result.period.first, "quarter")
    for changed, expected in (
        (replace(result, selection=quarter, as_of=quarter.last), f"{quarter.label}/r1"),
        (replace(result, as_of=to_day(_half(result))), f"{_half(result)}/r1"),
        (replace(result, partial=True), "partial/r1"),
    ):
        path, _ = put(changed, tmp_path)
        assert path.endswith(f"/to-date/{expected}")
    assert list(archive.archived(str(tmp_path))) == []
    put(result, tmp_path)
    assert len(list(archive.archived(str(tmp_path)))) == 1


def _half(result: Result) -> object:
    from datetime import date

    return date(int(result.period.label[:4]), 6, 30)


@pytest.mark.parametrize("word", ["../..", "a/b", "CON", ".hidden", "x" * 400, "年度 办法", "<b>", "a\u202eb", ""])
def test_names_made_from_data_stay_in_the_archive(word: str, tmp_path: Path) -> None:
    result = made()
    top = tmp_path / "archive"
    path, _ = put(replace(result, rulebook=replace(result.rulebook, id=word)), top)
    assert Path(path).resolve().parents[1].parent == top.resolve()
    assert [entry.name for entry in tmp_path.iterdir()] == ["archive"]
    assert not Path(path).parents[1].name.startswith(".")


def test_two_rulebooks_never_share_a_folder() -> None:
    words = ["a/b", "a_b", "a b", "a:b", "a\\b"]
    assert len({archive.folder_name(word) for word in words}) == len(words)


def test_a_period_that_is_missing_in_between_is_told() -> None:
    def past(label: str) -> Past:
        period = parse_stretch(label)
        assert period
        return Past(f"{label}.json", "0" * 64, "demo", period, False, {})

    now = parse_stretch("2025")
    assert now
    history, used, findings = arranged([past("2022"), past("2024")], "demo", now)
    assert [each.period.label for each in used] == ["2024", "2022"]
    assert len(history.periods) == 3
    assert [(each.code, each.facts["period"]) for each in findings] == [("DS483", "2023")]
    assert arranged([past("2023"), past("2024")], "demo", now)[2] == ()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive with one period, made by the program."""
    folder = shutil.copytree(FILES, tmp_path / "office")
    monkeypatch.chdir(folder)
    words = ["report", "2024.csv", "--roster", "roster.csv", "-o", "report.md", "--archive", "archive"]
    assert dutyscore(words)[0] == 0
    return folder


HISTORY = ["score", "logs.csv", "--roster", "roster.csv", "--history", "archive"]


@pytest.mark.parametrize("name", ["result.json", "manifest.json"])
@pytest.mark.parametrize("harm", ["gone", "changed", "deep"])
def test_a_damaged_archive_stops_the_run(office: Path, name: str, harm: str) -> None:
    path = office / "archive" / "demo-cppcc" / "2024" / "r1" / name
    match harm:
        case "gone":
            path.unlink()
        case "changed":
            path.write_text(
                path.read_text(encoding="utf-8").replace("2024", "2023").replace("schema", "Schema"), encoding="utf-8"
            )
        case _:
            path.write_text("[" * 200_000, encoding="utf-8")
    code, output, said = dutyscore(HISTORY)
    assert (code, output) == (3, "")
    assert "DS482" in said
    assert "Traceback" not in said


def test_verify_looks_at_every_file_of_a_revision(office: Path) -> None:
    revision = office / "archive" / "demo-cppcc" / "2024" / "r1"
    assert dutyscore(["verify", str(revision)])[0] == 0
    (revision / "ledger.parquet").write_bytes(b"other")
    code, _, said = dutyscore(["verify", str(revision)])
    assert code == 1
    assert "DS482" in said


def test_the_archive_of_another_rulebook_is_not_read(office: Path) -> None:
    other = office / "archive" / "other" / "2024" / "r1"
    other.mkdir(parents=True)
    (other / "manifest.json").write_text("broken", encoding="utf-8")
    assert dutyscore(HISTORY)[0] == 0


def test_a_log_scored_in_parts_has_no_ledger_and_that_is_said(office: Path) -> None:
    words = ["report", "logs.csv", "--roster", "roster.csv", "-o", "new.md", "--archive", "archive", "--memory", "1K"]
    code, _, said = dutyscore(words)
    assert code == 0, said
    revision = office / "archive" / "demo-cppcc" / "2025" / "r1"
    assert sorted(os.listdir(revision)) == ["manifest.json", "result.json"]
    assert "no ledger" in said
    assert archive.faults(str(revision)) == []


def test_a_public_report_leaves_the_archive_whole(office: Path) -> None:
    words = ["report", "logs.csv", "--roster", "roster.csv", "-o", "new.md", "--archive", "archive", "--public"]
    assert dutyscore(words)[0] == 0
    result = json.loads((office / "archive" / "demo-cppcc" / "2025" / "r1" / "result.json").read_text(encoding="utf-8"))
    assert {member["id"] for member in result["members"]} >= {"01", "05"}


def test_a_folder_that_is_a_file_is_told(office: Path) -> None:
    for folder in ("logs.csv", "roster.csv", "nowhere/archive"):
        code, _, said = dutyscore(["report", "logs.csv", "-o", "new.md", "--archive", folder])
        assert code == 3
        assert "DS41" in said
    assert not (office / "new.md").exists()

"""verify: any byte of any input is noticed, and no result file, whatever stands in it, does harm."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dutyscore.cli import recorded
from dutyscore.output import ledger_record
from dutyscore.output.views import ledger_form
from dutyscore.pipeline import Request, score
from dutyscore.tables import Input
from tests.cli.transcript import FILES, dutyscore

SOURCES = ("logs.csv", "roster.csv", "2024.json", "rules/demo/rulebook.yaml")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published result that has a log, a roster, an earlier result and a rulebook."""
    folder = shutil.copytree(FILES, tmp_path_factory.mktemp("verify") / "office")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert dutyscore(["score", "2024.csv", "--roster", "roster.csv", "-o", "2024.json"])[0] == 0
        words = ["score", "logs.csv", "--roster", "roster.csv", "--history", "2024.json", "-o", "published.json"]
        assert dutyscore(words)[0] == 0
    return folder


@pytest.fixture
def office(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = shutil.copytree(published, tmp_path / "office")
    monkeypatch.chdir(folder)
    return folder


def form(path: str = "published.json") -> Any:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def verified(*words: str) -> tuple[int, Any, str]:
    code, output, said = dutyscore(["verify", "published.json", "-f", "json", *words])
    return code, json.loads(output) if output else None, said


def test_what_nobody_touched_is_equal_from_any_folder(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, found, said = verified()
    assert (code, said, found["equal"], found["postings_compared"]) == (0, "", True, True)
    assert [(file["role"], file["state"]) for file in found["files"]] == [
        ("rulebook", "same"), ("log", "same"), ("roster", "same"), ("history", "same"),
    ]  # fmt: skip
    monkeypatch.chdir("/")
    assert dutyscore(["verify", str(office / "published.json")])[0] == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_byte_of_any_input_is_noticed(data: st.DataObject, office: Path) -> None:
    name = data.draw(st.sampled_from(SOURCES))
    path = office / name
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != before[place]))
    try:
        path.write_bytes(before[:place] + bytes([byte]) + before[place + 1 :])
        code, output, said = dutyscore(["verify", "published.json", "-f", "json"])
    finally:
        path.write_bytes(before)
    assert "Traceback" not in said
    assert code == 1, said
    states = {file["name"]: file["state"] for file in json.loads(output)["files"]}
    assert states == {each: "changed" if each == name else "same" for each in SOURCES}


@pytest.mark.usefixtures("office")
def test_the_posting_is_named_and_the_file_that_changed() -> None:
    text = Path("logs.csv").read_text(encoding="utf-8")
    Path("logs.csv").write_text(text.replace("志愿服务,4,核定", "志愿服务,3,核定"), encoding="utf-8")
    code, found, _ = verified()
    assert code == 1
    assert found["postings"] == [
        {
            "member": "03",
            "kind": "award",
            "node": "service",
            "place": "logs.csv:8",
            "date": "2025-03-01",
            "date_now": None,
            "recorded": "4.0",
            "now": "3.0",
        }
    ]
    assert [file["name"] for file in found["files"] if file["state"] == "changed"] == ["logs.csv"]
    assert {"member": "03", "what": "total", "key": None, "recorded": "75.0", "now": "74.0"} in found["values"]


@pytest.mark.usefixtures("office")
def test_a_row_put_in_between_only_moves_what_follows() -> None:
    lines = Path("logs.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("logs.csv").write_text(
        "".join([*lines[:3], "05,欧阳小明,2025-06-01,参加会议,,核定,2\n", *lines[3:]]), encoding="utf-8"
    )
    _, found, _ = verified()
    assert [(each["place"], each["recorded"], each["now"]) for each in found["postings"]] == [
        ("logs.csv:4", None, "2.0")
    ]
    assert found["moved"] > 5


@pytest.mark.usefixtures("office")
def test_of_very_many_postings_only_digests_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_record, "MOST_WRITTEN", 3)
    assert dutyscore(["score", "logs.csv", "--roster", "roster.csv", "-o", "published.json", "--force"])[0] == 0
    assert {row["postings"] is None for row in form()["ledger"]} == {True}
    assert verified()[0] == 0
    text = Path("logs.csv").read_text(encoding="utf-8")
    Path("logs.csv").write_text(text.replace("志愿服务,4,核定", "志愿服务,3,核定"), encoding="utf-8")
    code, found, _ = verified()
    assert (code, found["unnamed"], found["postings"]) == (1, ["03"], [])


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "options",
    [
        ["--period", "2025Q1"],
        ["--from", "2025-02-01", "--to", "2025-03-31"],
        ["--as-of", "2025-06-30"],
        ["--member", "03"],
        ["--group", "一组"],
        ["--encoding", "utf-8", "--year", "2025", "--hidden"],
    ],
)
def test_what_was_asked_is_asked_again(options: list[str]) -> None:
    words = ["score", "logs.csv", "--roster", "roster.csv", "-o", "published.json", "--force", *options]
    assert dutyscore(words)[0] == 0
    assert verified()[1]["equal"] is True


@pytest.mark.usefixtures("office")
def test_another_program_or_semantics_is_said() -> None:
    changed = form()
    changed["manifest"] |= {"version": "9.9", "semantics": "7"}
    Path("published.json").write_text(json.dumps(changed), encoding="utf-8")
    code, output, _ = dutyscore(["verify", "published.json"])
    assert code == 0
    assert "computed by dutyscore 9.9" in output
    assert "semantics 7" in output


# ---------------------------------------------------------------- hostile results


def twisted(change: Any) -> str:
    """A file with the result changed by a function."""
    made = form()
    change(made)
    Path("twisted.json").write_text(json.dumps(made), encoding="utf-8")
    return "twisted.json"


def refused(path: str) -> None:
    """The file is refused with one finding, and nothing is printed."""
    for language in ("zh", "en"):
        code, output, said = dutyscore(["verify", path, "--lang", language])
        assert (code, output) == (3, ""), said
        assert said.count("DS480") == 1
        assert "Traceback" not in said
        assert len(said) < 600


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", "\x00", "{" * 100_000, "[" * 1_000_000, '{"a":' * 50_000, "9" * 100_000,
        '{"schema": NaN}',
        '{"schema": "dutyscore.result/1"}', '{"schema": "dutyscore.result/1", "schema": "dutyscore.result/1"}',
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_result_is_refused(text: str) -> None:
    Path("hostile.json").write_text(text, encoding="utf-8")
    refused("hostile.json")


@pytest.mark.usefixtures("office")
def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "LARGEST", 1000)
    refused("published.json")


def ways(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way into a form, the first element of a list only."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += ways(inner, (*path, key))
    elif isinstance(value, list) and value:
        found += ways(value[0], (*path, 0))
    return found


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "wrong", [12.5, {"x": [1]}, [[]], True, "../" * 50], ids=["float", "mapping", "list", "truth", "text"]
)
def test_every_part_of_another_type_is_refused_or_harmless(wrong: Any) -> None:
    original = form()
    for path in ways(original):
        changed = json.loads(json.dumps(original))
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = wrong
        Path("twisted.json").write_text(json.dumps(changed), encoding="utf-8")
        code, _, said = dutyscore(["verify", "twisted.json", "--lang", "en"])
        assert code in ((0, 1, 3) if isinstance(wrong, str | bool) else (1, 3)), (path, said)
        assert "Traceback" not in said
        assert "fault" not in said, (path, said)


@pytest.mark.usefixtures("office")
def test_ids_twice_and_postings_of_another_width_are_refused() -> None:
    refused(twisted(lambda made: made["members"].append(made["members"][0])))
    refused(twisted(lambda made: made["ledger"].append(made["ledger"][0])))
    refused(twisted(lambda made: made["ledger"][0]["postings"][0].append("x")))
    refused(twisted(lambda made: made["manifest"]["asked"].update(period="never")))
    refused(twisted(lambda made: made["manifest"]["asked"].update({"from": "2025-01-01"})))
    refused(twisted(lambda made: made["manifest"]["inputs"].clear()))


NAMES = (
    "../secret.csv", "/etc/passwd", "..\\secret.csv", "C:\\secret.csv", "\\\\host\\share\\secret.csv",
    "a/../../secret.csv", "file:///etc/passwd", "~/secret.csv", "secret.csv\x00", "pipe", "link.csv", "", ".", "..",
    "/dev/stdin",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["inputs", "history", "rulebook", "map"])
def test_no_name_opens_anything_that_nobody_named(
    part: str, name: str, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.parent / "secret.csv").write_text("secret\n", encoding="utf-8")
    os.mkfifo(office / "pipe")
    (office / "link.csv").symlink_to(office.parent / "secret.csv")
    opened: list[str] = []
    plain = recorded_open = open

    def watched(path: Any, *rest: Any, **more: Any) -> Any:
        opened.append(os.path.realpath(path))
        return recorded_open(path, *rest, **more)

    def change(made: Any) -> None:
        manifest = made["manifest"]
        match part:
            case "rulebook":
                manifest["rulebook"]["file"] = name
                made["rulebook"]["id"] = name or "x"
            case "map":
                manifest["map"] = {"name": name, "digest": "0" * 64}
            case _:
                manifest[part][0]["name"] = name

    path = twisted(change)
    monkeypatch.setattr("dutyscore.cli.inputs.open", watched, raising=False)
    code, _, said = dutyscore(["verify", path])
    assert plain is open
    assert code == 3
    assert "Traceback" not in said
    assert all(Path(each).is_relative_to(office.resolve()) and "pipe" not in each for each in opened), opened


@pytest.mark.usefixtures("office")
def test_nothing_in_a_result_reaches_the_terminal() -> None:
    evil = "\x1b[2J\u202e[red]<b>" + "x" * 100_000

    def change(made: Any) -> None:
        made["manifest"]["inputs"][0]["name"] = evil
        made["manifest"]["version"] = evil
        made["rulebook"]["title"] = evil
        made["members"][0]["name"] = evil
        made["members"][0]["grade"] = evil
        made["ledger"][0]["postings"][0][3] = evil

    for more in ([], ["--inputs", "logs.csv"]):
        code, output, said = dutyscore(["verify", twisted(change), *more])
        assert code in (1, 3)
        assert "\x1b" not in output + said
        assert "\u202e" not in output + said
        assert "x" * 300 not in output + said


def test_what_lies_elsewhere_is_found_where_the_user_says(office: Path, tmp_path: Path) -> None:
    far = tmp_path / "far"
    (far / "deep").mkdir(parents=True)
    shutil.move(office / "logs.csv", far / "deep" / "logs.csv")
    path = twisted(lambda made: made["manifest"]["inputs"][0].update(name="../far/deep/logs.csv"))
    assert dutyscore(["verify", path])[0] == 3
    for named in ("deep", "deep/logs.csv", "."):
        assert dutyscore(["verify", path, "--inputs", str(far / named)])[0] in (0, 1)


# ---------------------------------------------------------------- every kind of input


def test_a_column_map_belongs_to_the_manifest(office: Path) -> None:
    assert dutyscore(["template", "--map", "logs.csv", "-o", "map.yaml"])[0] == 0
    words = ["score", "logs.csv", "--roster", "roster.csv", "--map", "map.yaml", "-o", "published.json", "--force"]
    assert dutyscore(words)[0] == 0
    assert verified()[1]["equal"] is True
    (office / "map.yaml").write_bytes((office / "map.yaml").read_bytes() + b"\n")
    code, found, _ = verified()
    assert (code, found["files"][-1]["role"], found["files"][-1]["state"]) == (1, "map", "changed")


@pytest.mark.usefixtures("office")
def test_a_workbook_of_rejects_is_read_beside_its_log() -> None:
    dutyscore(["score", "bad.csv", "--roster", "roster.csv", "--partial", "--rejects", "rejects.xlsx"])
    words = [
        "score",
        "bad.csv",
        "rejects.xlsx",
        "--roster",
        "roster.csv",
        "--partial",
        "-o",
        "published.json",
        "--force",
    ]
    assert dutyscore(words)[0] in (0, 1)
    code, found, said = verified()
    assert (code, found["equal"]) == (0, True), said
    assert {file["role"] for file in found["files"]} == {"rulebook", "log", "rejects", "roster"}


@pytest.mark.usefixtures("office")
def test_what_came_through_standard_input_must_be_named() -> None:
    words = ["score", "-", "--roster", "roster.csv", "-r", "demo", "-o", "published.json", "--force"]
    assert dutyscore(words, stdin=Path("logs.csv").read_bytes())[0] == 0
    code, found, _ = verified()
    assert (code, [file["state"] for file in found["files"] if file["name"] == "stdin"]) == (3, ["missing"])
    code, found, _ = verified("--inputs", "logs.csv")
    assert (code, found["equal"]) == (0, True)


@pytest.mark.usefixtures("office")
def test_earlier_results_come_out_of_an_archive() -> None:
    words = ["report", "2024.csv", "--roster", "roster.csv", "-o", "2024.md", "--archive", "archive"]
    assert dutyscore(words)[0] == 0
    words = ["score", "logs.csv", "--roster", "roster.csv", "--history", "archive", "-o", "published.json", "--force"]
    assert dutyscore(words)[0] == 0
    assert form()["manifest"]["history"][0]["name"] == "archive/demo-cppcc/2024/r1/result.json"
    assert verified()[1]["equal"] is True


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_the_recorded_ledger_knows_no_parts(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_record, "_AT_ONCE", at_once)
    rulebook, log, roster = (
        Input(name, (FILES / name).read_bytes()) for name in ("rules/demo/rulebook.yaml", "logs.csv", "roster.csv")
    )
    forms = []
    for parts in (1, 3):
        result = score(rulebook, [log], roster, None, Request(parts=parts)).result
        assert result
        assert (len(result.ledgers) > 1) == (parts > 1)
        forms.append(ledger_form.ledger_form(result, list(range(len(result.roster))), None))
    assert forms[0] == forms[1]


@pytest.mark.usefixtures("office")
def test_a_log_scored_in_parts_is_recorded_alike() -> None:
    words = ["score", "logs.csv", "--roster", "roster.csv", "-o", "published.json", "--force"]
    kept = []
    for more in ([], ["--memory", "1K"]):
        assert dutyscore([*words, *more])[0] == 0
        kept.append(Path("published.json").read_bytes())
    assert kept[0] == kept[1]
    for more in ([], ["--memory", "1K"]):
        code, found, _ = verified(*more)
        assert (code, found["equal"], found["postings_compared"]) == (0, True, True)
    assert verified("--memory", "much")[0] == 2

"""The same totals from what offices and rule engines offer: engines.py [ROWS] [MEMBERS] [ROUNDS]

A workbook of SUMIFS recalculated by LibreOffice (what the clerk has), OpenFisca (vectorised legislation) and zen-engine
(decision tables). None of them keeps a ledger or looks at its input: the job is what all can express, the capped sums
of `peers.py`. Whole processes, interleaved, medians; the workbook is made beforehand. Needs the extra `bench`, the
packages `openfisca-core` and `zen-engine`, and `soffice`; what is not installed is left out and said.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from compare import HERE, Run, median, run_dutyscore, timed
from peers import CAP, CATEGORY, CATEGORY_CAP, ITEMS, LEVELS, POINTS, TENTHS

MEMBER, ITEM, QUANTITY, LEVEL, REVIEW = "委员编号", "项目", "数量", "级别", "审核"
PACKAGES = {"openfisca": "openfisca_core", "zen": "zen"}
OFFICE_ROWS = 40_000
"""Larger logs are not given to a workbook: its cost grows with rows times members."""


def rows_of(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---------------------------------------------------------------- a workbook


def make_workbook(log: Path, target: Path) -> None:
    """One row of the log a formula; one cell a member and item: MIN(cap, SUMIFS(...)). The totals stand in front."""
    import xlsxwriter
    from xlsxwriter.utility import xl_col_to_name as letters

    rows = rows_of(str(log))
    members = sorted({row[MEMBER] for row in rows})
    book = xlsxwriter.Workbook(str(target))
    scores, entries, tables = (book.add_worksheet(name) for name in ("scores", "log", "tables"))
    for number, (item, points) in enumerate(zip(ITEMS, POINTS, strict=True)):
        tables.write_row(number, 0, [item, points])
    for number, (level, tenths) in enumerate(zip(LEVELS, TENTHS, strict=True)):
        tables.write_row(number, 3, [level or "-", tenths])
    last = len(rows) + 1
    for number, row in enumerate(rows, 2):
        entries.write_string(number - 1, 0, row[MEMBER])
        entries.write_string(number - 1, 1, row[ITEM])
        entries.write_number(number - 1, 2, int(row[QUANTITY]))
        entries.write_string(number - 1, 3, row[LEVEL] or "-")
        entries.write_string(number - 1, 4, row[REVIEW])
        points, tenths = f"VLOOKUP(B{number},tables!$A$1:$B$30,2,0)", f"VLOOKUP(D{number},tables!$D$1:$E$5,2,0)"
        entries.write_formula(number - 1, 5, f'=IF(E{number}="核定",INT({points}*C{number}*{tenths}/10),0)')
    scores.write_row(0, 0, ["member", "total", *ITEMS])
    for number, member in enumerate(members, 2):
        scores.write_string(number - 1, 0, member)
        for item, cap in enumerate(CAP):
            sums = f"SUMIFS(log!$F$2:$F${last},log!$A$2:$A${last},$A{number},log!$B$2:$B${last},{letters(item + 2)}$1)"
            scores.write_formula(number - 1, item + 2, f"=MIN({cap},{sums})")
        parts = []
        for category, cap in enumerate(CATEGORY_CAP):
            cells = ",".join(f"{letters(item + 2)}{number}" for item in range(30) if CATEGORY[item] == category)
            parts.append(f"MIN({cap},SUM({cells}))")
        scores.write_formula(number - 1, 1, f"={'+'.join(parts)}")
    book.close()


RECALCULATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value>
</prop></item></oor:items>
"""


def run_libreoffice(workbook: Path, folder: Path) -> Run:
    """The workbook recalculated on load and its first sheet written as csv."""
    profile = folder / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "csv", "--outdir"]
    wall, cpu, peak = timed([*command, str(folder), str(workbook)], folder / "soffice.txt")
    totals = [int(row["total"]) for row in rows_of(str(workbook.with_suffix(".csv")))]
    return Run(wall, cpu, peak, len(totals), sum(totals))


# ---------------------------------------------------------------- rule engines


def run_openfisca(path: str) -> tuple[int, int]:
    """Entries as persons, members as their households; every rule a variable over the whole population."""
    import numpy as np
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    rows = rows_of(path)
    entry = entities.Entity("entry", "entries", "", "")
    member = entities.GroupEntity("member", "members", "", "", [{"key": "row", "plural": "rows"}])
    system = taxbenefitsystems.TaxBenefitSystem([entry, member])

    def variable(name: str, entity: object, formula: object = None) -> None:
        body = {"value_type": int, "entity": entity, "definition_period": periods.DateUnit.YEAR, "label": name}
        system.add_variable(type(name, (variables.Variable,), body | ({"formula": formula} if formula else {})))

    for name in ("item", "quantity", "tenths", "approved"):
        variable(name, entry)
    points = np.array(POINTS)
    variable(
        "worth", entry,
        lambda who, period: who("approved", period) * (
            points[who("item", period)] * who("quantity", period) * who("tenths", period) // 10
        ),
    )  # fmt: skip

    def capped(
        number: int, cap: int
    ) -> Callable[[Any, Any], Any]:  # formulas with more parameters are called otherwise
        def formula(who: Any, period: Any) -> Any:
            taken = who.members("item", period) == number
            return np.minimum(cap, who.sum(who.members("worth", period) * taken))

        return formula

    for number, cap in enumerate(CAP):
        variable(f"item_{number}", member, capped(number, cap))
    variable(
        "total", member,
        lambda who, period: sum(
            np.minimum(cap, sum(who(f"item_{item}", period) for item in range(30) if CATEGORY[item] == category))
            for category, cap in enumerate(CATEGORY_CAP)
        ),
    )  # fmt: skip
    builder = simulations.SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("entry", [str(number) for number in range(len(rows))])
    names = sorted({row[MEMBER] for row in rows})
    household = builder.declare_entity("member", names)
    builder.join_with_persons(household, [row[MEMBER] for row in rows], ["row"] * len(rows))
    simulation = builder.build(system)
    columns = {
        "item": [ITEMS.index(row[ITEM]) for row in rows],
        "quantity": [int(row[QUANTITY]) for row in rows],
        "tenths": [TENTHS[LEVELS.index(row[LEVEL])] for row in rows],
        "approved": [int(row[REVIEW] == "核定") for row in rows],
    }
    for name, values in columns.items():
        simulation.set_input(name, "2023", np.array(values))
    totals = simulation.calculate("total", "2023")
    return len(totals), int(totals.sum())


def decision() -> dict[str, object]:
    """A decision table that values each entry of a member, then expressions that cap and add them up."""
    field = {name: f"{name}-{number}" for number, name in enumerate(("item", "level", "review", "points", "tenths"))}

    def table(key: str, inputs: list[str], outputs: list[str], rules: list[list[str]]) -> dict[str, object]:
        named = [field[name] for name in (*inputs, *outputs)]
        content = {
            "hitPolicy": "first", "executionMode": "loop", "passThrough": True, "inputField": "entries",
            "outputPath": "entries",
            "inputs": [{"id": field[name], "name": name, "field": name} for name in inputs],
            "outputs": [{"id": field[name], "name": name, "field": name} for name in outputs],
            "rules": [{"_id": str(number), **dict(zip(named, rule, strict=True))} for number, rule in enumerate(rules)],
        }  # fmt: skip
        return {"id": key, "name": key, "type": "decisionTableNode", "content": content}

    items = [["", f'"{item}"', str(points)] for item, points in zip(ITEMS, POINTS, strict=True)]
    valued = [['!= "核定"', "", "0"], *items]
    levels = [[f'"{level}"', str(tenths)] for level, tenths in zip(LEVELS, TENTHS, strict=True)]
    worth = "sum(map(filter(entries, #.item == '{}'), floor(#.points * #.quantity * #.tenths / 10)))"
    expressions = [(f"i{number}", f"min([{CAP[number]}, {worth.format(item)}])") for number, item in enumerate(ITEMS)]
    parts = []
    for category, cap in enumerate(CATEGORY_CAP):
        inside = " + ".join(f"$.i{number}" for number in range(30) if CATEGORY[number] == category)
        parts.append(f"min([{cap}, {inside}])")
    expressions.append(("total", " + ".join(parts)))
    sums = [{"id": key, "key": key, "value": value} for key, value in expressions]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        table("points", ["review", "item"], ["points"], valued),
        table("factor", ["level"], ["tenths"], levels),
        {"id": "sums", "name": "sums", "type": "expressionNode", "content": {"expressions": sums}},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    ids = [str(node["id"]) for node in nodes]
    edges = [{"id": a + b, "sourceId": a, "targetId": b} for a, b in pairwise(ids)]
    return {"nodes": nodes, "edges": edges}


def run_zen(path: str) -> tuple[int, int]:
    """One evaluation a member, with all his entries."""
    import zen

    held: dict[str, list[dict[str, object]]] = {}
    for row in rows_of(path):
        entry = {"item": row[ITEM], "level": row[LEVEL], "review": row[REVIEW], "quantity": int(row[QUANTITY])}
        held.setdefault(row[MEMBER], []).append(entry)
    rules = zen.ZenEngine().create_decision(json.dumps(decision()))
    totals = [int(rules.evaluate({"entries": entries})["result"]["total"]) for entries in held.values()]
    return len(totals), sum(totals)


def run_engine(engine: str, log: Path, folder: Path) -> Run:
    output = folder / f"{engine}.json"
    wall, cpu, peak = timed([sys.executable, str(HERE / "engines.py"), "--one", engine, str(log)], output)
    return Run(wall, cpu, peak, *json.loads(output.read_text()))


# ---------------------------------------------------------------- side by side


def measured(rows: int, members: int, rounds: int) -> dict[str, list[Run]]:
    """Everything that is installed over the same log; a first run of each is thrown away."""
    engines = [name for name, package in PACKAGES.items() if importlib.util.find_spec(package)]
    office = shutil.which("soffice") is not None and rows <= OFFICE_ROWS
    names = ["dutyscore", *(["libreoffice"] if office else []), *engines]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        log, rulebook, workbook = folder / "log.csv", folder / "rulebook.yaml", folder / "book.xlsx"
        subprocess.run([sys.executable, str(HERE / "make_log.py"), str(rows), str(members), str(log)], check=True)
        subprocess.run([sys.executable, str(HERE / "make_rulebook.py"), str(rulebook)], check=True)
        if office:
            make_workbook(log, workbook)
        runs: dict[str, list[Run]] = {engine: [] for engine in names}
        for _ in range(rounds + 1):
            for engine in names:
                if engine == "dutyscore":
                    runs[engine].append(run_dutyscore(log, rulebook, folder))
                elif engine == "libreoffice":
                    runs[engine].append(run_libreoffice(workbook, folder))
                else:
                    runs[engine].append(run_engine(engine, log, folder))
    return {engine: found[1:] for engine, found in runs.items()}


def table(runs: dict[str, list[Run]]) -> list[str]:
    """Medians, and how many times dutyscore's, as a Markdown table."""
    lines = ["| | wall s | times | CPU s | times | peak MiB |", "|---|--:|--:|--:|--:|--:|"]
    ours = runs["dutyscore"]
    for engine, found in runs.items():
        wall, cpu = median(found, "wall"), median(found, "cpu")
        times = f"{wall / median(ours, 'wall'):.1f}", f"{cpu / median(ours, 'cpu'):.1f}"
        lines.append(f"| {engine} | {wall:.2f} | {times[0]} | {cpu:.2f} | {times[1]} | {median(found, 'peak'):.0f} |")
    sums = {run.thousandths for found in runs.values() for run in found}
    if len(sums) != 1:
        raise SystemExit(f"the sums of totals differ: { {name: found[0].thousandths for name, found in runs.items()} }")
    missing = sorted({"libreoffice", *PACKAGES} - runs.keys())
    said = f" Not installed here, or not for logs of this size: {', '.join(missing)}." if missing else ""
    return [*lines, "", f"All sums of totals are equal: {sums.pop() / 1000:,.3f}.{said}"]


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps({"openfisca": run_openfisca, "zen": run_zen}[sys.argv[2]](sys.argv[3])))
        return
    rows, members, rounds = (int(word) for word in (*sys.argv[1:], *("10000", "200", "3")[len(sys.argv) - 1 :]))
    print(f"{rows:,} rows, {members:,} members, medians of {rounds} interleaved runs\n")
    print("\n".join(table(measured(rows, members, rounds))))


if __name__ == "__main__":
    main()

"""How many: members by grade and band, rows by what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dutyscore.model.result import Result, RowInfo
from dutyscore.output.views.run import Amounts, Run, parted
from dutyscore.output.wording import Wording

NO_ROW: Final = "none"
"""The name of a row that takes members and gives them nothing: they stand in no row."""


def rows_line(result: Result, run: Run, wording: Wording) -> str:
    """The sum of rows: nothing that was read is lost."""
    parts = result.uncounted
    lost = sum(parts.values())
    skipped = {reason: count for reason, count in run.rows.skipped.items() if count}
    return wording(
        "score.rows",
        read=run.rows.read,
        scored=run.rows.taken - lost,
        not_counted=parted(lost, parts, "kind", wording),
        refused=run.rows.refused,
        skipped=parted(sum(skipped.values()), skipped, "skipped", wording),
    )


def by_row(rows: Sequence[RowInfo], chosen: Sequence[int]) -> dict[str, int]:
    """Members in each row of grades or bands that gives something, rows of one name put together."""
    counts = {row.name: 0 for row in rows if row.name != NO_ROW}
    for index in chosen:
        if index >= 0:
            counts[rows[index].name] += 1
    return counts


def _by_set(result: Result) -> dict[str, dict[str, int]]:
    """How often each row of each set was given; the things of a set taken together."""
    found: dict[str, dict[str, int]] = {}
    for one in result.standings:
        counts = found.setdefault(one.rank.name if one.single else one.name, {})
        for name, count in by_row(one.rows, one.row.tolist()).items():
            counts[name] = counts.get(name, 0) + count
    return found


def standing_lines(result: Result, wording: Wording) -> list[str]:
    """Members by grade and band; mean and maximum of those who are scored."""
    scored = result.scored.tolist()
    parts = [wording("score.members", members=len(result.roster))]
    for rows, chosen, none in ((result.grades, result.grade, "no_grade"), (result.bands, result.band, "no_band")):
        if not rows:
            continue
        indices = chosen.tolist()
        words = [f"{name} {count}" for name, count in by_row(rows, indices).items()]
        left = sum(1 for index, counts in zip(indices, scored, strict=True) if counts and index < 0)
        words += [wording(f"score.{none}", count=left)] if left else []
        parts.append("  ".join(words))
    for name, counted in _by_set(result).items():
        words = [f"{row} {count}" for row, count in counted.items() if count]
        parts.append(wording("score.set_counts", name=name, rows="  ".join(words)))
    unscored = len(scored) - sum(scored)
    parts += [wording("score.unscored", count=unscored)] if unscored else []
    totals = [total for total, counts in zip(result.totals.tolist(), scored, strict=True) if counts]
    lines = ["   ".join(parts)]
    if totals and not result.pointless:
        amounts = Amounts(result.scale)
        lines.append(wording("score.mean", mean=amounts.mean(totals), maximum=amounts(max(totals))))
    return lines

"""What the change of rules does to the members of the logs, and which of the changes did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutyscore.cli.diff_scoring import Logs, refused_by_both, refused_by_one, rows_refused_by_both
from dutyscore.cli.members import chosen
from dutyscore.cli.shell import Code
from dutyscore.cli.trouble import Trouble
from dutyscore.compare.attribution import attributed
from dutyscore.compare.change import Change
from dutyscore.compare.impact import Impact, common_scale, factor, impact
from dutyscore.compare.members import aligned, everybody
from dutyscore.compare.mixture import Mixer
from dutyscore.compare.report import Refused
from dutyscore.compare.uses import words_in
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result
from dutyscore.pipeline import Outcome


@dataclass(frozen=True, slots=True)
class Effect:
    impact: Impact
    refused: tuple[Refused, ...]
    shown: frozenset[str] | None


def effect(
    mixer: Mixer, bonds: Mapping[int, frozenset[int]], logs: Logs, members: Sequence[str], groups: Sequence[str],
    trouble: Trouble,
) -> Effect | None:  # fmt: skip
    """None where something stands in the way, which is then trouble."""
    one, two = logs.outcome(mixer.old), logs.outcome(mixer.new)
    if not _usable(one, two, logs, trouble) or one.result is None or two.result is None:
        return None
    roster = everybody(one.result.roster, two.result.roster)
    before, after = aligned(one.result, roster), aligned(two.result, roster)
    scale = common_scale(before, after)

    def unit(result: Result) -> int:
        return factor(result, scale)

    found = None
    if not after.pointless and not before.pointless:
        found = attributed(mixer, bonds, lambda book, words: logs.part(book, words, after), before, after, unit)
    shown, findings = chosen(after, members, groups)
    trouble.find(findings, Code.usage)
    if findings:
        return None
    ids = None if shown is None else frozenset(roster.ids[index] for index in shown)
    refused = len(rows_refused_by_both(one, two))
    return Effect(impact(before, after, found, scale, refused), refused_by_one(one, two, _touching(mixer.changes)), ids)


def _usable(one: Outcome, two: Outcome, logs: Logs, trouble: Trouble) -> bool:
    """Rows that both versions refuse stop the comparison, unless --partial says to go on without them."""
    for outcome in (one, two):
        if not outcome.usable or outcome.result is None:
            trouble.find(outcome.findings, Code.findings if outcome.usable else Code.unusable)
            trouble.worsen(Code.findings if outcome.usable else Code.unusable)
            return False
    both = list(refused_by_both(one, two))
    trouble.find(both, Code.findings)
    return logs.request.partial or not any(finding.severity == "error" for finding in both)


def _touching(changes: Sequence[Change]) -> dict[str, tuple[int, ...]]:
    """The changes by every name and word that they are about, as findings about rows name them."""
    found: dict[str, tuple[int, ...]] = {}
    for change in changes:
        words = {change.anchor.name, change.title} if change.anchor.section else set()
        for word in words | words_in(change.old) | words_in(change.new):
            found[word] = (*found.get(word, ()), change.number)
    return found

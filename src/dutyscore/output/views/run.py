"""What reports tell about a run beside its result, and the texts that every report needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from fractions import Fraction

from dutyscore.compare.history import Past
from dutyscore.model.days import iso
from dutyscore.model.diagnostic import Diagnostic
from dutyscore.model.exact import Scale, decimal_text, round_ratio
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result
from dutyscore.output.ledger_record import Recorder
from dutyscore.output.wording import Wording
from dutyscore.tables import InputStamp, RowCount

SHORT = 12
"""Digits of a digest that people see."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How the user asked for the files to be read and scored, as typed; `map` is the column map: name and sha256."""

    sheet: str = ""
    encoding: str = ""
    year: str = ""
    hidden: bool = False
    as_of: str = ""
    period: str = ""
    first: str = ""
    last: str = ""
    partial: bool = False
    map: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The files and rows of a run. `logs` are the names of the log files among `inputs`, `history` the earlier results
    that were used; `shown` are the members to print (None = all); `again` is how the logs and their options stand on
    the command line, `asked` those options one by one."""

    rows: RowCount
    inputs: tuple[InputStamp, ...]
    logs: tuple[str, ...]
    findings: tuple[Diagnostic, ...] = ()
    history: tuple[Past, ...] = ()
    shown: tuple[int, ...] | None = None
    again: str = ""
    asked: Choices = Choices()
    recorded: Recorder | None = None
    """The postings of a run that kept no ledger."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Decimal text of amounts, each made once: a column of points holds few different values."""

    scale: Scale
    _made: dict[int, str] = field(default_factory=dict)

    def __call__(self, steps: int) -> str:
        text = self._made.get(steps)
        if text is None:
            text = self._made[steps] = self.scale.text(steps)
        return text

    def column(self, steps: Iterable[int]) -> list[str]:
        """The texts of many amounts."""
        made = self._made
        return [made.get(amount) or self(amount) for amount in steps]

    def short(self, steps: int) -> str:
        """Without zeros that say nothing: a limit of 15, not 15.00."""
        return decimal_text(self.scale.points(steps))

    def mean(self, steps: list[int]) -> str:
        """The mean of some amounts, rounded half up to the decimals of the points, at least to one."""
        places = max(1, self.scale.decimals)
        exact = sum(steps) * self.scale.step / len(steps) * 10**places
        return decimal_text(Fraction(round_ratio(exact.numerator, exact.denominator, "half_up"), 10**places), places)


def rulebook_line(result: Result) -> str:
    """Name, version, file and the beginning of the digest: they stand on every output."""
    book = result.rulebook
    return "  ".join((book.title, book.version, book.file, book.digest[:SHORT]))


def margin_of(result: Result, wording: Wording) -> tuple[str, str]:
    """What stands on every printed page, left and right: the book, and as of when and by which text it was scored."""
    facts = {"as_of": iso(result.as_of), "digest": result.rulebook.digest[:SHORT], "version": result.rulebook.version}
    return wording("report.margin.left", title=result.rulebook.title), wording("report.margin.right", **facts)


def properties_of(result: Result) -> tuple[tuple[str, str], ...]:
    """What a file says of itself: by which text, as of when."""
    book = result.rulebook
    return (
        ("dutyscore.rulebook", book.id), ("dutyscore.version", book.version), ("dutyscore.digest", book.digest),
        ("dutyscore.as_of", iso(result.as_of)),
    )  # fmt: skip


def states(result: Result, run: Run, wording: Wording) -> list[str]:
    """What a reader must know before he trusts the standings: provisional, to date, no roster."""
    lines = []
    if result.partial:
        key = "score.partial" if run.rows.refused else "score.partial_values"
        lines.append(wording(key, refused=run.rows.refused))
    if result.selection != result.period:
        chosen = result.selection
        lines.append(wording("score.selection", label=chosen.label, first=iso(chosen.first), last=iso(chosen.last)))
    elif result.as_of < result.period.last:
        lines.append(wording("score.to_date", as_of=iso(result.as_of), period=result.period.label))
    elif not result.period.label:  # no month or year tells which days these are
        lines.append(wording("score.stretch", first=iso(result.period.first), last=iso(result.period.last)))
    if not result.roster.declared:
        lines.append(wording("score.no_roster", members=len(result.roster)))
    for stamp in run.inputs:
        if stamp.decided:
            told = stamp.decided
            facts = {"corrected": told.corrected, "void": told.void, "undecided": told.undecided}
            lines.append(wording("rejects.decided", file=stamp.name, **facts))
    return lines


def parted(total: object, parts: Mapping[str, int], group: str, wording: Wording) -> str:
    """`13 (not confirmed 9, duplicate 4)`"""
    if not parts:
        return str(total)
    named = wording.series(f"{wording.word(group, word)} {count}" for word, count in parts.items())
    return wording("score.parts", total=total, parts=named)


def category_of(result: Result) -> list[int]:
    """For each node the index of the category it belongs to."""
    found: list[int] = []
    for index, node in enumerate(result.nodes):
        found.append(index if node.parent < 0 else found[node.parent])
    return found


def categories(result: Result) -> list[int]:
    return [index for index, node in enumerate(result.nodes) if node.parent < 0]


def ranked(result: Result, run: Run) -> list[int]:
    """The members to print: by rank, ties in the order of the roster, those without a rank last."""
    places = result.rank.places.tolist()
    last = len(places) + 1
    members = run.shown if run.shown is not None else range(len(places))
    return sorted(members, key=lambda member: places[member] or last)


def quoted(word: str) -> str:
    """A word as a shell takes it, in quotes only where it needs them."""
    if word and all(character.isalnum() or character in "_@%+=:,./-" for character in word):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"

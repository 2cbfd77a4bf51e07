"""Why the parser stopped: every known slip of a clerk is tried on the lines concerned, and the one that lets the parser
get furthest is the explanation. What is certain wherever it stands is found on all lines at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from dutyscore.model.frozen import dataclass
from dutyscore.rulebook.yaml_brackets import Candidate, unclosed, unclosed_above
from dutyscore.rulebook.yaml_draft import Draft
from dutyscore.rulebook.yaml_events import Parsed, Problem, parse
from dutyscore.rulebook.yaml_indent import moves, tabs
from dutyscore.rulebook.yaml_lines import BLANKS, Line, literal_lines, looks_like_key, take_apart
from dutyscore.rulebook.yaml_marks import DASHES, sure_line_colon
from dutyscore.rulebook.yaml_slips import LAYOUT, MARKS, TEXTS, Slip
from dutyscore.rulebook.yaml_traps import indentation

_NEAR = 12
"""Lines around a complaint that may have caused it."""


def sweep(draft: Draft) -> Candidate:
    """Slips that are certain wherever they stand outside of texts: tabs and wide blanks as indentation, full-width
    colons and missing blanks behind a word of the language."""
    literal = literal_lines(draft.lines)
    lines = [take_apart(number, text) for number, text in enumerate(draft.lines) if number not in literal]
    lines = [line for line in lines if line.content]
    wide = [line for line in lines if line.text[: line.indent].strip(" \t")]
    sure = [indentation(line) for line in wide if _is_dash(line) or looks_like_key(line.text.lstrip(BLANKS))]
    return sure or tabs(draft, lines) or [trap for line in lines if (trap := sure_line_colon(line))]


def _is_dash(line: Line) -> bool:
    return line.text[line.indent : line.indent + 2].rstrip(BLANKS) in tuple(DASHES)


@dataclass(slots=True)
class Budget:
    """How many characters may still be read in order to explain complaints."""

    left: int

    def spend(self, draft: Draft) -> bool:
        self.left -= sum(map(len, draft.lines))
        return self.left >= 0


def explain(draft: Draft, problem: Problem, budget: Budget) -> Candidate:
    """The slips that explain a complaint best; nothing if none lets the parser get any further.

    Marks of the wrong kind are evidence and come first, then what is missing or too much, then mere indentation.
    """
    lines = _near(draft, problem)
    for candidates in (
        _slips(MARKS, lines, problem),
        chain(_slips(TEXTS, lines, problem), *map(unclosed, lines), unclosed_above(draft, problem)),
        chain(_slips(LAYOUT, lines, problem), moves(draft, problem.line)),
    ):
        best = _best(draft, problem, candidates, budget)
        if best:
            return best
    return []


def _slips(slips: Iterable[Slip], lines: list[Line], problem: Problem) -> Iterator[Candidate]:
    """Each slip on each line, and where several lines have it, on all of them."""
    for slip in slips:
        found = [traps for line in lines if (traps := slip(line, problem))]
        yield from found
        if len(found) > 1:
            yield [trap for traps in found for trap in traps]


def _best(draft: Draft, problem: Problem, candidates: Iterable[Candidate], budget: Budget) -> Candidate:
    """The candidate that lets the parser get furthest, the first that lets it read everything."""
    best: Candidate = []
    reached = _progress(draft, problem)
    for candidate in candidates:
        if len(draft.news(candidate)) < len(candidate):
            continue
        if not budget.spend(draft):
            break
        repaired = draft.copy()
        repaired.apply(candidate)
        parsed = parse(repaired)
        if candidate[0].code == "DS121" and _swallowed(parsed, candidate[0].line):
            continue
        if parsed.problem is None:
            return candidate
        progress = _progress(repaired, parsed.problem)
        if progress > reached:
            best, reached = candidate, progress
    return best


def _swallowed(parsed: Parsed, number: int) -> bool:
    """Whether a line has become the continuation of a text above it."""
    return any(plain.node.line <= number < plain.node.end_line for plain in parsed.plains)


def _progress(draft: Draft, problem: Problem) -> tuple[int, int]:
    """How far the parser got; comparable between drafts, because a repair never changes what follows in its line. A
    quote that is open to the end of the file got nowhere."""
    line, column = problem.line, problem.column
    if draft.lines[problem.opened][problem.opened_column :][:1] in ("'", '"') and line == len(draft.lines) - 1:
        line, column = problem.opened, problem.opened_column
    return line, column - len(draft.lines[line])


def _near(draft: Draft, problem: Problem) -> list[Line]:
    """The lines that may be at fault, most likely first: where it stopped, what it was reading, what stands before."""
    first = max(problem.begun, problem.line - _NEAR)
    numbers = [*range(first, problem.line + 1), problem.line - 1, problem.opened]
    before = problem.line - 1
    while before > 0 and not draft.lines[before].strip():
        before -= 1
    wanted = dict.fromkeys(number for number in [*numbers, before] if 0 <= number < len(draft.lines))
    return [line for number in wanted if (line := take_apart(number, draft.lines[number])).content]

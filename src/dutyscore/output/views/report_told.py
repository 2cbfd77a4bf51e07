"""What a report is made of: the result, the run, the rulebook, and standings at earlier days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from dutyscore.model.days import Stretch
from dutyscore.model.frozen import dataclass
from dutyscore.model.result import Result, Reviews
from dutyscore.output.views.run import Run
from dutyscore.output.wording import Wording
from dutyscore.rulebook.schema import Rulebook

if TYPE_CHECKING:
    from dutyscore.model.columns import Bool, Int32, Int64


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the members stood at the end of a stretch: totals (int64, steps), who was scored (bool), places (int32),
    one per member of the result; None where nothing could be scored as of that day."""

    stretch: Stretch
    totals: Int64 | None
    scored: Bool | None
    places: Int32 | None


@dataclass(frozen=True, slots=True)
class Told:
    """`dates` are the standings to date by the word of their stretches (month, quarter, half); `public` leaves out what
    is no matter of the public."""

    result: Result
    run: Run
    book: Rulebook
    wording: Wording
    dates: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
    reviews: Reviews | None = None
    public: bool = False

    @property
    def members(self) -> list[int]:
        """The members to print, in the order of the roster."""
        return list(self.run.shown) if self.run.shown is not None else list(range(len(self.result.roster)))

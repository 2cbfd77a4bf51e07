"""`each: n`: n points per entry, may be negative (clause type C04).

`each: unstated` names a clause whose points the regulation does not give: its entries are reported, never valued.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Award, Unstated

if TYPE_CHECKING:
    from dutyscore.methods.faults import Fault
    from dutyscore.model.columns import Facts
    from dutyscore.model.ratio import Ratio


@dataclass(frozen=True, slots=True)
class Each:
    """The same points for every entry."""

    points: Fraction | Unstated

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(cls, handler.generate_schema(Award))

    def fields(self) -> tuple[str, ...]:
        return ()

    def faults(self, rows: "Facts") -> "list[Fault]":
        return []

    def worth(self, rows: "Facts") -> "Ratio":
        from dutyscore.model.ratio import Ratio

        return Ratio.constant(self.points if isinstance(self.points, Fraction) else Fraction(0), len(rows))

"""`of: <measure>, full: n`: a share of n points, share x n (clause types C26, C33)."""

from fractions import Fraction
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Points


@dataclass(frozen=True, slots=True)
class Full:
    """Full marks in proportion to the measure."""

    points: Fraction

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(cls, handler.generate_schema(Points))

    def points_for(self, value: Fraction) -> Fraction:
        return value * self.points

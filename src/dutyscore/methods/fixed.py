"""`fixed: n`: n points per member and scored period, no entry needed (clause type C01)."""

from fractions import Fraction
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from dutyscore.model.frozen import dataclass
from dutyscore.model.written import Points


@dataclass(frozen=True, slots=True)
class Fixed:
    """An amount that every member within the node's `for` starts with."""

    points: Fraction

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(cls, handler.generate_schema(Points))

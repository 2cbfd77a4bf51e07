"""The fast engine against the oracle: every posting, total and decision of random rulebooks and logs.

`DUTYSCORE_DEEP=3000 pytest tests/oracle/test_engine.py` draws that many worlds instead of the few of a normal run.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings

from tests.oracle.compare import difference, report
from tests.oracle.draw import World, worlds

EXAMPLES = int(os.environ.get("DUTYSCORE_DEEP", "150"))


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_engine_agrees_with_the_oracle(world: World) -> None:
    found = difference(world)
    assert found is None, report(world, found)

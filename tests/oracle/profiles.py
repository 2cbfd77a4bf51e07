"""How many worlds are drawn: few and always the same ones by default, thousands of new ones with DUTYSCORE_DEEP=1."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

DEEP = os.environ.get("DUTYSCORE_DEEP", "") not in ("", "0")


def worlds_drawn(usual: int, deep: int) -> settings:
    """Settings of a test over worlds. Nothing is shrunk: `smaller` makes a failing world readable."""
    return settings(
        max_examples=deep if DEEP else usual,
        derandomize=not DEEP,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

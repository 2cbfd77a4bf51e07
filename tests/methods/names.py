"""What has a page: every scoring method, and what may stand beside it."""

METHODS = (
    "each", "per_unit", "lookup", "tiers", "given", "mean", "fixed", "full", "target", "carry", "by_rank", "to_best",
)  # fmt: skip
MODIFIERS = (
    "credit_to", "times", "split", "repeat", "per_entry", "valid", "repairs", "pick", "starting", "max", "need",
    "stages", "for", "missing",
)  # fmt: skip

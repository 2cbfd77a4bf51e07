"""A second, slow, row-by-row interpreter of the rulebook language, and random books and logs to try the engine with.

It is written from the language document and `docs/decisions.md` (M1..M18), in plain Python and exact fractions, and
shares no arithmetic with `dutyscore.scoring` or `dutyscore.methods`.
"""

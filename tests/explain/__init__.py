"""explain: what a better grade asks, what cost most, the periods, the order of operations."""

"""Two rulebooks, two results: what changed, for whom, and why."""

"""Public postings: what nobody may see is in no byte of any output."""

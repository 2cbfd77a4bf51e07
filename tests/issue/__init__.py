"""Texts that a body issues: what stands in them, what they are called, and that they can do no harm."""

"""dutyscore: published duty-scoring regulations as YAML rulebooks, applied to the logs that offices keep."""

__version__ = "0.1.0"

"""Wording, views (Result to Tableau) and formats (Tableau to bytes)."""

"""How results and findings look: wording, width, views, formats."""

"""The law as a file: YAML text with places, the schema, references, cases."""

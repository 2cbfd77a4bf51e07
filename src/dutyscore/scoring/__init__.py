"""The engine: plan, admit, match, award, choose, limit, measure, total, decide. Tables in, tables out; no files."""

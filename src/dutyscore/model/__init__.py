"""The nouns that every room shares: places, findings, exact numbers, columns, the ledger, the result, the tableau."""

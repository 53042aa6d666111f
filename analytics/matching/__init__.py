"""名寄せ: which debtors of which departments are one person. Splink on DuckDB, and the people who overrule it."""

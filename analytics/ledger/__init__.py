"""The words of the field as types and pure functions: years, yen, the columns of every table."""

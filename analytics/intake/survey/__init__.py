"""意識調査: what a form tool exports, one row for each person, and what is said of each wave beside it."""

"""意識調査: what the staff answered, wave by wave, as far as it may be told, and beside what became of the balances."""

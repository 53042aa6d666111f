"""Files of records, one row each: what departments export every month, debtor by debtor, and what goes with it.

A settlement is a few hundred rows, read one by one (`analytics.intake.reading`). These files have up to a million, so
they are read column by column: what a cell means depends on its words and its column alone, so every distinct cell is
read once.
"""

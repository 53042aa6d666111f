"""DataFrame in, Altair chart out: no data access, no clock, no global theme, no screen."""

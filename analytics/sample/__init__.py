"""架空市, the made-up municipality: department export files as real systems write them, for trying and testing.

Everything follows from a seed. Nothing in it is, or is made from, a real city, person or address; only the level and
the slope of the city's total are those a real city published (`analytics.sample.levels`).
"""

from analytics.sample.making import make_city
from analytics.sample.plan import Plan, first_month_of

__all__ = ["Plan", "first_month_of", "make_city"]

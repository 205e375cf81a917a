"""Minimum wage (최저임금법): the year's amount, who may be paid less on probation, and whether a wage reaches it."""

from .amounts import HOURLY as HOURLY
from .amounts import MONTHLY_HOURS as MONTHLY_HOURS
from .amounts import minimum_wage as minimum_wage
from .check import minimum_wage_check as minimum_wage_check

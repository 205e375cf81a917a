"""The ordinary wage (통상임금): what was agreed for contractual work, by the hour and by the day."""

from .daily import ordinary_daily_wage as ordinary_daily_wage
from .hourly import ordinary_hourly_wage as ordinary_hourly_wage

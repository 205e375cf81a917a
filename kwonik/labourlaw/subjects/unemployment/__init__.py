"""Unemployment benefit (고용보험법 제4장): how much a day, for how many days, on what conditions, until when."""

from . import amount as amount
from . import conditions as conditions
from . import days as days
from . import early_job as early_job
from . import receipt as receipt

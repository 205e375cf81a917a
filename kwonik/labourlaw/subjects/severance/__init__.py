"""Severance pay and defined contributions (퇴직급여): who is owed them, how much, and interest on what comes late."""

from . import defined_contribution as defined_contribution
from . import eligibility as eligibility
from . import pay as pay
from .service import check_order as check_order
from .service import window_of as window_of

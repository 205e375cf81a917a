"""Korean labour law that can be computed: pure Python, exact, dated, explained. No Django, no database, no network.

    >>> from kwonik import labourlaw
    >>> labourlaw.CALCULATIONS["minimum_wage"](year=2026).hourly
    10320

Every calculation takes JSON values (days as ISO text) and returns a `Result`: plain values by field name, exact ones
in `exact`, and the worksheet: ordered steps with the article behind each, warnings, assumptions and the dated
parameters used, with their sources. What cannot be computed is refused (`Refused`) by the name of the fact.
"""

from . import subjects as subjects
from .calculation import CALCULATIONS as CALCULATIONS
from .calculation import Calculation as Calculation
from .calculation import Result as Result
from .refusing import Refused as Refused
from .refusing import Unset as Unset

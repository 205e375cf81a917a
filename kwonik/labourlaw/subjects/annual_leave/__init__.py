"""Annual leave (연차 유급휴가, 근로기준법 제60조, 제61조): how much arises, when, on which basis, and what it is worth."""

from . import fiscal_basis as fiscal_basis
from . import hire_basis as hire_basis
from . import part_time as part_time
from . import promotion as promotion
from . import unused as unused

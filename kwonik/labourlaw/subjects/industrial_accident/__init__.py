"""Industrial accident: benefits of 산업재해보상보험법, and what an employer owes by 근로기준법 제8장."""

from . import bounds as bounds
from . import employer as employer
from . import funeral as funeral
from . import lasting as lasting
from . import temporary as temporary

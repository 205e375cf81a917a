"""Arrears (임금체불, 근로기준법 제36조, 제37조, 제43조의2-제43조의8, 제107조): due days, interest, damages, sanctions."""

from . import due as due
from . import interest as interest
from . import litigation as litigation
from . import sanctions as sanctions

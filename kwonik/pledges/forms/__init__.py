"""What people type about pledges: the head, what happened, each part of the card, the panel."""

from .panels import MemberForm, PanelForm, ScoreForm
from .parts import PART_FORMS, PartForm
from .pledges import (
    ChangeForm,
    DayForm,
    DecideForm,
    HeadForm,
    OtherForm,
    OverrideForm,
    PledgeFilter,
    PledgeForm,
    StatusForm,
    SureForm,
    WithdrawForm,
)

__all__ = [
    "PART_FORMS",
    "ChangeForm",
    "DayForm",
    "DecideForm",
    "HeadForm",
    "MemberForm",
    "OtherForm",
    "OverrideForm",
    "PanelForm",
    "PartForm",
    "PledgeFilter",
    "PledgeForm",
    "ScoreForm",
    "StatusForm",
    "SureForm",
    "WithdrawForm",
]

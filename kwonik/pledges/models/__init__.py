"""Pledges, what happened to them, what their cards hold, and the citizens who review them."""

from .events import Happening
from .panels import Panel, PanelMember, Score
from .parts import Communication, Goal, Milestone, Money, NextStep, Note, Officer, Part, Picture, Result
from .pledges import Pledge

__all__ = [
    "Communication",
    "Goal",
    "Happening",
    "Milestone",
    "Money",
    "NextStep",
    "Note",
    "Officer",
    "Panel",
    "PanelMember",
    "Part",
    "Picture",
    "Pledge",
    "Result",
    "Score",
]

"""A profile is data: these rules read its files, refuse what they do not know, and say where and what to do."""

from .files import ProfileRefused
from .profile import Profile
from .reading import read_profile, report_checkers

__all__ = ["Profile", "ProfileRefused", "read_profile", "report_checkers"]

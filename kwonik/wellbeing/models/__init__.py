"""Hubs, courses of sittings of one client, groups."""

from .courses import Course, Extension, Hub, Sitting
from .groups import Group, GroupSitting

__all__ = ["Course", "Extension", "Group", "GroupSitting", "Hub", "Sitting"]

"""Accounts and roles, staff posts, appointments (위촉), clients, the vault's rows and its access log."""

from .accounts import Account, Role, RoleGrant
from .clients import Client, Draft, Identity, PersonalDataAccess, SealedText, VaultKey
from .registers import Appointment, ConflictOfInterest, StaffAppointment, StaffPost
from .shapes import Days

__all__ = [
    "Account",
    "Appointment",
    "Client",
    "ConflictOfInterest",
    "Days",
    "Draft",
    "Identity",
    "PersonalDataAccess",
    "Role",
    "RoleGrant",
    "SealedText",
    "StaffAppointment",
    "StaffPost",
    "VaultKey",
]

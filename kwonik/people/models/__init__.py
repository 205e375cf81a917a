"""Accounts, roles and keys of machines, staff posts, appointments (위촉), clients, the vault's rows and its access log."""

from .accounts import LONGEST_KEY, Account, ApiKey, ApiSubmission, Role, RoleGrant
from .clients import Client, Draft, Identity, PersonalDataAccess, SealedText, VaultKey
from .registers import Appointment, ConflictOfInterest, StaffAppointment, StaffPost
from .shapes import Days

__all__ = [
    "LONGEST_KEY",
    "Account",
    "ApiKey",
    "ApiSubmission",
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

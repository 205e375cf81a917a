"""Consultations (legal and tax alike), requests for one, station booths, hotline contacts and referrals."""

from .consultations import BoothSession, Consultation, OtherIssue
from .contacts import Contact, Referral
from .requests import Request

__all__ = ["BoothSession", "Consultation", "Contact", "OtherIssue", "Referral", "Request"]

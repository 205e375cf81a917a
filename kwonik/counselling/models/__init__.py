"""Consultations (legal and tax alike), requests for one, station booths, hotline contacts and referrals."""

from .calculations import ConsultationCalculation, RequestCalculation
from .consultations import BoothSession, Consultation, OtherIssue
from .contacts import Contact, Referral
from .requests import Request

__all__ = [
    "BoothSession",
    "Consultation",
    "ConsultationCalculation",
    "Contact",
    "OtherIssue",
    "Referral",
    "Request",
    "RequestCalculation",
]

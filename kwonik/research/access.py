"""Who may see and keep studies, publications and checks; the only way a door gets one of their rows."""

from __future__ import annotations

from django.db.models import Model
from django.shortcuts import get_object_or_404

from kwonik.catalogue.models import Service
from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import access

from . import queries
from .models import (
    ComplianceCheck,
    Distribution,
    Event,
    Participant,
    Printing,
    Publication,
    Response,
    Round,
    Study,
)

PERMISSIONS = (
    Permission("research.study:view", "실태조사·연구를 봅니다"),
    Permission("research.study:record", "실태조사·연구와 응답을 적고 고치고 철회합니다"),
    Permission("research.study:import", "실태조사 대장을 가져옵니다"),
    Permission("research.publication:view", "발간물과 배부를 봅니다"),
    Permission("research.publication:record", "발간물과 배부를 적고 고치고 철회합니다"),
    Permission("research.publication:import", "발간물 대장과 배부 대장을 가져옵니다"),
    Permission("research.check:view", "이행점검을 봅니다"),
    Permission("research.check:record", "이행점검을 적고 고치고 철회합니다"),
    Permission("research.check:import", "이행점검 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)

THING: dict[type[Model], str] = {
    **dict.fromkeys((Study, Round, Response, Participant, Event), "study"),
    **dict.fromkeys((Publication, Printing, Distribution), "publication"),
    ComplianceCheck: "check",
}
"""Which of the three things a row belongs to: its permissions are that thing's."""
MODELS = {str(model._meta.model_name): model for model in THING}
_WITH = {
    Study: ("service",),
    Round: ("study__service", "method", "group"),
    Response: ("round__study", "round__method", "round__group"),
    Participant: ("round__study", "round__method", "round__group"),
    Event: ("study",),
    Publication: ("service", "kind", "study"),
    Printing: ("publication",),
    Distribution: ("publication", "district", "workplace"),
    ComplianceCheck: ("service", "organisation"),
}


def permission(model: type[Model], verb: str) -> str:
    """ "research.study:record" for any row of a study."""
    return f"research.{THING[model]}:{verb}"


def visible(account, model: type[Model], verb: str = "view"):
    """Rows of the centres at which the account holds the permission."""
    return model._default_manager.filter(centre__in=access.centres_for(account, permission(model, verb)))


def get(account, model: type[Model], pk: int, verb: str = "view"):
    """One row the account may see (or record), with what its page names. Raises Http404."""
    joined = ("centre", "recorded_by", "withdrawn_by", *_WITH[model])
    return get_object_or_404(visible(account, model, verb).select_related(*joined), pk=pk)


def get_study(account, pk: int, verb: str = "view") -> Study:
    return get(account, Study, pk, verb)


def get_round(account, pk: int, verb: str = "view") -> Round:
    return get(account, Round, pk, verb)


def get_publication(account, pk: int, verb: str = "view") -> Publication:
    return get(account, Publication, pk, verb)


def get_check(account, pk: int, verb: str = "view") -> ComplianceCheck:
    return get(account, ComplianceCheck, pk, verb)


def studies(account, centre):
    return visible(account, Study).filter(centre=centre)


def publications(account, centre):
    return visible(account, Publication).filter(centre=centre)


def checks(account, centre):
    return visible(account, ComplianceCheck).filter(centre=centre)


def permission_of(kind: str, verb: str) -> str:
    """The permission for a row by its model's name ("distribution")."""
    return permission(MODELS[kind], verb)


def get_row(account, kind: str, pk: int, verb: str = "view"):
    """A row by its model's name. Raises Http404."""
    return get(account, MODELS[kind], pk, verb)


def get_service(code: str) -> Service:
    """A service of this room in force, or Http404."""
    return get_object_or_404(queries.services(), code=code)

"""The registers that cuts are named by."""

from __future__ import annotations

from collections.abc import Mapping

from kwonik.pledges.models import Communication, NextStep, Pledge


def pledge_labels() -> Mapping[str, str]:
    return dict(Pledge.objects.values_list("code", "title"))


def told_labels() -> Mapping[str, str]:
    return dict(Communication.objects.exclude(code="").values_list("code", "title"))


def step_labels() -> Mapping[str, str]:
    return dict(NextStep.objects.exclude(code="").values_list("code", "text"))

"""Imports as the pages and the worker ask for them."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from .models import ImportBatch


def batch(pk: int) -> ImportBatch:
    return ImportBatch.objects.select_related("centre", "uploaded_by", "file").get(pk=pk)


def account(pk: int):
    return get_user_model().objects.get(pk=pk)


def listed(batches):
    """Imports for the list, latest first, thrown-away ones left out."""
    return batches.exclude(state="discarded").select_related("uploaded_by").order_by("-pk")

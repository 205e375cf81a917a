"""How the pages of this room show a form."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render

PER_PAGE = 50


def shown(request, template: str, form, **context: Any):
    """The page with its form; bad input answers 422."""
    status = 422 if form.errors else 200
    return render(request, f"consulting/{template}.html", {"form": form} | context, status=status)


def asked(request, form, title: str, **context: Any):
    """The page that only asks: a form under a title, with the way back."""
    given = {"title": title, "submit": "저장", "words": "", "danger": False, "sub": ""}
    return shown(request, "form", form, **(given | context))

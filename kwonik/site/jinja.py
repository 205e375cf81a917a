"""The Jinja2 environment of every page: strict, escaped, Korean.

A misspelt variable raises (StrictUndefined); everything a person typed is escaped. Templates see the
globals below, the filters of `printing.py` and `kw`, the component macros (docs/interface.md). What the frame
of a page reads from the context has a default here, so a page renders before anybody feeds it.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django.forms
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django_htmx.jinja import htmx_script
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kwonik.site import printing
from kwonik.site.addresses import url
from kwonik.site.remembering import REMEMBERED

FRAME_DEFAULTS: dict[str, Any] = {
    "service_name": "권익",
    "portal_name": "",
    "centre_name": "",
    "home_url": "/",
    "navigation": (),
    "account": None,
    "help_line": None,
    "footer_links": (),
    "session_seconds": None,
    "session_extend_url": None,
    "messages": (),
    "form": None,
}
"""What `base.html`, `desk.html` and `portal.html` read from the context; shapes in docs/interface.md."""


MACRO_FILES = ("frame", "page", "forms", "lists", "record", "jobs")


class Macros:
    """The global `kw`: every macro of `templates/macros/` by name, so that no page needs an import line.

    Raises AttributeError, which Jinja reports as undefined, for a name no file has.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        for file in MACRO_FILES:
            template = self._environment.get_template(f"macros/{file}.html")
            module = template.make_module() if self._environment.auto_reload else template.module
            if hasattr(module, name):
                macro = getattr(module, name)
                if not self._environment.auto_reload:
                    macro = REMEMBERED.get(name, _itself)(macro)
                    setattr(self, name, macro)
                return macro
        raise AttributeError(name)


def _itself(macro: Any) -> Any:
    return macro


class Pages(Environment):
    """Jinja's environment, which looks through the globals for every template and import of a page: here they are
    complete before the first page is printed, so a plain dictionary of them will do.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def query(request: HttpRequest, **changes: Any) -> str:
    """The page's own query string, changed; None removes a parameter: `query(request, page=2, q=None)`."""
    parameters: dict[str, Any] = dict(request.GET.lists())
    parameters.update(changes)
    return (
        f"?{urlencode({name: value for name, value in parameters.items() if value is not None}, doseq=True)}"
    )


@cache
def htmx() -> SafeString:
    """The script tag of htmx 4, served from our own static files."""
    return htmx_script(version=4)


def environment(**options: Any) -> Environment:
    """Called by Django's Jinja2 backend (OPTIONS["environment"])."""
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    widgets = FileSystemLoader(Path(django.forms.__path__[0]) / "jinja2")
    options["loader"] = ChoiceLoader([options["loader"], widgets])
    env = Pages(trim_blocks=True, lstrip_blocks=True, **options)
    env.globals.update(
        FRAME_DEFAULTS,
        DEBUG=settings.DEBUG,
        static=cache(static),  # the same for as long as the process runs
        url=url,
        query=query,
        htmx=htmx,
        kw=Macros(env),
        Markup=Markup,
    )
    env.filters.update(printing.FILTERS)
    return env

"""Base of every area's AppConfig: at start-up it reads what the area declares, in the order of the layers."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

DECLARING = ("codes", "access", "figures", "actions", "sheets")


class Area(AppConfig):
    """An area declares permissions, audit events, figures, reckoned days and sheets as data; importing the files registers them."""

    default = False

    def ready(self) -> None:
        for name in DECLARING:
            if find_spec(f"{self.name}.{name}"):
                import_module(f"{self.name}.{name}")

from django.apps import AppConfig
from django.core import checks


class KernelConfig(AppConfig):
    name = "kwonik.kernel"
    verbose_name = "공통"

    def ready(self) -> None:
        checks.register(figures_fit_together)


def figures_fit_together(app_configs, **kwargs) -> list[checks.Error]:
    """Asked by `make check` and before a server starts: figures that say the same twice, or lead nowhere."""
    from .figures import registry

    return [checks.Error(fault, id="kwonik.figures") for fault in registry.faults()]

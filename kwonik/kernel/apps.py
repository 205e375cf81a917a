from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kwonik.kernel"
    verbose_name = "공통"

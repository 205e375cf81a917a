from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "kwonik.site"
    label = "kwonik_site"
    verbose_name = "권익"

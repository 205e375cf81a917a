"""As little Django as the peers need; the same connection options as ours have, where they gain by them."""

import os

SECRET_KEY = "bench"
USE_TZ = True
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["PGHOST"],
        "NAME": os.environ["PGDATABASE"],
        "USER": os.environ["PGUSER"],
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 1},
    }
}
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "mptt",
    "treebeard",
    "hordak",
    "django_ledger",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEFAULT_CURRENCY = "KRW"
CURRENCIES = ["KRW"]
HORDAK_INTERNAL_CURRENCY = "KRW"
LOGIN_URL = "/"
LOGGING_CONFIG = None

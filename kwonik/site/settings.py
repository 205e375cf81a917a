"""Wiring: everything an installation may set comes from the environment (docs/operations.md lists it)."""

from __future__ import annotations

import os
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF

from . import environment

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

DEBUG = environment.flag("KWONIK_DEBUG")
SECRET_KEY = environment.secret("KWONIK_SECRET_KEY", ROOT)
ALLOWED_HOSTS = environment.words("KWONIK_HOSTS", "localhost 127.0.0.1 [::1] testserver")
CSRF_TRUSTED_ORIGINS = environment.words("KWONIK_ORIGINS", "")
PROFILE = os.environ.get("KWONIK_PROFILE", "")
IDENTITY = os.environ.get("KWONIK_IDENTITY", "")
ESCROW_BANK = os.environ.get("KWONIK_BANK", "")
ESCROW_BANK_CONNECTION = environment.beginning("KWONIK_BANK_")
MESSENGER = os.environ.get("KWONIK_MESSENGER", "")
KEYRING = Path(os.environ.get("KWONIK_KEYRING", ROOT / ".tryout" / "keyring.json"))

INSTALLED_APPS = [
    "kwonik.kernel.apps.KernelConfig",
    "kwonik.places",
    "kwonik.people",
    "kwonik.ledgers",
    "kwonik.catalogue",
    "kwonik.activities",
    "kwonik.planning",
    "kwonik.calculators",
    "kwonik.consulting",
    "kwonik.counselling",
    "kwonik.education",
    "kwonik.escrow",
    "kwonik.research",
    "kwonik.servicedesk",
    "kwonik.shelters",
    "kwonik.wellbeing",
    "kwonik.budget",
    "kwonik.pledges",
    "kwonik.remedy",
    "kwonik.reports",
    "kwonik.portal",
    "kwonik.site.apps.SiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "kwonik.people.guard.GuardMiddleware",
]

ROOT_URLCONF = "kwonik.site.urls"
WSGI_APPLICATION = "kwonik.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "kwonik.site.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kwonik.site.context.page",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "kwonik.site.formrendering.KwonikForms"

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="past", related_query_name="past")

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    }
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
CITIZENS_HOME = "escrow:home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "kwonik.people.adapter.StaffAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "kwonik.people.forms.LoginForm",
    "change_password": "kwonik.people.forms.ChangePasswordForm",
    "reauthenticate": "kwonik.people.forms.ReauthenticateForm",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kwonik"
MFA_ADAPTER = "kwonik.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "kwonik.people.forms.SecondFactorForm",
    "reauthenticate": "kwonik.people.forms.SecondFactorAgainForm",
    "activate_totp": "kwonik.people.forms.SecondFactorSetUpForm",
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "kwonik.people.adapter.locked_out"
AXES_CLIENT_IP_CALLABLE = "kwonik.people.adapter.client_address"
AXES_VERBOSE = False

LANGUAGE_CODE = "ko"
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["kwonik.site.formats"]  # "2025. 5. 9.", "20250509": how people here type a date
USE_THOUSAND_SEPARATOR = True  # localized fields (won) read and show "200,000"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [HERE / "static", ("documents", ROOT / "kwonik" / "documents" / "styles")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if environment.flag("KWONIK_MANIFEST")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not environment.flag("KWONIK_MANIFEST")

SECURE = environment.flag("KWONIK_SECURE")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "kwonik.site.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture")
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""The WSGI entry: granian and gunicorn serve `kwonik.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwonik.site.settings")
application = get_wsgi_application()

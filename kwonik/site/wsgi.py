"""The WSGI entry: granian and gunicorn serve `kwonik.site.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwonik.site.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what the program itself consists of stays: no page pays for looking through it
gc.set_threshold(20_000, 20, 20)

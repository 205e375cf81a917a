"""`python -m kwonik <command>`: Django's command line with Kwonik's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwonik.site.settings")
    execute_from_command_line(["python -m kwonik", *sys.argv[1:]])


if __name__ == "__main__":
    main()

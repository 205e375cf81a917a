"""How an installation is made ready: which database, which profile, what is loaded, in which order."""

import os
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command

from kwonik.site import tryout

PROFILES = Path(settings.ROOT) / "profiles"
Say = Callable[[str], object]
SANDBOX_IDENTITY = "kwonik.escrow.identity.sandbox.Sandbox"
"""Who verifies people in a try-out: nobody real is asked."""
SANDBOX_MESSENGER = "kwonik.escrow.messenger.sandbox.Sandbox"
"""Who carries text messages in a try-out: nobody gets any."""


def uses_tryout() -> bool:
    """Whether the try-out database is in use: nobody named another in DATABASE_URL."""
    return not os.environ.get("DATABASE_URL")


def find_profile(name: str | None) -> Path:
    """The folder of a profile; raises CommandError, naming those there are."""
    folder = PROFILES / (name or "")
    if name and folder.is_dir():
        return folder
    names = ", ".join(sorted(path.name for path in PROFILES.glob("*/") if path.is_dir()))
    raise CommandError(f"'{name or ''}' 프로필이 없습니다. PROFILE=이름 으로 골라 주세요: {names}")


def begin_again_with(**environment: str) -> None:
    """Settings are read from the environment once: where it differs, this program starts over."""
    if any(os.environ.get(name) != value for name, value in environment.items()):
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, "-m", "kwonik", *sys.argv[1:]], os.environ | environment)


def start_database(say: Say) -> bool:
    """Start the try-out database, and make the one of this profile. True if it was not running."""
    if not uses_tryout():
        return False
    say("체험용 데이터베이스를 켭니다.")
    try:
        started = tryout.start()
        tryout.create_database(settings.DATABASES["default"]["NAME"])
    except tryout.TryoutError as trouble:
        raise CommandError(str(trouble)) from trouble
    return started


def prepare(profile: Path, say: Say) -> str:
    """Bring the database up to date and load the profile, and sample ledgers into a try-out; may be repeated.

    Returns what `sample_data` has to tell: one login per role. A database named in DATABASE_URL is somebody's
    own: nothing made up goes into it.
    """
    say("데이터베이스 구조를 맞춥니다.")
    call_command("migrate", interactive=False, verbosity=0)
    say(f"{profile.name} 프로필을 읽습니다.")
    call_command("load_profile", str(profile), verbosity=0)
    call_command("note_definitions", stdout=StringIO())
    if not uses_tryout():
        return ""
    say("보기 대장을 스프레드시트로 들여옵니다. 이미 있으면 건너뜁니다.")
    told = StringIO()
    call_command("sample_data", profile=profile.name, stdout=told)
    return told.getvalue()

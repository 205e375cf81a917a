"""Bringing a sample in: through the ledgers' door, stoppable, and a second time without any change."""

import re
import shutil
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from kwonik.counselling.models import Consultation, Contact
from kwonik.ledgers.models import ImportBatch
from kwonik.people.access import may
from kwonik.people.models import Account, Appointment, StaffAppointment
from kwonik.remedy.models import ReliefCase
from kwonik.site import starting
from kwonik.site.samples import bringing, logins
from tests import profiles

pytestmark = pytest.mark.django_db

NAME = "anyang"
LEDGERS = 4
FILES = ("accounts", "staff", "appointments", "consultations", "cases", "open")
TALKS, CASES = 84, 3


@pytest.fixture
def folder(tmp_path, monkeypatch, settings):
    """A town's sample with the talks and cases of its first year only, so that bringing it in takes a moment."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = shutil.copytree(profiles.FOLDER / NAME, tmp_path / NAME)
    for path in (made / "sample").glob("*.yaml"):
        if path.stem not in FILES:
            path.unlink()
    for name, second in (("consultations.yaml", "- file: 2023년"), ("cases.yaml", "- file: 2023년")):
        path = made / "sample" / name
        kept, rest = path.read_text().split(second, 1)
        assert rest
        path.write_text(kept)
    monkeypatch.setattr(starting, "PROFILES", tmp_path)
    with profiles.no_report_checkers():
        call_command("load_profile", str(made), verbosity=0)
    return made


def told(folder) -> str:
    out = StringIO()
    call_command("sample_data", profile=folder.name, stdout=out, verbosity=0)
    return out.getvalue()


def counts() -> dict[str, int]:
    """How many rows every table of ours has."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if "kwonik" in model.__module__
    }


def test_a_sample_comes_in_through_the_ledgers_door_and_a_second_time_changes_nothing(folder):
    first = told(folder)

    assert ImportBatch.objects.filter(state="applied").count() == LEDGERS
    assert Consultation.objects.filter(import_batch__isnull=False).count() == TALKS
    assert ReliefCase.objects.filter(import_batch__isnull=False).count() == CASES
    assert StaffAppointment.objects.filter(until_on=None).count() == 6
    before = counts()

    assert told(folder) == first
    assert counts() == before


def test_there_is_one_login_for_each_role_and_each_may_do_something(folder):
    printed = told(folder)

    for login in Account.objects.all():
        assert login.check_password(logins.password())
        assert not login.must_change_password
        assert re.search(rf" {login.username} +/ {logins.password()}$", printed, re.MULTILINE)
    assert {grant.role.code for account in Account.objects.all() for grant in account.grants.all()} == {
        "duty_attorney",
        "rights_advocate",
        "programme_officer",
        "finance",
        "centre_director",
        "city_officer",
        "information_team",
        "visiting_counsellor",
    }
    attorney = Account.objects.get(username="attorney")
    assert may(attorney, "counselling.consultation:record", attorney.centre)
    assert Appointment.objects.get(account=attorney).name == attorney.name
    assert Consultation.objects.filter(counsellor=attorney, import_batch__isnull=False).exists()


def test_a_password_somebody_changed_is_not_printed_wrongly(folder):
    told(folder)
    account = Account.objects.get(username="officer")
    account.set_password("something of my own")
    account.save()

    line = next(line for line in told(folder).splitlines() if "officer" in line)
    assert "(스스로 바꾼 비밀번호)" in line
    assert logins.password() not in line


def test_something_waits_on_todays_page(folder):
    told(folder)

    assert Contact.objects.filter(state="waiting").exists()
    assert ReliefCase.objects.filter(state="offered", import_batch=None).exists()
    assert Consultation.objects.filter(follow_up_on__isnull=False, import_batch=None).exists()


def test_a_stopped_run_leaves_whole_ledgers_and_the_next_one_goes_on(folder, monkeypatch):
    brought = []
    real = bringing.ledgers.bring_in

    def stopping(**given):
        if len(brought) == 2:
            raise KeyboardInterrupt
        brought.append(given["filename"])
        return real(**given)

    monkeypatch.setattr(bringing.ledgers, "bring_in", stopping)
    with pytest.raises(CommandError, match="다시 실행하면 남은 대장부터"):
        told(folder)
    assert ImportBatch.objects.filter(state="applied").count() == 2

    monkeypatch.setattr(bringing.ledgers, "bring_in", real)
    told(folder)
    assert ImportBatch.objects.filter(state="applied").count() == LEDGERS
    assert Consultation.objects.filter(import_batch__isnull=False).count() == TALKS


def test_progress_is_told(folder, capsys):
    call_command("sample_data", profile=folder.name, stdout=StringIO())

    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if line.startswith("  [")]) == LEDGERS
    assert any("2022년 상담 대장.xlsx 84행" in line for line in lines)
    assert lines[-1].startswith("  오늘 할 일")


def test_a_ledger_with_problems_stops_the_sample_and_says_why(folder):
    path = folder / "sample" / "appointments.yaml"
    path.write_text(path.read_text().replace("until_on: 2026-12-31", "until_on: 2020-12-31", 1))

    with pytest.raises(
        CommandError, match=r"위촉 대장\.xlsx: 문제 \d+건\n.*행: 만료일이 위촉일보다 앞섭니다"
    ):
        told(folder)
    assert not Appointment.objects.exists()


def test_another_profile_has_to_be_loaded_first(folder):
    shutil.copytree(profiles.FOLDER / "seoul", folder.parent / "seoul")

    with pytest.raises(CommandError, match="'seoul' 프로필을 먼저 읽으세요"):
        told(folder.parent / "seoul")


def test_a_sample_of_an_older_release_is_told_with_the_way_out(folder, monkeypatch):
    """The first ledger stands; the next one does not fit what the older ones brought."""

    def refused(ledger, accounts, recipe):
        raise bringing.SampleRefused(f"{ledger.filename}: 문제 1건")

    with monkeypatch.context() as patched:
        patched.setattr(bringing, "_bring_in", refused)
        with pytest.raises(CommandError) as first:
            told(folder)
    told(folder)
    ImportBatch.objects.filter(sheet="remedy.cases").update(filename="예전 구제 대장.xlsx")
    monkeypatch.setattr(bringing, "_bring_in", refused)
    with pytest.raises(CommandError) as later:
        told(folder)

    assert "make reset" not in str(first.value)
    assert "구제 대장.xlsx: 문제 1건" in str(later.value) and "make reset" in str(later.value)

"""현원 대장 and 위촉 대장 through the spreadsheet door: all or nothing, twice changes nothing, undo removes them."""

from datetime import date

import pytest

from kwonik.kernel.figures import Window, registry
from kwonik.kernel.periods import Period
from kwonik.ledgers import actions as ledgers
from kwonik.ledgers import registry as sheets
from kwonik.people import access
from kwonik.people.models import Appointment, StaffAppointment
from tests import factories

STAFF = """직급,부서,성명,입사일,퇴사일
센터장,,나센터,2024-01-01,
팀장,상담팀,가팀장,2024. 3. 2.,2025-06-30
팀장,상담팀,다팀장,'25.7.1,
팀원,교육팀,라팀원,2025-01-02,
"""
EXPERTS = """역할,기수,이름,자격,사무소,전문 분야,활동 자치구,위촉일,만료일,동시 사건 수
노동권리보호관,5,박노무,공인노무사,가람노무법인,"임금체불, 소송","종로구, 영등포",2025-01-01,2026-12-31,3
보호관,5,최변호,변호사,,,,2025-01-01,2026-12-31,
상담노무사,,한상담,노무사,,,,2024-07-01,,
"""


@pytest.fixture
def bring(centre, actor):
    def bring(code, text):
        content = text.encode("utf-8-sig")
        return ledgers.bring_in(by=actor, centre=centre, sheet=code, filename="대장.csv", content=content)

    return bring


@pytest.fixture
def posts(centre):
    team = factories.make_unit(centre, name="상담팀")
    return {
        "head": factories.make_post(centre, "head"),
        "elsewhere": factories.make_post(
            centre, "team_lead", unit=factories.make_unit(centre, name="교육팀")
        ),
        "lead": factories.make_post(centre, "team_lead", unit=team),
        "member": factories.make_post(centre, "member"),
    }


@pytest.fixture
def named(monkeypatch):
    monkeypatch.setattr(access, "_specialities", [])
    access.name_specialities(lambda: {"unpaid_wages": "임금체불", "lawsuit": "소송"})
    for code, name in (("jongno", "종로구"), ("yeongdeungpo", "영등포구"), ("jung", "중구")):
        factories.make_district(code, name)


def said(batch):
    problems = ledgers.open_findings(by=None, batch=batch)["problems"]
    return [f"{entry['place']} {entry['shown']} {entry['sentence']}" for entry in problems]


def test_staff_take_the_first_free_post_of_their_grade_and_unit(bring, posts):
    batch = bring("people.staff", STAFF)
    assert batch.state == "applied", said(batch)
    sitting = {row.name: row.post for row in StaffAppointment.objects.all()}
    assert sitting == {
        "나센터": posts["head"],
        "가팀장": posts["lead"],
        "다팀장": posts["lead"],
        "라팀원": posts["member"],
    }
    assert StaffAppointment.objects.get(name="가팀장").until_on == date(2025, 6, 30)


def test_the_same_ledger_twice_adds_nothing_and_a_longer_one_the_rest(bring, posts, centre):
    bring("people.staff", STAFF)
    assert bring("people.staff", STAFF.replace("\n센터장", "\n\n센터장")).new_count == 0
    factories.make_post(centre, "member")
    assert bring("people.staff", STAFF + "팀원,,마팀원,2025-02-01,\n").new_count == 1
    assert StaffAppointment.objects.count() == 5


def test_undoing_removes_what_it_brought_and_nothing_else(bring, posts, actor):
    manual = factories.make_staff(factories.make_post())
    batch = bring("people.staff", STAFF)
    ledgers.undo(by=actor, batch=batch)
    assert list(StaffAppointment.objects.all()) == [manual]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("센터장,,또센터,2025-01-01,", "빈자리가 없습니다"),
        ("팀장,홍보팀,바팀장,2025-01-01,", "빈자리가 없습니다"),
        ("팀원,,나센터2,2025-01-01,2024-01-01", "앞섭니다"),
        ("센터장,,나센터,2024-01-01,", "두 번"),
        ("이사장,,나이사,2024-01-01,", "직급"),
        (f"팀원,,{'가' * 61},2025-01-01,", "60자"),
        ("팀원,,,2025-01-01,", "비어"),
    ],
)
def test_one_wrong_line_keeps_the_whole_ledger_out_and_says_why(bring, posts, line, why):
    batch = bring("people.staff", STAFF + line + "\n")
    assert batch.state != "applied" and not StaffAppointment.objects.exists()
    assert any(why in sentence for sentence in said(batch)), said(batch)


def test_appointments_with_specialities_and_districts(bring, named, centre):
    batch = bring("people.appointments", EXPERTS)
    assert batch.state == "applied", said(batch)
    row = Appointment.objects.get(name="박노무")
    assert (row.role, row.term_number, row.capacity, row.firm) == ("rights_advocate", 5, 3, "가람노무법인")
    assert row.specialities == ["unpaid_wages", "lawsuit"]
    assert {district.name for district in row.districts.all()} == {"종로구", "영등포구"}
    assert Appointment.objects.get(name="최변호").capacity == 5
    window = Window((centre.pk,), Period(date(2025, 1, 1), date(2025, 9, 30)), date(2025, 9, 30))
    values = {
        code: registry.find(code)[0].value(window)
        for code in ("people.rights_advocates", "people.duty_attorneys", "people.advocate_term")
    }
    assert values == {"people.rights_advocates": 2, "people.duty_attorneys": 1, "people.advocate_term": 5}
    assert bring("people.appointments", EXPERTS + "\n").new_count == 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("보호관,5,김거꾸로,변호사,,,,2025-01-01,2024-12-31,", "앞섭니다"),
        ("보호관,0,김영기,변호사,,,,2025-01-01,,", "1부터"),
        ("보호관,5,김많이,변호사,,,,2025-01-01,,999", "200"),
        ("보호관,5,최변호,변호사,,,,2025-01-01,,7", "두 번"),
        ("보호관,5,김분야,변호사,,마술,,2025-01-01,,", "마술"),
        ("보호관,5,김먼곳,변호사,,,화성,2025-01-01,,", "화성"),
    ],
)
def test_a_wrong_appointment_keeps_the_whole_ledger_out(bring, named, line, why):
    batch = bring("people.appointments", EXPERTS + line + "\n")
    assert batch.state != "applied" and not Appointment.objects.exists()
    assert any(why in sentence for sentence in said(batch)), said(batch)


def test_examples_of_the_templates_can_be_read_back(centre, named):
    for code in ("people.staff", "people.appointments"):
        sheet = sheets.get(code)
        context = sheets.Context(centre, "", None)
        keys = {column.key for column in sheet.columns(context)}
        for line in sheet.example(context):
            assert set(line) <= keys
            required = {column.key for column in sheet.columns(context) if column.required}
            assert required <= set(line)

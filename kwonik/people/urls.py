"""Addresses about people."""

from django.urls import path, register_converter

from kwonik.kernel import navigation

from .desk import access_log, accounts, api_keys, appointments, centre, clients, staff


class AccountVerb:
    """What may be done to an account by one confirmed step."""

    regex = "close|reopen|second-factor"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AccountVerb, "account_verb")

app_name = "people"
urlpatterns = [
    path("centre/", centre.centre, name="centre"),
    path("clients/", clients.search, name="clients"),
    path("clients/register/", clients.register, name="register"),
    path("clients/<int:pk>/", clients.client, name="client"),
    path("clients/<int:pk>/open/", clients.open_identity, name="open"),
    path("clients/<int:pk>/amend/", clients.amend, name="amend"),
    path("clients/<int:pk>/merge/", clients.merge, name="merge"),
    path("clients/<int:pk>/part/", clients.part, name="part"),
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.add_staff, name="add_staff"),
    path("staff/<int:pk>/end/", staff.end_staff, name="end_staff"),
    path("staff/posts/add/", staff.add_post, name="add_post"),
    path("staff/posts/<int:pk>/end/", staff.end_post, name="end_post"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/add/", appointments.add_appointment, name="add_appointment"),
    path("appointments/<int:pk>/", appointments.appointment, name="appointment"),
    path("appointments/<int:pk>/amend/", appointments.amend_appointment, name="amend_appointment"),
    path("appointments/<int:pk>/end/", appointments.end_appointment, name="end_appointment"),
    path("appointments/<int:pk>/conflicts/", appointments.declare_conflict, name="declare_conflict"),
    path("conflicts/<int:pk>/withdraw/", appointments.withdraw_conflict, name="withdraw_conflict"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/add/", accounts.add_account, name="add_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/grant/", accounts.grant, name="grant"),
    path("accounts/<int:pk>/password/", accounts.reset_password, name="reset_password"),
    path("accounts/<int:pk>/<account_verb:verb>/", accounts.change_account, name="change_account"),
    path("grants/<int:pk>/end/", accounts.end_grant, name="end_grant"),
    path("api-keys/", api_keys.api_keys, name="api_keys"),
    path("api-keys/add/", api_keys.add_api_key, name="add_api_key"),
    path("api-keys/<int:pk>/revoke/", api_keys.revoke_api_key, name="revoke_api_key"),
    path("access-log/", access_log.access_log, name="access_log"),
]

navigation.declare(
    [
        navigation.Item("상담", "내담자 찾기", "people:clients", "people.client:find", position=10),
        navigation.Item("기관", "정원과 현원", "people:staff", "people.staff:view", position=10),
        navigation.Item("기관", "위촉", "people:appointments", "people.appointment:view", position=20),
        navigation.Item("관리", "계정과 역할", "people:accounts", "people.account:view", position=10),
        navigation.Item(
            "관리", "개인정보 접속기록", "people:access_log", "people.access_log:view", position=20
        ),
        navigation.Item("관리", "API 인증키", "people:api_keys", "people.api_key:create", position=30),
    ]
)

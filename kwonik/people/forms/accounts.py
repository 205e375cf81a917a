"""Accounts, roles and the access log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone

from kwonik.people import queries
from kwonik.people.codes import Purpose
from kwonik.places.models import Centre

from .fields import PlainTextField, Submission


class AccountForm(forms.Form):
    username = forms.CharField(
        label="아이디",
        max_length=150,
        help_text="로그인할 때 씁니다. 예: hong.gildong",
        validators=[UnicodeUsernameValidator(message="글자, 숫자와 @ . + - _ 만 쓸 수 있습니다.")],
        widget=forms.TextInput({"class": "kw-w-m", "autocomplete": "off"}),
    )
    name = PlainTextField(label="이름", max_length=60, widget=forms.TextInput({"class": "kw-w-m"}))
    email = forms.EmailField(label="전자우편", required=False)


class GrantForm(forms.Form):
    role = forms.ModelChoiceField(label="역할", queryset=None, empty_label="고르세요")
    from_on = forms.DateField(label="시작일", initial=timezone.localdate)
    until_on = forms.DateField(label="끝나는 날", required=False, help_text="비우면 끝낼 때까지입니다.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = queries.roles_in_use(timezone.localdate())


class ApiKeyForm(Submission):
    """Which program a key is for, and until when it works."""

    name = PlainTextField(
        label="쓰는 곳",
        max_length=60,
        help_text="어느 프로그램이 쓰는지 알아볼 이름입니다. 예: 쉼터 출입 단말기",
    )
    expires_on = forms.DateField(
        label="마지막 날",
        initial=lambda: timezone.localdate() + timedelta(days=90),
        help_text="이날까지 쓸 수 있습니다. 길어도 1년입니다.",
    )


class CentreForm(forms.Form):
    """Which of the centres somebody has a role at they work for now."""

    centre = forms.ChoiceField(label="일할 센터", widget=forms.RadioSelect({"class": "kw-stacked"}))

    def __init__(self, *args: Any, centres: list[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].choices = [(str(centre.pk), centre.name) for centre in centres]


class LogForm(forms.Form):
    """Which lines of the access log to look at."""

    actor = forms.ChoiceField(label="연 사람", required=False)
    purpose = forms.ChoiceField(label="목적", required=False, choices=[("", "전체"), *Purpose.choices])
    since = forms.DateField(label="부터", required=False)
    until = forms.DateField(label="까지", required=False)
    reference = PlainTextField(label="내담자 번호", required=False, max_length=20)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(account.pk), account.name) for account in queries.who_opened(centre)]
        self.fields["actor"].choices = [("", "전체"), *people, (queries.CITIZENS, "시민(스스로 가입한 사람)")]

"""Joining, being verified, the account to be paid to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator

from kwonik.escrow.codes import BANKS, Standing
from kwonik.people.forms import PhoneField, PlainTextField, Submission
from kwonik.people.rules import LONGEST_NAME

KINDS = [("freelancer", "프리랜서(일을 합니다)"), ("commissioner", "의뢰인(일을 맡깁니다)")]
_STACKED = {"class": "kw-stacked"}
_ONE_TIME = {"class": "kw-w-s", "inputmode": "numeric", "autocomplete": "one-time-code"}


def check_passwords(form: forms.Form, given: dict[str, Any]) -> None:
    """The two are the same, and not one that anybody guesses."""
    chosen = given.get("password")
    if chosen and chosen != given.get("password_again"):
        form.add_error("password_again", "두 비밀번호가 다릅니다. 다시 적으세요.")
    elif chosen:
        try:
            password_validation.validate_password(chosen)
        except forms.ValidationError as weak:
            form.add_error("password", weak)


class KindsForm(forms.Form):
    """One person may be both."""

    kinds = forms.MultipleChoiceField(
        label="어떻게 쓰나요?",
        help_text="둘 다 골라도 됩니다. 나중에 바꿀 수 있습니다.",
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple(attrs=_STACKED),
    )

    @property
    def chosen(self) -> dict[str, bool]:
        return {f"is_{code}": code in self.cleaned_data["kinds"] for code, _ in KINDS}


class JoinForm(KindsForm, Submission):
    """가입: an account and who it is."""

    standing = forms.ChoiceField(
        label="개인인가요, 사업자인가요?",
        choices=[("individual", "개인"), ("business", "사업자등록을 했음")],
        initial=Standing.INDIVIDUAL,
        widget=forms.RadioSelect,
    )
    name = PlainTextField(
        label="이름",
        max_length=LONGEST_NAME,
        help_text="사업자는 상호를 적으세요.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "kw-w-m"}),
    )
    business_number = PlainTextField(
        label="사업자등록번호",
        required=False,
        max_length=20,
        help_text="사업자만 적습니다. 예: 123-45-67890",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-w-m"}),
    )
    phone = PhoneField(
        label="휴대전화 번호",
        help_text="인증번호를 문자로 보냅니다. 예: 010-1234-5678",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "kw-w-m"}),
    )
    username = forms.CharField(
        label="아이디",
        min_length=4,
        max_length=30,
        help_text="영문자와 숫자로 4자 이상. 이름이나 전화번호는 쓰지 마세요.",
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "class": "kw-w-m"}
        ),
    )
    password = forms.CharField(
        label="비밀번호",
        help_text="10자 이상. 낱말 몇 개를 이어 만들면 외우기 쉽습니다.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "kw-w-m"}),
    )
    password_again = forms.CharField(
        label="비밀번호 다시",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "kw-w-m"}),
    )
    consented = forms.BooleanField(
        label="이용약관과 개인정보를 모으고 쓰는 데 동의합니다",
        error_messages={"required": "동의해야 가입할 수 있습니다."},
    )

    field_order = [
        "kinds",
        "standing",
        "name",
        "business_number",
        "phone",
        "username",
        "password",
        "password_again",
        "consented",
    ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_passwords(self, given)
        if given.get("standing") == Standing.BUSINESS and not given.get("business_number"):
            self.add_error("business_number", "사업자등록번호를 적으세요.")
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """What `actions.join` takes."""
        names = (
            "username",
            "password",
            "standing",
            "name",
            "phone",
            "business_number",
            "consented",
            "form_token",
        )
        return {name: self.cleaned_data[name] for name in names} | self.chosen


class CodeForm(forms.Form):
    """The number that came by text message."""

    code = forms.CharField(
        label="인증번호",
        max_length=6,
        help_text="문자로 받은 숫자 여섯 자리입니다.",
        widget=forms.TextInput(attrs=_ONE_TIME),
    )


class TransactionForm(CodeForm):
    """The number of an identity check under way."""

    transaction_id = forms.CharField(max_length=600, widget=forms.HiddenInput)


class IdentityForm(forms.Form):
    """As the telephone company knows somebody."""

    name = PlainTextField(
        label="이름",
        max_length=LONGEST_NAME,
        help_text="휴대전화를 개통한 이름입니다.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "kw-w-m"}),
    )
    born_on = forms.DateField(label="생년월일", help_text="예: 1990. 5. 9.")


class AccountForm(Submission):
    """받을 계좌; an individual's resident number is asked for only where somebody withholds tax."""

    bank = forms.ChoiceField(label="은행", choices=[("", "고르세요"), *BANKS.items()])
    account_number = forms.CharField(
        label="계좌번호",
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "kw-w-m"}),
    )
    holder = PlainTextField(
        label="예금주", max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"class": "kw-w-m"})
    )
    resident_number = forms.CharField(
        label="주민등록번호",
        required=False,
        max_length=20,
        help_text="사업자인 의뢰인이 원천징수해 지급명세서를 낼 때만 씁니다(소득세법 제164조). 지금 비워 둘 수 있습니다.",
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "kw-w-m"}, render_value=False
        ),
    )


class PhoneChangeForm(forms.Form):
    """The new number, and the password once more."""

    phone = PhoneField(
        label="새 휴대전화 번호",
        help_text="이 번호로 인증번호를 보냅니다. 예: 010-1234-5678",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "kw-w-m"}),
    )
    password = forms.CharField(
        label="비밀번호",
        help_text="내가 바꾸는 것인지 한 번 더 확인합니다.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "kw-w-m"}),
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        if not self.account.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("비밀번호가 맞지 않습니다. 다시 적으세요.")
        return ""


class RecoverForm(forms.Form):
    """Whose password was forgotten, as somebody says who may be nobody."""

    username = forms.CharField(
        label="아이디",
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "class": "kw-w-m"}
        ),
    )
    phone = PhoneField(
        label="휴대전화 번호",
        help_text="가입한 번호입니다. 예: 010-1234-5678",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "kw-w-m"}),
    )


class NewPasswordForm(forms.Form):
    """A password twice."""

    password = forms.CharField(
        label="새 비밀번호",
        help_text="10자 이상. 낱말 몇 개를 이어 만들면 외우기 쉽습니다.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "kw-w-m"}),
    )
    password_again = forms.CharField(
        label="새 비밀번호 다시",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "kw-w-m"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_passwords(self, given)
        return given


class LeaveForm(forms.Form):
    """Asks once more."""

    sure = forms.BooleanField(label="이름, 전화번호, 계좌가 지워지고 되돌릴 수 없음을 알았습니다")

"""allauth's forms in our words: no placeholders, no links to pages that do not exist."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import password_validation

_CODE_HELP = "인증 앱에 보이는 여섯 자리 숫자입니다. 전화기가 없으면 복구 코드를 적으세요."


class _Plain(forms.Form):
    """`WORDS`: field -> (label, hint)."""

    WORDS: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.WORDS:
                field.label, field.help_text = self.WORDS[name]
        if not self.is_bound:  # with errors, their summary takes the focus
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class LoginForm(_Plain, account.LoginForm):
    WORDS = {"login": ("아이디", ""), "password": ("비밀번호", "")}


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    WORDS = {"password": ("비밀번호", "")}


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    WORDS = {
        "oldpassword": ("지금 비밀번호", "처음이면 담당자에게서 받은 임시 비밀번호입니다."),
        "password1": ("새 비밀번호", "10자 이상. 낱말 몇 개를 이어 만들면 외우기 쉽습니다."),
        "password2": ("새 비밀번호 다시", ""),
    }

    def clean_password1(self) -> str:
        """The new one is not the temporary one again."""
        chosen = self.cleaned_data["password1"]
        password_validation.validate_password(chosen, self.user)
        if self.user.check_password(chosen):
            raise forms.ValidationError("지금 비밀번호와 다른 비밀번호를 정하세요.")
        return chosen


class SecondFactorForm(_Plain, mfa.AuthenticateForm):
    WORDS = {"code": ("인증 번호", _CODE_HELP)}


class SecondFactorAgainForm(_Plain, mfa.ReauthenticateForm):
    WORDS = {"code": ("인증 번호", _CODE_HELP)}


class SecondFactorSetUpForm(_Plain, totp.ActivateTOTPForm):
    WORDS = {"code": ("인증 번호", "인증 앱에 보이는 여섯 자리 숫자입니다.")}

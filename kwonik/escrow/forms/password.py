"""The password once more, before something that only its holder may have."""

from __future__ import annotations

from typing import Any

from django import forms


class PasswordForm(forms.Form):
    """The password once more: who asks is who signed in."""

    password = forms.CharField(
        label="비밀번호",
        help_text="본인이 맞는지 한 번 더 확인합니다.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "kw-w-m"}),
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        if not self.account.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("비밀번호가 맞지 않습니다. 다시 적으세요.")
        return ""

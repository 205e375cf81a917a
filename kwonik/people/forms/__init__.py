"""The shape of what people type here, and the fields every area uses for words about clients."""

from .clients import AmendClientForm, MergeForm, OpenForm, RegisterForm, SearchForm
from .entrance import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    SecondFactorAgainForm,
    SecondFactorForm,
    SecondFactorSetUpForm,
)
from .fields import DayForm, EndForm, PhoneField, PlainTextField, SealedTextField, Submission

__all__ = [
    "AmendClientForm",
    "ChangePasswordForm",
    "DayForm",
    "EndForm",
    "LoginForm",
    "MergeForm",
    "OpenForm",
    "PhoneField",
    "PlainTextField",
    "ReauthenticateForm",
    "RegisterForm",
    "SealedTextField",
    "SearchForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "SecondFactorSetUpForm",
    "Submission",
]

"""What is said to the practice bank: how a knob stands, how many days pass, who pays how much into which account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from kwonik.escrow.bank.practice import Issued, Knob, Ordered
from kwonik.people.forms import PlainTextField

LARGEST = 10**9
LONGEST_VALUE = 60


class KnobForm(forms.Form):
    """One knob. A fault has occasions and a share, a setting only its value; the value keeps its kind."""

    next = forms.IntegerField(
        label="다음 몇 번",
        help_text="앞으로 이만큼은 꼭 일어납니다. 0이면 아래 비율로만 일어납니다.",
        min_value=0,
        max_value=1000,
        widget=forms.NumberInput(attrs={"data-unit": "번", "class": "kw-w-s"}),
    )
    percent = forms.IntegerField(
        label="그 뒤로는",
        help_text="100이면 늘, 0이면 일어나지 않습니다.",
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"data-unit": "%", "class": "kw-w-s"}),
    )

    def __init__(self, *args: Any, knob: Knob, **options: Any) -> None:
        initial = {"next": knob.next, "percent": round(knob.share * 100), "value": knob.value}
        super().__init__(*args, initial=initial, **options)
        if knob.is_setting:
            del self.fields["next"], self.fields["percent"]
        if isinstance(knob.value, str):
            self.fields["value"] = forms.CharField(label="값", required=False, max_length=LONGEST_VALUE)
        elif knob.value is not None:
            self.fields["value"] = forms.FloatField(label="값", min_value=-LARGEST, max_value=LARGEST)

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        value = said.get("value")
        whole = isinstance(value, float) and value.is_integer()
        return {
            "next": said.get("next", 0),
            "share": said.get("percent", 0) / 100,
            "value": int(value) if whole else value,
        }


class ClockForm(forms.Form):
    days = forms.IntegerField(
        label="며칠 뒤로",
        min_value=1,
        max_value=400,
        initial=1,
        widget=forms.NumberInput(attrs={"data-unit": "일", "class": "kw-w-s"}),
    )


class PlayDepositForm(forms.Form):
    virtual_account = forms.ChoiceField(label="가상계좌")
    amount_won = forms.IntegerField(
        label="금액",
        help_text="모자라거나 넘치게 넣어 볼 수 있습니다.",
        min_value=1,
        max_value=LARGEST,
        localize=True,
    )
    name = PlainTextField(
        label="보내는 사람 이름",
        max_length=20,
        help_text="의뢰인과 다른 이름도 됩니다. 실제 이름은 적지 마세요.",
        widget=forms.TextInput(attrs={"class": "kw-w-m", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, accounts: tuple[Issued, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["virtual_account"].choices = [
            (one.number, f"{one.number} · {one.reference} · 지금까지 {one.paid_won:,}원") for one in accounts
        ]
        self.fields["virtual_account"].initial = accounts[0].number if accounts else None


class PlayCardForm(forms.Form):
    order = forms.ChoiceField(label="결제할 주문")
    name = PlainTextField(
        label="카드 명의자 이름",
        max_length=20,
        help_text="의뢰인과 다른 이름도 됩니다. 실제 이름은 적지 마세요.",
        widget=forms.TextInput(attrs={"class": "kw-w-m", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, orders: Iterable[Ordered], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["order"].choices = [
            (one.number, f"{one.number} · {one.reference} · {one.amount_won:,}원{_paid(one)}")
            for one in orders
        ]
        self.fields["order"].initial = next((one.number for one in orders), None)


def _paid(order: Ordered) -> str:
    return " · 결제함" if order.settles_on else ""
